"""Review money that left against the rules: accept it afterwards, or not."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.queries import position_of
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend.actions.lock_spend import deciding_role, lock_spend, require_as_read, require_words_seen
from budgettracker.spend.actions.tell_by_itself import decided_by_itself
from budgettracker.spend.kinds import Reimbursement, Review
from budgettracker.spend.models import Spend
from budgettracker.spend.rules import reason_of_review


def review_spend(
    by: Person, spend: Spend, *, accept: bool, reason: str, as_read: str = "", on: date, at: datetime
) -> Spend:
    """Decide afterwards about money that left outside the rules.

    It waits for the role whose band holds the whole amount, above the cap for a senior manager. Accepted: what fits
    into the limit by now moves from over the limit into spent, the rest stays over it as an exception. Declined: it
    stays as it is, marked. Either way it counts as cost. Money from somebody's own pocket is confirmed or refused with it.

    Raises Refusal without a reason (none is asked of whoever approved it by phone and confirms that), when it is
    decided already, for whoever recorded the purchase, for a role that the amount is above, and to accept it where its
    words are hidden or have changed since they were read (`as_read`: their sign).
    """
    period = lock_spend(spend)
    if spend.review != Review.OPEN:
        raise Refusal(None, "This has been decided already.")
    phoned_at = spend.phoned_at if spend.phoned_by_id == by.id else None
    reason = reason_of_review(reason, accept=accept, phoned_at=phoned_at, over_pence=spend.over_pence)
    role = deciding_role(spend, period, by, on)
    if accept:
        require_words_seen(spend)
        require_as_read(spend, as_read)
    by_itself = decided_by_itself(spend, period, by, role, on)
    outcome = Outcome.ABOVE_BAND if period is not None else Outcome.OTHER_HELP
    outcome = Outcome.PRICE_ABOVE_APPROVED if spend.approved_pence else outcome
    spend.review = Review.ACCEPTED if accept else Review.DECLINED
    spend.reviewed_by_id, spend.reviewed_at = by.id, at
    spend.decided_as = role if accept else None
    spend.details.review_reason = reason
    reimbursement = spend.reimbursement
    if reimbursement == Reimbursement.WAITING:
        spend.reimbursement = Reimbursement.CONFIRMED if accept else Reimbursement.REFUSED
        spend.reimbursement_by_id, spend.reimbursement_at = by.id, at
    absorbed = min(spend.over_pence, position_of(period).left_pence) if accept and period is not None else 0
    if absorbed and period is not None:
        spend.over_pence -= absorbed
        move(by, period, Entry.ABSORBED, spent=absorbed, over=-absorbed, spend_id=spend.id, at=at)
    changes: dict[str, object] = {"review": [Review.OPEN, spend.review], "absorbed_pence": absorbed}
    if reimbursement != spend.reimbursement:
        changes["reimbursement"] = [reimbursement, spend.reimbursement]
    changes |= {**judged(outcome, role), **as_cover(by, role, spend.family.team_id, on), **by_itself}
    record(by, Deed.SPEND_REVIEWED, spend, changes, at=at)
    return spend
