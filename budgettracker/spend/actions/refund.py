"""Record a refund: money that came back for a purchase."""

from datetime import date, datetime
from pathlib import Path

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.people.models import Person
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend import rules
from budgettracker.spend.actions.add_receipt import add_receipt
from budgettracker.spend.actions.give_back import give_back
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.actions.propose import propose
from budgettracker.spend.actions.safe_receipt import SafeReceipt
from budgettracker.spend.kinds import ProposalKind, SpendState
from budgettracker.spend.models import Receipt, Refund, Spend, SpendProposal
from budgettracker.spend.queries import net_paid


def refund_spend(
    by: Person,
    spend: Spend,
    amount_pence: int,
    refunded_on: date,
    receipt: Receipt | None = None,
    *,
    on: date,
    at: datetime,
    reference: str | None = None,
    vat_pence: int | None = None,
) -> Refund | SpendProposal:
    """Record money that came back for a purchase. With the shop's document there is room again at once.

    Without one a manager agrees first, and until then nothing moves. Money over the limit is made good first. Running
    totals count the purchase whole until a second person has ticked what came back.

    Raises Refusal on `amount` for more than was paid and has not come back yet, on `refunded_on` for a day before the
    purchase or in the future, for a purchase that is not bought, and where something waits for a manager already.
    """
    if receipt is None:
        period = lock_spend(spend)
        _require(spend, amount_pence, refunded_on, on)
        return propose(by, spend, period, ProposalKind.REFUND, amount_pence, refunded_on, "", at=at)
    refund = _refund(spend, amount_pence, refunded_on, by, reference, vat_pence, on=on, at=at)
    receipt.refund_id = refund.id
    changes = {"refund": refund.id, "amount_pence": amount_pence, "receipt": receipt.id}
    record(by, Deed.SPEND_REFUNDED, spend, {**changes, **judged(Outcome.REFUND, Role.PRACTITIONER)}, at=at)
    return refund


def refund_vouchers(
    by: Person, spend: Spend, amount_pence: int, refunded_on: date, *, on: date, at: datetime
) -> Refund:
    """Give back the cost of vouchers that came back to the stock unused: the vouchers themselves are the document.

    Running totals count the purchase whole until a second person has ticked them. Raises Refusal as refund_spend.
    """
    period = lock_spend(spend)
    _require(spend, amount_pence, refunded_on, on, stock=True)
    refund = give_back(spend, period, amount_pence, refunded_on, recorded_by=by, at=at)
    changes = {"refund": refund.id, "amount_pence": amount_pence}
    record(by, Deed.SPEND_REFUNDED, spend, {**changes, **judged(Outcome.VOUCHERS_BACK, Role.PRACTITIONER)}, at=at)
    return refund


def refund_with_document(
    by: Person,
    spend: Spend,
    amount_pence: int,
    refunded_on: date,
    document: SafeReceipt,
    folder: Path,
    *,
    on: date,
    at: datetime,
) -> Refund | SpendProposal:
    """Record money that came back, with the shop's document kept beside it. Raises Refusal as refund_spend.

    The rules are asked first: a file is not kept for a refund that is refused.
    """
    lock_spend(spend)
    _require(spend, amount_pence, refunded_on, on)
    receipt = add_receipt(by, spend, document, folder, at=at)
    return refund_spend(by, spend, amount_pence, refunded_on, receipt, on=on, at=at)


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
) -> Refund:
    period = lock_spend(spend)
    _require(spend, amount_pence, refunded_on, on)
    return give_back(
        spend,
        period,
        amount_pence,
        refunded_on,
        recorded_by=recorded_by,
        at=at,
        reference=reference,
        vat_pence=vat_pence,
    )


def _require(spend: Spend, amount_pence: int, refunded_on: date, on: date, *, stock: bool = False) -> None:
    require_state(spend, SpendState.BOUGHT)
    if not stock:
        rules.require_no_stock(spend.from_stock)
    rules.require_refunded_on(refunded_on, on, spend.bought_on)
    rules.require_refund(amount_pence, net_paid(spend))
