"""People, posts, schemes, families, children and limits that an authority has already, by the names files call them."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.bulk import chunks
from budgettracker.costing.rates.models import PostCost
from budgettracker.database import db
from budgettracker.families.models import Child, Family
from budgettracker.imports.kinds import Referent, TableName
from budgettracker.imports.tables.references import Key
from budgettracker.people.models import Authority, Person, Post, PostHolding, Team, TeamMembership
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.models import Refund, Spend
from budgettracker.worktime.models import WorkEntry


def authority_named(name: str) -> Authority | None:
    """An authority by its name, however its letters are typed."""
    tidy = " ".join(name.split())
    query = select(Authority).where(func.lower(Authority.name) == tidy.lower())
    return db.session.scalars(query.order_by(Authority.name != tidy, Authority.name).limit(1)).first()


def authority_held(authority_id: uuid.UUID) -> Authority:
    """An authority's row, held so that one import into it waits for another; rows that merely refer to it may be added."""
    query = select(Authority).where(Authority.id == authority_id)
    return db.session.scalars(query.with_for_update(key_share=True)).one()


def known_keys(authority_id: uuid.UUID, wanted: Mapping[Referent, set[Key]]) -> dict[Referent, set[Key]]:
    """Which of the things a folder refers to the authority has; people are those of the authority alone."""
    known: dict[Referent, set[Key]] = {kind: set() for kind in wanted}
    columns = {
        Referent.PERSON: (Person.email, Person.authority_id),
        Referent.SCHEME: (Scheme.name, Scheme.authority_id),
        Referent.FAMILY: (Family.reference, Family.authority_id),
        Referent.POST: (Post.name, Post.authority_id),
        Referent.SPEND: (Spend.reference, Spend.authority_id),
        Referent.PLAN: (Spend.reference, Spend.authority_id),
    }
    for kind, keys in wanted.items():
        if kind is Referent.CHILD:
            families = families_named(authority_id, {str(key[0]) for key in keys})
            ours = children_named([family.id for family in families.values()])
            references = {family.id: reference for reference, family in families.items()}
            known[kind] = keys & {(references[family_id], reference) for family_id, reference in ours}
            continue
        column, owner = columns[kind]
        for names in chunks(sorted(str(key[0]) for key in keys)):
            query = select(column).where(owner == authority_id, column.in_(names))
            known[kind].update((name,) for name in db.session.scalars(query))
    return known


def references_standing(authority_id: uuid.UUID, tables: Collection[TableName]) -> dict[TableName, list[str]]:
    """Every reference the authority has of the families, purchases with refunds, and entries that come in tables.

    Read whole: what a spreadsheet changed of a reference cannot be looked up by what it was.
    """
    standing: dict[TableName, list[str]] = {}
    columns = {
        TableName.FAMILIES: (Family.reference,),
        TableName.PLANS: (Spend.reference, Refund.reference),
        TableName.SPEND: (Spend.reference, Refund.reference),
        TableName.WORKTIME: (WorkEntry.reference,),
    }
    # Purchases and entries name families, which may be spelled otherwise there.
    wanted = set(tables) | ({TableName.FAMILIES} if tables else set())
    for name, of in columns.items():
        if name not in wanted:
            continue
        standing[name] = []
        for column in of:
            query = select(column).where(column.class_.authority_id == authority_id, column.is_not(None))
            standing[name].extend(db.session.scalars(query))
    return standing


def people_named(emails: Collection[str]) -> dict[str, Person]:
    """Everybody of the installation with one of these addresses, whosever they are."""
    people: dict[str, Person] = {}
    for addresses in chunks(sorted(emails)):
        query = select(Person).where(Person.email.in_(addresses)).options(*_whole_person())
        people.update((person.email, person) for person in db.session.scalars(query))
    return people


def people_of(authority_id: uuid.UUID) -> dict[str, Person]:
    """Everybody of an authority by address, with roles, teams and posts."""
    query = select(Person).where(Person.authority_id == authority_id).options(*_whole_person())
    return {person.email: person for person in db.session.scalars(query)}


