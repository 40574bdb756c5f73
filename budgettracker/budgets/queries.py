"""Read budgets: positions, the period a day falls in, limits waiting for a decision, the ledger."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.models import Budget, BudgetPeriod, Entry, LedgerEntry, LimitChange, LimitState
from budgettracker.budgets.rules import Position
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Arm, Family
from budgettracker.families.queries import visible, workable
from budgettracker.people.models import Person, RoleGrant, TeamMembership
from budgettracker.schemes.models import Scheme


def position_of(period: BudgetPeriod) -> Position:
    """The position stored on a cap period."""
    return Position(period.limit_pence, period.committed_pence, period.spent_pence, period.over_pence)


def period_on(family_id: uuid.UUID, on: date) -> BudgetPeriod | None:
    """The cap period of the family's budget that holds a day; the latest scheme's, where several do."""
    return db.session.scalars(
        select(BudgetPeriod)
        .join(BudgetPeriod.budget)
        .options(contains_eager(BudgetPeriod.budget).joinedload(Budget.scheme))
        .where(
            Budget.family_id == family_id,
            BudgetPeriod.starts_on <= on,
            (BudgetPeriod.ends_on.is_(None)) | (BudgetPeriod.ends_on >= on),
        )
        .order_by(BudgetPeriod.limit_pence.desc(), Budget.opened_at.desc(), BudgetPeriod.id)
        .limit(1)
    ).one_or_none()


def positions_of(family_ids: Collection[uuid.UUID], on: date) -> dict[uuid.UUID, Position]:
    """Each family's position on a day, in one query; families without a budget that day are not in it."""
    rows = db.session.execute(
        select(Budget.family_id, BudgetPeriod)
        .join(BudgetPeriod.budget)
        .where(
            Budget.family_id.in_(family_ids),
            BudgetPeriod.starts_on <= on,
            (BudgetPeriod.ends_on.is_(None)) | (BudgetPeriod.ends_on >= on),
        )
        .order_by(BudgetPeriod.limit_pence, BudgetPeriod.id)
    )
    return {family_id: position_of(period) for family_id, period in rows}


def periods_of(family_id: uuid.UUID) -> list[BudgetPeriod]:
    """All cap periods of a family's budgets, the newest first."""
    return list(
        db.session.scalars(
            select(BudgetPeriod)
            .join(BudgetPeriod.budget)
            .options(contains_eager(BudgetPeriod.budget).joinedload(Budget.scheme))
            .where(Budget.family_id == family_id)
            .order_by(BudgetPeriod.starts_on.desc(), BudgetPeriod.id)
        )
    )


def limit_changes_of(family_id: uuid.UUID) -> list[LimitChange]:
    """The whole history of a family's limits, the newest first."""
    return list(
        db.session.scalars(
            select(LimitChange)
            .join(LimitChange.period)
            .join(BudgetPeriod.budget)
            .options(joinedload(LimitChange.details))
            .where(Budget.family_id == family_id)
            .order_by(LimitChange.proposed_at.desc(), LimitChange.id.desc())
        )
    )


def limit_change_for(person: Person, change_id: uuid.UUID, on: date) -> LimitChange:
    """One change of a limit of a family this person sees, with its words; raises NotTheirs."""
    return _one_change(change_id, visible(person, on))


def limit_change_to_decide(person: Person, change_id: uuid.UUID, on: date) -> LimitChange:
    """One change of a limit of a family of the person's own teams; raises NotTheirs, also where they may only look."""
    return _one_change(change_id, workable(person, on))


def _changes() -> Select[tuple[LimitChange]]:
    """Changes of limits with their words, positions and families."""
    return (
        select(LimitChange)
        .join(LimitChange.period)
        .join(BudgetPeriod.budget)
        .join(Budget.family)
        .options(
            contains_eager(LimitChange.period)
            .contains_eager(BudgetPeriod.budget)
            .contains_eager(Budget.family)
            .joinedload(Family.details),
            joinedload(LimitChange.details),
        )
    )


