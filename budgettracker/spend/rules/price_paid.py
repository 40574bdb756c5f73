"""How a price paid falls on a budget, also when it is above what was approved. Pence throughout."""

from dataclasses import dataclass

from budgettracker.margins import Margin
from budgettracker.schemes.rules import Bounds, may_decide


@dataclass(frozen=True, slots=True)
class Price:
    """How a price paid falls on a budget: pence within the limit, pence over it, and whether somebody must decide about it."""

    within_pence: int
    over_pence: int
    flagged: bool


def price(paid_pence: int, held_pence: int, left_pence: int, *, allowed: bool) -> Price:
    """What a price paid does to a budget that held `held_pence` for it and has `left_pence` besides.

    Up to the hold is settled. The extra comes from what is left and is flagged unless it is `allowed`; what is beyond
    is over the limit: the money has gone, so it is told.
    """
    extra = paid_pence - held_pence
    if extra <= 0:
        return Price(paid_pence, 0, flagged=False)
    over = max(0, extra - left_pence)
    return Price(paid_pence - over, over, flagged=over > 0 or not allowed)


def within_margin(
    paid_pence: int, approved_pence: int, margin: Margin, band: Bounds | None, running_pence: int
) -> bool:
    """Is a price still covered by its approval: within the margin, and within the band of the role that approved it?

    `running_pence` is that role's total with the whole price; a role without a band of its own is unbounded.

    >>> within_margin(525_00, 501_00, Margin(10, 25_00), None, 525_00)
    True
    >>> within_margin(526_01, 501_00, Margin(10, 25_00), None, 526_01)
    False
    """
    fits = band is None or may_decide(band, paid_pence, running_pence)
    return paid_pence - approved_pence <= margin.of(approved_pence) and fits
