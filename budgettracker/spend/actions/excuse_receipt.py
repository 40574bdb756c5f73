"""Excuse a receipt that cannot be had: a manager's reasoned exception, kept with the purchase."""

from datetime import date, datetime

from budgettracker.access import role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend import rules
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import reimbursement_deciders, require_decider


def excuse_receipt(by: Person, spend: Spend, reason: str, *, on: date, at: datetime) -> Spend:
    """Say that a purchase needs no receipt after all, and why. Whoever could decide a purchase of its price does it.

    Raises Refusal without a reason, where no receipt is missing, and for whoever recorded or bought it.
    """
    period = lock_spend(spend)
    rules.require_receipt_missing(spend.lacks_receipt)
    if not reason:
        raise Refusal("reason", "Say why there is no receipt, so that the record explains itself.")
    allowed = reimbursement_deciders(spend, period)
    require_decider(spend, by, on, allowed)
    role = role_used(by.roles_on(on), allowed)
    spend.receipt_excused_by_id, spend.receipt_excused_at = by.id, at
    spend.details.no_receipt_reason = reason
    changes = {**judged(Outcome.NO_RECEIPT, role), **as_cover(by, role, spend.family.team_id, on)}
    record(by, Deed.RECEIPT_EXCUSED, spend, changes, at=at)
    return spend