def _one_change(change_id: uuid.UUID, clause: ColumnElement[bool]) -> LimitChange:
    found = db.session.scalars(_changes().where(LimitChange.id == change_id, clause)).one_or_none()
    if found is None:
        raise NotTheirs
    return found


def limits_waiting(person: Person, on: date, bound: int = 200) -> list[LimitChange]:
    """Limits proposed for families this person sees and not decided yet, the oldest first."""
    return list(
        db.session.scalars(
            _changes()
            .where(LimitChange.state == LimitState.REQUESTED, visible(person, on))
            .order_by(LimitChange.proposed_at, LimitChange.id)
            .limit(bound)
        )
    )


def cohort_of(person: Person, cohort_id: uuid.UUID, on: date, bound: int = 500) -> list[LimitChange]:
    """What one decision set for a cohort, of the families this person sees, by reference."""
    return list(
        db.session.scalars(
            _changes()
            .where(LimitChange.cohort_id == cohort_id, visible(person, on))
            .order_by(Family.reference, LimitChange.id)
            .limit(bound)
        )
    )


def unresolved_people(period_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By cap period, who asked for or bought what is still held or over the limit: a higher limit would serve them."""
    spends = (
        select(LedgerEntry.period_id, LedgerEntry.spend_id)
        .where(LedgerEntry.period_id.in_(period_ids), LedgerEntry.spend_id.is_not(None))
        .group_by(LedgerEntry.period_id, LedgerEntry.spend_id)
        .having(or_(func.sum(LedgerEntry.committed_delta_pence) > 0, func.sum(LedgerEntry.over_delta_pence) > 0))
        .subquery()
    )
    rows = db.session.execute(
        select(LedgerEntry.period_id, LedgerEntry.by_id)
        .join(spends, (LedgerEntry.spend_id == spends.c.spend_id) & (LedgerEntry.period_id == spends.c.period_id))
        .where(LedgerEntry.by_id.is_not(None), LedgerEntry.entry.in_((Entry.COMMITTED, Entry.BOUGHT, Entry.OVER_LIMIT)))
        .distinct()
    )
    found: dict[uuid.UUID, set[uuid.UUID]] = {each: set() for each in period_ids}
    for period_id, by_id in rows:
        found[period_id].add(by_id)
    return found


def unresolved_of(period_id: uuid.UUID, by_id: uuid.UUID) -> bool:
    """Does this person have a hold or money over the limit in the period that a higher limit would serve?"""
    return by_id in unresolved_people([period_id])[period_id]


def deciders_of(team_ids: Collection[uuid.UUID], on: date) -> dict[tuple[uuid.UUID, Role], list[Person]]:
    """The active people of each team who hold each deciding role on a day, by name, in one question."""
    rows = db.session.execute(
        select(TeamMembership.team_id, RoleGrant.role, Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(TeamMembership, TeamMembership.person_id == Person.id)
        .where(
            TeamMembership.team_id.in_(team_ids),
            RoleGrant.role.in_(DECIDERS),
            Person.suspended_at.is_(None),
            Person.active_from <= on,
            or_(Person.active_to.is_(None), Person.active_to >= on),
            *(
                condition
                for dated in (RoleGrant, TeamMembership)
                for condition in (dated.starts_on <= on, or_(dated.ends_on.is_(None), dated.ends_on >= on))
            ),
        )
        .order_by(Person.name, Person.id)
    )
    found: dict[tuple[uuid.UUID, Role], list[Person]] = {(team, role): [] for team in team_ids for role in DECIDERS}
    for team_id, role, person in rows:
        place = found[team_id, Role(role)]
        if person not in place:
            place.append(person)
    return found


def people_who_decide(
    team_id: uuid.UUID, roles: Collection[Role], but: Collection[uuid.UUID | None], on: date
) -> list[Person]:
    """The people of a team who hold one of these deciding roles on a day, by name, some (the requester) apart."""
    return with_roles(deciders_of([team_id], on), team_id, roles, but)


def with_roles(
    deciders: Mapping[tuple[uuid.UUID, Role], list[Person]],
    team_id: uuid.UUID,
    roles: Collection[Role],
    but: Collection[uuid.UUID | None],
) -> list[Person]:
    """Those of `deciders` in a team who hold one of these roles, each once, by name, some apart."""
    people = {person.id: person for role in roles for person in deciders[team_id, role] if person.id not in but}
    return sorted(people.values(), key=lambda person: (person.name, person.id))


def names_of(ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of people by id, in one question to the database."""
    wanted = {each for each in ids if each is not None}
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))).tuples().all())


