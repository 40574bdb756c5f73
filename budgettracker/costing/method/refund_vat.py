"""The tax in money that came back: what a refund's own line says, else its part of the purchase's tax."""

from collections.abc import Iterable
from typing import NamedTuple

from budgettracker.money import half_up


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
    found: list[int] = []
    back = 0
    for one in refunds:
        left = vat_pence - sum(found)
        if one.reversal:
            tax = left
        elif one.vat_pence is not None:
            tax = one.vat_pence
        else:
            running = half_up(vat_pence * (back + one.amount_pence), paid_pence)
            tax = running - half_up(vat_pence * back, paid_pence)
        back += one.amount_pence
        found.append(tax if one.reversal else min(tax, left, one.amount_pence))
    return found
