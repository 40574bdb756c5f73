"""Reopen a month that was closed for a team, with a reason."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person, Team
from budgettracker.periods import month
from budgettracker.worktime.actions.close_month import cover_of, lock_team, require_manager
from budgettracker.worktime.models import MonthClosing
from budgettracker.worktime.queries import closing_of, waiting_requests


def reopen_month(by: Person, team: Team, in_month: date, reason: str, *, on: date, at: datetime) -> MonthClosing:
    """Open a closed month of a team again; the reason is kept, and whoever asked for it is answered.

    Raises Refusal, NotTheirs for another authority's.
    """
    require_manager(by, team, on)
    text = reason.strip()
    if not text:
        raise Refusal("reason", "Say why the month is opened again.")
    lock_team(team)
    starts_on = month(in_month).start
    closing = closing_of(team.id, starts_on)
    if closing is None:
        raise Refusal("month", f"{starts_on:%B %Y} is not closed for {team.name}.")
    closing.reopened_by_id, closing.reopened_at, closing.reopened_reason = by.id, at, text
    for request in waiting_requests(team.id, starts_on):
        request.answered_by_id, request.answered_at, request.opened = by.id, at, True
    db.session.flush()
    record(by, Deed.MONTH_REOPENED, closing, {"closed": [True, False], **cover_of(by, team, on)}, at=at)
    return closing
