"""Confirm money that went to somebody's own pocket, or not: until then it is not to be reimbursed."""

from datetime import date, datetime

from budgettracker.access import role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend.actions.lock_spend import lock_spend, require_as_read, require_state
from budgettracker.spend.actions.tell_by_itself import decided_by_itself
from budgettracker.spend.kinds import Reimbursement, Review, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import reimbursement_deciders, require_decider


def decide_reimbursement(
    by: Person, spend: Spend, *, confirm: bool, reason: str = "", as_read: str = "", on: date, at: datetime
) -> Spend:
    """Confirm that money from somebody's own pocket, or cash they drew, was spent on this, so that it may be paid back.

    Whoever could decide a purchase of that price does it, never who recorded or bought it. Neither room nor cost moves.
    Raises Refusal without a reason when refusing, when nothing waits, while the purchase itself waits for a decision,
    which is a decision about this too, for whoever may not, and to confirm words that have changed since they were read
    (`as_read`: their sign).
    """
    period = lock_spend(spend)
    require_state(spend, SpendState.BOUGHT)
    if spend.reimbursement != Reimbursement.WAITING:
        raise Refusal(None, "Nothing about this purchase waits to be confirmed for reimbursement.")
    if spend.review == Review.OPEN:
        raise Refusal(None, "The purchase itself waits for a decision. Who decides about it decides about this too.")
    if not confirm and not reason:
        raise Refusal("reason", "Say why it is not paid back, so that the record explains itself.")
    allowed = reimbursement_deciders(spend, period)
    require_decider(spend, by, on, allowed)
    if confirm:
        require_as_read(spend, as_read)
    role = role_used(by.roles_on(on), allowed)
    by_itself = decided_by_itself(spend, period, by, role, on, could=reimbursement_deciders)
    spend.reimbursement = Reimbursement.CONFIRMED if confirm else Reimbursement.REFUSED
    spend.reimbursement_by_id, spend.reimbursement_at = by.id, at
    spend.details.reimbursement_reason = reason
    changes: dict[str, object] = {"reimbursement": [Reimbursement.WAITING, spend.reimbursement]}
    changes |= {**judged(Outcome.OWN_POCKET, role), **as_cover(by, role, spend.family.team_id, on), **by_itself}
    record(by, Deed.REIMBURSEMENT_DECIDED, spend, changes, at=at)
    return spend
