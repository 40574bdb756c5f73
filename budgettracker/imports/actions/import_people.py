"""Import people with their roles, teams and posts."""

import uuid

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.imports import queries
from budgettracker.imports.actions.books import SINCE_EVER, Books, differs
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import PersonRow
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.models import Person, Post


def import_people(books: Books) -> None:
    """Add people without a password; evaluators belong to the installation, everybody else to the authority."""
    standing = queries.people_named({row.email for row in books.folder.people})
    costed = {post_id for post_id, _ in queries.post_costs_of(books.authority.id)}
    for row in books.folder.people:
        person = standing.get(row.email)
        evaluator = row.roles == (Role.EVALUATOR,)
        if person is not None and person.authority_id not in (None, books.authority.id):
            books.refuse(row, "email", "belongs to somebody of another authority. Check the address.", row.email)
            continue
        if person is not None:
            books.compare(row, _person_differs(row, person))
            continue
        books.note_far_ahead(row, "active_from", row.active_from)
        post = None if evaluator else _post(books, row, costed)
        if post is not None or row.post is None or evaluator or books.will_be_undone:
            with books.writing(row):
                added = _add(books, row, post, evaluator=evaluator)
                if evaluator:
                    books.evaluators.append(added.id)
                else:
                    books.remember(books.people, row.email, added)


def _post(books: Books, row: PersonRow, costed: set[uuid.UUID]) -> Post | None:
    if row.post is None:
        return None
    post = books.posts.get(row.post.casefold())
    if post is None:
        books.refuse_dependent(row, "post", TableName.POSTS, row.post)
    elif post.id not in costed:
        reason = "has no cost, so this person's time could not be costed. Add the post with its cost to posts."
        books.refuse(row, "post", reason, row.post)
        return None
    return post


def _add(books: Books, row: PersonRow, post: Post | None, *, evaluator: bool) -> Person:
    person = add_person(
        # An evaluator is nobody's of the authority: they are added for the operator, and the import's own line has the id.
        None if evaluator else books.by,
        None if evaluator else books.authority,
        email=row.email,
        name=row.name,
        roles=row.roles,
        teams=[books.team(row, row.team)] if row.team and not evaluator else [],
        post=post,
        weekly_minutes=row.weekly_minutes,
        active_from=row.active_from or SINCE_EVER,
        at=books.at,
    )
    if row.active_to is not None:
        person.active_to = row.active_to
        db.session.flush()
        changes = {"active_to": [None, row.active_to]}
        record(books.by, Deed.PERSON_CORRECTED, person, changes, authority_id=person.authority_id, at=books.at)
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
        "weekly_hours": differs(row.weekly_minutes, person.weekly_minutes),
        "active_from": differs(row.active_from, first),
        "active_to": differs(row.active_to, person.active_to),
    }
