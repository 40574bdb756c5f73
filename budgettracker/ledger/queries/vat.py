"""The VAT that moves with a line of money."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from budgettracker.spend.kinds import VatStatus
from budgettracker.spend.models import Refund, Spend


def vat_moved(refund_id: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[int]:
    """The VAT in pence, of a query that joins Spend and Refund: of the purchase, or below zero of what came back.

    A line that takes a purchase out takes out the VAT that had not come back before.
    """
    earlier = aliased(Refund)
    back = select(func.coalesce(func.sum(earlier.vat_pence), 0)).where(
        earlier.spend_id == Spend.id, earlier.reversal.is_(False)
    )
    return case(
        (refund_id.is_(None), Spend.vat_pence),
        (Refund.reversal, -(Spend.vat_pence - back.correlate(Spend).scalar_subquery())),
        else_=-Refund.vat_pence,
    )


def recoverable_vat(refund_id: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[int]:
    """Of that VAT what the authority gets back; 0 where that is not known."""
    return case((Spend.vat_status == VatStatus.RECOVERABLE, func.coalesce(vat_moved(refund_id), 0)), else_=0)
