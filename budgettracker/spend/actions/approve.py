"""Approve a request."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend.actions.lock_spend import lock_request
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def approve_spend(by: Person, spend: Spend, reason: str = "", *, on: date, at: datetime) -> Spend:
    """Approve a request as it was asked: the money stays held until it is bought.

    Raises Refusal when it has been decided already, when it is the person's own, and when it is above their band.
    """
    period, role = lock_request(spend, by, on)
    outcome = Outcome.ABOVE_BAND if period is not None else Outcome.OTHER_HELP
    spend.state, spend.approved_pence = SpendState.APPROVED, spend.planned_pence
    spend.decided_by_id, spend.decided_as, spend.decided_at = by.id, role, at
    spend.details.decision_reason = reason
    changes = {"state": [SpendState.REQUESTED, spend.state], "approved_pence": [None, spend.approved_pence]}
    record(
        by,
        Deed.SPEND_APPROVED,
        spend,
        {
            **changes,
            **judged(outcome, role),
            **as_cover(by, role, spend.family.team_id, on),
        },
        at=at,
    )
    return spend
