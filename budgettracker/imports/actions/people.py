"""Posts with their dated costs, and people with roles, teams and posts, into the books."""

import uuid

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.rates.actions import add_post, add_post_cost
from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.database import db
from budgettracker.imports import queries
from budgettracker.imports.actions.council import SINCE_EVER, Council, says
from budgettracker.imports.cells.numbers import Overhead as OverheadCell
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import PersonRow, PostRow
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.models import Person, Post

POST_COLUMNS = {"starts_on": "from", "name": "post"}


def write_posts(council: Council) -> None:
    """Add posts and what they cost a year from a day; a cost that stands is never replaced."""
    standing = queries.post_costs_of(council.authority.id)
    for row in council.folder.posts:
        post = council.posts.get(row.post.casefold())
        cost = standing.get((post.id, row.starts_on)) if post is not None else None
        if cost is not None:
            council.already(row, _cost_differs(row, cost))
            continue
        with council.writing(row, POST_COLUMNS):
            if post is None:
                post = add_post(council.by, council.authority, row.post, at=council.at)
                council.keep(council.posts, row.post.casefold(), post)
            add_post_cost(
                council.by,
                post,
                starts_on=row.starts_on,
                price_year=row.price_year,
                salary_pence=row.salary_pence,
                minutes_per_year=row.minutes_per_year,
                oncosts_pence=row.oncosts_pence,
                qualifications_pence=row.qualifications_pence,
                overhead_direct=_overhead(row.overhead_direct),
                overhead_indirect=_overhead(row.overhead_indirect),
                capital_pence=row.capital_pence,
                ratio_thousandths=row.ratio_thousandths,
                # A kind without a ratio says nothing.
                ratio_kind=row.ratio_kind if row.ratio_thousandths is not None else None,
                source=row.source or "",
                at=council.at,
            )


def _overhead(cell: OverheadCell) -> Overhead:
    return Overhead(cell.pence, cell.basis_points)


def _cost_differs(row: PostRow, cost: PostCost) -> dict[str, bool]:
    return {
        "price_year": row.price_year != cost.price_year,
        "salary": row.salary_pence != cost.salary_pence,
        "oncosts": row.oncosts_pence != cost.oncosts_pence,
        "qualifications": row.qualifications_pence != cost.qualifications_pence,
        "overhead_direct": (row.overhead_direct.pence, row.overhead_direct.basis_points)
        != (cost.overhead_direct_pence, cost.overhead_direct_basis_points),
        "overhead_indirect": (row.overhead_indirect.pence, row.overhead_indirect.basis_points)
        != (cost.overhead_indirect_pence, cost.overhead_indirect_basis_points),
        "capital": row.capital_pence != cost.capital_pence,
        "hours_per_year": row.minutes_per_year != cost.minutes_per_year,
        "ratio": row.ratio_thousandths != cost.ratio_thousandths,
        "ratio_kind": row.ratio_thousandths is not None and row.ratio_kind != cost.ratio_kind,
        "source": says(row.source, cost.source),
    }


def write_people(council: Council) -> None:
    """Add people without a password; evaluators belong to the installation, everybody else to the authority."""
    standing = queries.people_named({row.email for row in council.folder.people})
    costed = {post_id for post_id, _ in queries.post_costs_of(council.authority.id)}
    for row in council.folder.people:
        person = standing.get(row.email)
        evaluator = row.roles == (Role.EVALUATOR,)
        if person is not None and person.authority_id not in (None, council.authority.id):
            council.refuse(row, "email", "belongs to somebody of another authority. Check the address.", row.email)
            continue
        if person is not None:
            council.already(row, _person_differs(row, person))
            continue
        post = None if evaluator else _post(council, row, costed)
        if post is not None or row.post is None or evaluator or council.doomed:
            with council.writing(row):
                made = _add(council, row, post, evaluator=evaluator)
                if evaluator:
                    council.evaluators.append(made.id)
                else:
                    council.keep(council.people, row.email, made)


def _post(council: Council, row: PersonRow, costed: set[uuid.UUID]) -> Post | None:
    if row.post is None:
        return None
    post = council.posts.get(row.post.casefold())
    if post is None:
        council.leans(row, "post", TableName.POSTS, row.post)
    elif post.id not in costed:
        reason = "has no cost, so this person's time could not be costed. Add the post with its cost to posts."
        council.refuse(row, "post", reason, row.post)
        return None
    return post


def _add(council: Council, row: PersonRow, post: Post | None, *, evaluator: bool) -> Person:
    person = add_person(
        # An evaluator is nobody's of the authority: they are added for the operator, and the import's own line has the id.
        None if evaluator else council.by,
        None if evaluator else council.authority,
        email=row.email,
        name=row.name,
        roles=row.roles,
        teams=[council.team(row.team)] if row.team and not evaluator else [],
        post=post,
        weekly_minutes=row.weekly_minutes,
        active_from=row.active_from or SINCE_EVER,
        at=council.at,
    )
    if row.active_to is not None:
        person.active_to = row.active_to
        db.session.flush()
        changes = {"active_to": [None, row.active_to]}
        record(council.by, Deed.PERSON_CORRECTED, person, changes, authority_id=person.authority_id, at=council.at)
    return person


def _person_differs(row: PersonRow, person: Person) -> dict[str, bool]:
    """Roles, team and post are compared as they were on the first day: what changed later is no contradiction."""
    first = person.active_from
    post, teams = person.post_on(first), {team.name.casefold() for team in person.teams_on(first)}
    return {
        "name": row.name != person.name,
        "roles": set(row.roles) != person.roles_on(first),
        "team": bool(row.team) and bool(person.authority_id) and (row.team or "").casefold() not in teams,
        "post": bool(row.post) and (row.post or "").casefold() != (post.name.casefold() if post else ""),
        "weekly_hours": says(row.weekly_minutes, person.weekly_minutes),
        "active_from": says(row.active_from, first),
        "active_to": says(row.active_to, person.active_to),
    }