def scheme_of(family: Family, on: date) -> Scheme | None:
    """The scheme a family's budget is in on a day; None for families that can have no devolved budget."""
    if family.arm == Arm.COMPARISON:
        return None
    period = period_on(family.id, on)
    if period is not None:
        return period.budget.scheme
    return db.session.get(Scheme, family.scheme_id) if family.scheme_id is not None else None


def families_without_limit(person: Person, scheme: Scheme, on: date, bound: int = 500) -> list[Family]:
    """The open families of a person's teams in a scheme whose budget has no limit on a day yet, by reference."""
    limited = (
        select(BudgetPeriod.id)
        .join(BudgetPeriod.budget)
        .where(
            Budget.family_id == Family.id,
            BudgetPeriod.limit_pence > 0,
            BudgetPeriod.starts_on <= on,
            or_(BudgetPeriod.ends_on.is_(None), BudgetPeriod.ends_on >= on),
        )
    )
    return list(
        db.session.scalars(
            select(Family)
            .options(joinedload(Family.details))
            .where(
                workable(person, on),
                Family.scheme_id == scheme.id,
                or_(Family.arm.is_(None), Family.arm != Arm.COMPARISON),
                Family.opened_on <= on,
                or_(Family.closed_on.is_(None), Family.closed_on >= on),
                ~limited.exists(),
            )
            .order_by(Family.reference, Family.id)
            .limit(bound)
        )
    )


def ledger_of(period_id: uuid.UUID) -> list[LedgerEntry]:
    """Every move of a position in order."""
    return list(
        db.session.scalars(select(LedgerEntry).where(LedgerEntry.period_id == period_id).order_by(LedgerEntry.sequence))
    )


def faults() -> list[str]:
    """Positions that do not equal the sum of their ledger rows, gaps in a ledger, and caps passed, in words."""
    sums = (
        select(
            LedgerEntry.period_id,
            func.sum(LedgerEntry.limit_delta_pence).label("limit"),
            func.sum(LedgerEntry.committed_delta_pence).label("committed"),
            func.sum(LedgerEntry.spent_delta_pence).label("spent"),
            func.sum(LedgerEntry.over_delta_pence).label("over"),
            func.count().label("rows"),
            func.max(LedgerEntry.sequence).label("last"),
        )
        .group_by(LedgerEntry.period_id)
        .subquery()
    )
    found: list[str] = []
    rows = db.session.execute(
        select(BudgetPeriod, sums).outerjoin(sums, sums.c.period_id == BudgetPeriod.id).order_by(BudgetPeriod.id)
    )
    for period, _, limit, committed, spent, over, count, last in rows:
        stored = (period.limit_pence, period.committed_pence, period.spent_pence, period.over_pence)
        replayed = tuple(int(value or 0) for value in (limit, committed, spent, over))
        if stored != replayed:
            found.append(f"budget period {period.id}: position {stored} and ledger {replayed} differ (pence)")
        if not (count or 0) == (last or 0) == period.ledger_sequence:
            found.append(f"budget period {period.id}: ledger rows are missing or added")
        if period.committed_pence + period.spent_pence > period.limit_pence:
            found.append(f"budget period {period.id}: committed and spent are above the limit")
        if period.cap_pence is not None and period.limit_pence > period.cap_pence and not period.exception_by_id:
            found.append(f"budget period {period.id}: the limit is above the cap and nobody made an exception")
    return found
