"""Approve a request."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import move
from budgettracker.budgets.kinds import Entry
from budgettracker.people.actions.queue_message import queue_message
from budgettracker.people.kinds import MessageKind
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import judged
from budgettracker.spend import rules
from budgettracker.spend.actions.lock_spend import lock_request, outcome_of_request, require_as_read, require_words_seen
from budgettracker.spend.actions.tell_by_itself import decided_by_itself
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def approve_spend(
    by: Person,
    spend: Spend,
    reason: str = "",
    *,
    pence: int | None = None,
    condition: str = "",
    as_read: str = "",
    on: date,
    at: datetime,
) -> Spend:
    """Approve a request: the money stays held until it is bought. With `pence` only up to so much, the rest goes back.

    A `condition` is kept with the purchase and shown to whoever buys it; `as_read` is the sign of the words that were
    read. Whoever approves in part holds the whole amount that was asked for in their band, as for all of it.

    Raises Refusal when it has been decided already, when it is the person's own, when it is above their band, for more
    than was asked for, for a part of a plan of regular payments, and where its words are hidden or have changed.
    """
    period, role = lock_request(spend, by, on)
    require_words_seen(spend)
    require_as_read(spend, as_read)
    outcome = outcome_of_request(spend)
    by_itself = decided_by_itself(spend, period, by, role, on)
    allowed_pence = spend.planned_pence if pence is None else pence
    rules.require_part(spend.planned_pence, allowed_pence, plan=spend.is_plan)
    spend.state, spend.approved_pence = SpendState.APPROVED, allowed_pence
    if period is not None and allowed_pence < spend.planned_pence:
        rest_pence = spend.planned_pence - allowed_pence
        move(by, period, Entry.RELEASED, committed=-rest_pence, spend_id=spend.id, at=at)
    spend.decided_by_id, spend.decided_as, spend.decided_at = by.id, role, at
    spend.details.decision_reason, spend.details.condition = reason, condition
    if spend.is_plan and spend.regular_until is not None and period is not None:
        # A plan holds its money until its last payment.
        spend.hold_expires_on = spend.regular_until
    changes: dict[str, object] = {"state": [SpendState.REQUESTED, spend.state], "approved_pence": [None, allowed_pence]}
    if condition:
        changes["condition"] = True
    record(
        by,
        Deed.SPEND_APPROVED,
        spend,
        {
            **changes,
            **judged(outcome, role),
            **as_cover(by, role, spend.family.team_id, on),
            **by_itself,
        },
        at=at,
    )
    queue_message(spend.authority_id, spend.recorded_by_id, MessageKind.APPROVED, at=at)
    return spend
