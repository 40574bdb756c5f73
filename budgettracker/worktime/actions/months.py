"""Closing a month for a team, so that what was costed stays, and reopening it with a reason."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import DECIDERS
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Person, Team
from budgettracker.periods import month
from budgettracker.worktime.models import MonthClosing
from budgettracker.worktime.queries import closing_of


def close_month(by: Person, team: Team, in_month: date, *, on: date, at: datetime) -> MonthClosing:
    """Close the calendar month around a day for a team: no entry of people then in it is dated there any more.

    A manager of the team does it once the month is over. Raises Refusal, NotTheirs for another authority's team.
    """
    _require_manager(by, team, on)
    whole = month(in_month)
    if whole.end > on:
        raise Refusal("month", f"{whole.start:%B %Y} is not over yet. Close it from {whole.end:%-d %B} on.")
    _lock(team)
    if closing_of(team.id, whole.start) is not None:
        raise Refusal("month", f"{whole.start:%B %Y} is already closed for {team.name}.")
    closing = MonthClosing(team_id=team.id, month_starts_on=whole.start, closed_by_id=by.id, closed_at=at)
    db.session.add(closing)
    db.session.flush()
    record(by, Deed.MONTH_CLOSED, closing, {"team": [None, team.id], "month": [None, whole.start]}, at=at)
    return closing


def reopen_month(by: Person, team: Team, in_month: date, reason: str, *, on: date, at: datetime) -> MonthClosing:
    """Open a closed month of a team again; the reason is kept. Raises Refusal, NotTheirs for another authority's."""
    _require_manager(by, team, on)
    text = reason.strip()
    if not text:
        raise Refusal("reason", "Say why the month is opened again.")
    _lock(team)
    starts_on = month(in_month).start
    closing = closing_of(team.id, starts_on)
    if closing is None:
        raise Refusal("month", f"{starts_on:%B %Y} is not closed for {team.name}.")
    closing.reopened_by_id, closing.reopened_at, closing.reopened_reason = by.id, at, text
    db.session.flush()
    record(by, Deed.MONTH_REOPENED, closing, {"closed": [True, False]}, at=at)
    return closing


def _require_manager(by: Person, team: Team, on: date) -> None:
    if team.authority_id != by.authority_id:
        raise NotTheirs
    if team.id not in by.team_ids_on(on) or not by.roles_on(on) & set(DECIDERS):
        raise Refusal("team", f"Only a manager of {team.name} closes or reopens its months.")


def _lock(team: Team) -> None:
    """Wait for entries that are just being written for the team, and make later ones wait (see log_time)."""
    db.session.execute(select(Team.id).filter_by(id=team.id).with_for_update(key_share=True))
