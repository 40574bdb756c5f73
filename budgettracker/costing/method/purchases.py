"""What a purchase counts as: the price paid, as money spent on a family, without staff overhead on top."""

from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import VatRule
from budgettracker.spend.kinds import SpendKind, VatStatus


class Purchase(NamedTuple):
    """Money that left for a family, or came back: amounts positive and gross, `vat_pence` the tax in it.

    A refund carries the date of its purchase as `bought_on`: it takes the purchase's date, price year and study.
    """

    spend: str
    family: str
    bought_on: date
    amount_pence: int
    vat_pence: int = 0
    vat_status: VatStatus = VatStatus.UNKNOWN
    kind: SpendKind = SpendKind.DEVOLVED
    is_refund: bool = False


class CountedPurchase(NamedTuple):
    """A purchase as a run counts it, in pence; a refund is below zero."""

    spend: str
    family: str
    bought_on: date
    kind: SpendKind
    counted_pence: int


def counted(purchase: Purchase, rule: VatRule = VatRule.NET_OF_RECOVERABLE) -> CountedPurchase:
    """What a purchase counts as: gross less recoverable tax unless the run counts gross.

    Tax of unknown status counts as cost. Money over the limit counts like any other.

    >>> counted(Purchase("S1", "F1", date(2026, 5, 1), 120_00, 20_00, VatStatus.RECOVERABLE)).counted_pence
    10000
    """
    pence = purchase.amount_pence
    if rule is VatRule.NET_OF_RECOVERABLE and purchase.vat_status is VatStatus.RECOVERABLE:
        pence -= purchase.vat_pence
    if purchase.is_refund:
        pence = -pence
    return CountedPurchase(purchase.spend, purchase.family, purchase.bought_on, purchase.kind, pence)
