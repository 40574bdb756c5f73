"""Record a refund: money that came back for a purchase, today or before the program was used."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.actions.give_back import give_back
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import net_paid


def refund_spend(
    by: Person,
    spend: Spend,
    amount_pence: int,
    refunded_on: date,
    *,
    on: date,
    at: datetime,
    reference: str | None = None,
    vat_pence: int | None = None,
) -> Refund:
    """Record money that came back for a purchase: it is left again, after money over the limit has been made good.

    Raises Refusal on `amount` for more than was paid and has not come back yet, on `refunded_on` for a day before the
    purchase or in the future, and for a purchase that is not bought.
    """
    refund, review = _refund(spend, amount_pence, refunded_on, by, reference, vat_pence, on=on, at=at)
    changes: dict[str, object] = {"refund": refund.id, "amount_pence": amount_pence}
    if spend.review != review:
        changes["review"] = [review, spend.review]
    record(by, Deed.SPEND_REFUNDED, spend, changes, at=at)
    return refund


def record_past_refund(
    by: Person | None,
    spend: Spend,
    amount_pence: int,
    refunded_on: date,
    *,
    reference: str,
    recorded_by: Person,
    vat_pence: int | None = None,
    on: date,
    at: datetime,
) -> Refund:
    """Money that came back before the program was used, under its own reference. Raises Refusal as refund_spend."""
    refund, _ = _refund(spend, amount_pence, refunded_on, recorded_by, reference, vat_pence, on=on, at=at)
    changes = {"refund": refund.id, "amount_pence": amount_pence, "refunded_on": refunded_on, "imported": True}
    record(by, Deed.SPEND_REFUNDED, spend, changes, authority_id=spend.authority_id, at=at)
    return refund


def _refund(
    spend: Spend,
    amount_pence: int,
    refunded_on: date,
    recorded_by: Person,
    reference: str | None,
    vat_pence: int | None,
    *,
    on: date,
    at: datetime,
) -> tuple[Refund, str]:
    """The refund, and the purchase's review as it was before."""
    period = lock_spend(spend)
    require_state(spend, SpendState.BOUGHT)
    rules.require_refunded_on(refunded_on, on, spend.bought_on)
    rules.require_refund(amount_pence, net_paid(spend))
    review = spend.review
    refund = give_back(
        spend,
        period,
        amount_pence,
        refunded_on,
        recorded_by=recorded_by,
        at=at,
        reference=reference,
        vat_pence=vat_pence,
    )
    return refund, review
