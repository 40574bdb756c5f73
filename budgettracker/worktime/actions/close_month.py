"""Close a month for a team, so that what was costed stays as it is."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import DECIDERS
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Person, Team
from budgettracker.people.queries.cover import as_cover
from budgettracker.periods import month
from budgettracker.worktime.models import MonthClosing
from budgettracker.worktime.queries import closing_of


def close_month(by: Person, team: Team, in_month: date, *, on: date, at: datetime) -> MonthClosing:
    """Close the calendar month around a day for a team: no entry of people then in it is dated there any more.

    A manager of the team does it once the month is over. Raises Refusal, NotTheirs for another authority's team.
    """
    require_manager(by, team, on)
    whole = month(in_month)
    if whole.end > on:
        raise Refusal("month", f"{whole.start:%B %Y} is not over yet. Close it from {whole.end:%-d %B} on.")
    lock_team(team)
    if closing_of(team.id, whole.start) is not None:
        raise Refusal("month", f"{whole.start:%B %Y} is already closed for {team.name}.")
    closing = MonthClosing(team_id=team.id, month_starts_on=whole.start, closed_by_id=by.id, closed_at=at)
    db.session.add(closing)
    db.session.flush()
    changes = {"team": [None, team.id], "month": [None, whole.start], **cover_of(by, team, on)}
    record(by, Deed.MONTH_CLOSED, closing, changes, at=at)
    return closing


def require_manager(person: Person, team: Team, on: date) -> None:
    """The person decides in the team that day. Raises Refusal, NotTheirs for another authority's team."""
    if team.authority_id != person.authority_id:
        raise NotTheirs
    if team.id not in person.team_ids_on(on) or not person.roles_on(on) & set(DECIDERS):
        raise Refusal("team", f"Only a manager of {team.name} closes or reopens its months.")


def cover_of(person: Person, team: Team, on: date) -> dict[str, object]:
    """What an audit line says of the cover by which somebody closes or reopens a month; nothing in their own right."""
    roles = person.roles_on(on) & set(DECIDERS)
    own = [role for role in DECIDERS if role in roles and person.cover_used(role, team.id, on) is None]
    return {} if own else as_cover(person, min(roles, key=DECIDERS.index), team.id, on)


def lock_team(team: Team) -> None:
    """Wait for entries that are just being written for the team, and make later ones wait (see lock_day)."""
    db.session.execute(select(Team.id).filter_by(id=team.id).with_for_update(key_share=True))
