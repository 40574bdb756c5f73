"""Take back vouchers that a family did not use: they are in hand again, and no cost of the family's any more."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.people.models import Person
from budgettracker.spend.actions.refund import refund_vouchers
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import net_paid
from budgettracker.vouchers import rules
from budgettracker.vouchers.actions.move import lock_stock, move_vouchers
from budgettracker.vouchers.kinds import VoucherMoveKind
from budgettracker.vouchers.queries import issued_for
from budgettracker.vouchers.queries.stock import stock_of_issue


def return_vouchers(
    by: Person, spend: Spend, ids: Collection[uuid.UUID], returned_on: date, *, on: date, at: datetime
) -> Refund:
    """Vouchers come back unused, into the stock they were from. There is room for their value again at once.

    Once all are back, nobody has to sign for them: a slip that was missing is missing no more.

    Raises Refusal for a restricted family, on `vouchers` for one that is back already, and what a refund raises.
    """
    rules.require_seen_by_nobody(spend.family.restricted)
    lock_stock(stock_of_issue(spend.id))
    back = rules.returned([each.voucher for each in issued_for(spend.id) if not each.returned], ids)
    pence = rules.worth(back)
    refund = refund_vouchers(by, spend, pence, returned_on, on=on, at=at)
    move_vouchers(
        by,
        spend.authority_id,
        [each.id for each in back],
        VoucherMoveKind.RETURNED,
        spend_id=spend.id,
        refund_id=refund.id,
        on=returned_on,
        at=at,
    )
    if net_paid(spend) == 0 and spend.lacks_receipt:
        spend.receipt_excused_at = at
    changes = {"serials": [each.serial for each in back], "amount_pence": pence, "refund": refund.id}
    record(by, Deed.VOUCHERS_RETURNED, spend, changes, at=at)
    return refund
