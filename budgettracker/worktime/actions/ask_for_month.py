"""Ask that a closed month be opened again, and answer that it stays closed."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Person, Team
from budgettracker.periods import month
from budgettracker.worktime.actions.close_month import lock_team, require_manager
from budgettracker.worktime.models import MonthRequest
from budgettracker.worktime.queries import closing_of, waiting_requests, was_in_team


def ask_for_month(by: Person, team: Team, in_month: date, reason: str, *, at: datetime) -> MonthRequest:
    """Ask the managers of a team that one was in to open a closed month of it again, with a reason.

    Raises Refusal on `reason`, when the month is open, or when the same person's wish waits already; NotTheirs for a
    team the person was not in on any day of the month.
    """
    whole = month(in_month)
    if team.authority_id != by.authority_id or not was_in_team(by, team.id, whole):
        raise NotTheirs
    why = reason.strip()
    if not why:
        raise Refusal("reason", "Say what is missing or wrong.")
    lock_team(team)
    if closing_of(team.id, whole.start) is None:
        raise Refusal(None, f"{whole.start:%B %Y} is open for {team.name}: log or correct the time.")
    if any(each.asked_by_id == by.id for each in waiting_requests(team.id, whole.start)):
        raise Refusal(None, "You have asked for this already. A manager of the team has not answered yet.")
    request = MonthRequest(
        authority_id=team.authority_id,
        team_id=team.id,
        month_starts_on=whole.start,
        asked_by_id=by.id,
        asked_at=at,
        reason=why,
    )
    db.session.add(request)
    db.session.flush()
    record(by, Deed.MONTH_ASKED_FOR, request, {"team": [None, team.id], "month": [None, whole.start]}, at=at)
    return request


def leave_month_closed(by: Person, team: Team, request: MonthRequest, reason: str, *, on: date, at: datetime) -> None:
    """Answer that the month stays closed, with a reason for whoever asked. Raises Refusal."""
    require_manager(by, team, on)
    why = reason.strip()
    if not why:
        raise Refusal("reason", "Say why it stays closed.")
    lock_team(team)
    db.session.refresh(request)
    if request.answered_at is not None:
        raise Refusal(None, "This was answered already.")
    request.answered_by_id, request.answered_at, request.declined_because = by.id, at, why
    db.session.flush()
    record(by, Deed.MONTH_LEFT_CLOSED, request, {"answered": [False, True]}, at=at)