def _whole_person() -> tuple[ExecutableOption, ...]:
    return (
        selectinload(Person.role_grants),
        selectinload(Person.memberships).joinedload(TeamMembership.team),
        selectinload(Person.holdings).joinedload(PostHolding.post),
        selectinload(Person.weeks),
    )


def teams_by_name(authority_id: uuid.UUID) -> dict[str, Team]:
    """An authority's teams by their names in small letters."""
    query = select(Team).where(Team.authority_id == authority_id).order_by(Team.name.desc())
    return {team.name.casefold(): team for team in db.session.scalars(query)}


def posts_by_name(authority_id: uuid.UUID) -> dict[str, Post]:
    """An authority's posts by their names in small letters."""
    query = select(Post).where(Post.authority_id == authority_id).order_by(Post.name.desc())
    return {post.name.casefold(): post for post in db.session.scalars(query)}


def post_costs_of(authority_id: uuid.UUID) -> dict[tuple[uuid.UUID, date], PostCost]:
    """An authority's dated costs by post and first day."""
    query = select(PostCost).join(PostCost.post).where(Post.authority_id == authority_id)
    return {(cost.post_id, cost.starts_on): cost for cost in db.session.scalars(query)}


def schemes_by_name(authority_id: uuid.UUID) -> dict[str, Scheme]:
    """An authority's schemes by name, with bands and categories."""
    query = select(Scheme).where(Scheme.authority_id == authority_id)
    with_parts = query.options(selectinload(Scheme.bands), selectinload(Scheme.categories))
    return {scheme.name: scheme for scheme in db.session.scalars(with_parts)}


def categories_of(schemes: Iterable[Scheme]) -> dict[str, Category]:
    """The categories of schemes by name in small letters; of two of one name the first scheme's."""
    categories: dict[str, Category] = {}
    for scheme in schemes:
        for category in scheme.categories:
            categories.setdefault(category.name.casefold(), category)
    return categories


def families_named(authority_id: uuid.UUID, references: Collection[str]) -> dict[str, Family]:
    """An authority's families by these references, with their names, teams and lead workers."""
    families: dict[str, Family] = {}
    for some_references in chunks(sorted(references)):
        query = select(Family).where(Family.authority_id == authority_id, Family.reference.in_(some_references))
        with_parts = query.options(joinedload(Family.details), joinedload(Family.team), joinedload(Family.lead_worker))
        families.update((family.reference, family) for family in db.session.scalars(with_parts))
    return families


def read_histories(families: Iterable[Family]) -> None:
    """Read the open periods of families and who led them, of all of them at once."""
    whole = selectinload(Family.periods), selectinload(Family.leads)
    for ids in chunks(family.id for family in families):
        db.session.scalars(select(Family).where(Family.id.in_(ids)).options(*whole)).all()


def families_by_reference(family_ids: Collection[uuid.UUID]) -> dict[str, Family]:
    """Families that were added just now, by reference."""
    families: dict[str, Family] = {}
    for ids in chunks(family_ids):
        query = select(Family).where(Family.id.in_(ids))
        families.update((family.reference, family) for family in db.session.scalars(query))
    return families


def children_named(family_ids: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, str], Child]:
    """The children of families by family and reference."""
    children: dict[tuple[uuid.UUID, str], Child] = {}
    for ids in chunks(sorted(family_ids)):
        query = select(Child).where(Child.family_id.in_(ids))
        children.update(((child.family_id, child.reference), child) for child in db.session.scalars(query))
    return children


def limits_standing(family_ids: Collection[uuid.UUID]) -> list[tuple[Budget, LimitChange]]:
    """Every approved limit of these families, the earliest first, with its reason and its budget."""
    limits: list[tuple[Budget, LimitChange]] = []
    for ids in chunks(sorted(family_ids)):
        query = (
            select(Budget, LimitChange)
            .join(BudgetPeriod, BudgetPeriod.budget_id == Budget.id)
            .join(LimitChange, LimitChange.period_id == BudgetPeriod.id)
            .where(Budget.family_id.in_(ids), LimitChange.state == LimitState.APPROVED)
            .options(joinedload(LimitChange.details))
            .order_by(LimitChange.decided_at, LimitChange.id)
        )
        limits.extend((budget, change) for budget, change in db.session.execute(query))
    return limits
