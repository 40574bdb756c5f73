"""Do the stocks agree with the books? What was handed out is what families were charged, and nothing moves out of turn."""

import uuid
from collections.abc import Iterator

from sqlalchemy import case, func, select

from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.money import pounds
from budgettracker.spend.models import Refund, Spend
from budgettracker.vouchers.kinds import VoucherMoveKind
from budgettracker.vouchers.models import Voucher, VoucherBatch, VoucherMove

STOCK = "stock"
"""The code of a fault: a stock does not agree with the books."""


def faults(authority_id: uuid.UUID | None = None) -> list[Fault]:
    """Vouchers whose moves have a gap, and purchases that cost a family other than the vouchers it got.

    Of one authority, or of all.
    """
    return [*_gaps(authority_id), *_other_sums(authority_id)]


def _gaps(authority_id: uuid.UUID | None) -> Iterator[Fault]:
    last = func.max(VoucherMove.number)
    query = select(VoucherMove.voucher_id).group_by(VoucherMove.voucher_id).having(func.count() != last + 1)
    if authority_id is not None:
        query = query.where(VoucherMove.authority_id == authority_id)
    for voucher_id in db.session.scalars(query.order_by(VoucherMove.voucher_id)):
        yield Fault("voucher", voucher_id, STOCK, "something that happened to this voucher is missing from the record")


def _other_sums(authority_id: uuid.UUID | None) -> Iterator[Fault]:
    """Purchases from a stock whose net cost is not the value of the vouchers that the family still has."""
    signed = case(
        (VoucherMove.kind == VoucherMoveKind.RETURNED, -VoucherBatch.value_pence), else_=VoucherBatch.value_pence
    )
    issued = (
        select(VoucherMove.spend_id, func.sum(signed).label("pence"))
        .join(Voucher, Voucher.id == VoucherMove.voucher_id)
        .join(VoucherBatch, VoucherBatch.id == Voucher.batch_id)
        .where(VoucherMove.spend_id.is_not(None))
        .group_by(VoucherMove.spend_id)
        .subquery("issued")
    )
    back = (
        select(Refund.spend_id, func.sum(Refund.amount_pence).label("pence")).group_by(Refund.spend_id).subquery("back")
    )
    net = func.coalesce(Spend.paid_pence, 0) - func.coalesce(back.c.pence, 0)
    held = func.coalesce(issued.c.pence, 0)
    query = (
        select(Spend.id, net, held)
        .outerjoin(issued, issued.c.spend_id == Spend.id)
        .outerjoin(back, back.c.spend_id == Spend.id)
        .where(Spend.from_stock | issued.c.spend_id.is_not(None), (net != held) | ~Spend.from_stock)
    )
    if authority_id is not None:
        query = query.where(Spend.authority_id == authority_id)
    for spend_id, net_pence, issued_pence in db.session.execute(query.order_by(Spend.id)):
        words = f"the family was charged {pounds(int(net_pence))} for vouchers of {pounds(int(issued_pence))}"
        yield Fault("spend", spend_id, STOCK, words)
