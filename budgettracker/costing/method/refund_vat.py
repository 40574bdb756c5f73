"""The tax in money that came back: what a refund's own line says, else its part of the purchase's tax."""

from collections.abc import Iterable
from typing import NamedTuple

from budgettracker.money import part_of_running_total


class Returned(NamedTuple):
    """Money that came back, gross pence; `vat_pence` None where the refund does not say. A reversal takes back the rest."""

    amount_pence: int
    vat_pence: int | None = None
    reversal: bool = False


def refunds_vat(paid_pence: int, vat_pence: int, refunds: Iterable[Returned]) -> list[int]:
    """The tax in each refund of one purchase, in order, in pence, together never more than the purchase's.

    A refund that names its tax has that; another has its part of the purchase's, by rounding the running total of the
    money that came back; a reversal has all that is left, so that a reversed purchase counts as nothing.

    >>> refunds_vat(120_00, 20_00, [Returned(60_00), Returned(60_00)])
    [1000, 1000]
    """
    taxes: list[int] = []
    back = 0
    for refund in refunds:
        left = vat_pence - sum(taxes)
        if refund.reversal:
            tax = left
        elif refund.vat_pence is not None:
            tax = refund.vat_pence
        else:
            tax = part_of_running_total(vat_pence, back, back + refund.amount_pence, paid_pence)
        back += refund.amount_pence
        taxes.append(tax if refund.reversal else min(tax, left, refund.amount_pence))
    return taxes
