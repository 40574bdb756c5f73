"""How a price paid falls on a budget, also when it is above what was approved. Pence throughout."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """How a price paid falls on a budget: pence within the limit, pence over it, and whether a manager must look at it."""

    within_pence: int
    over_pence: int
    flagged: bool


def price(paid_pence: int, held_pence: int, left_pence: int, extra_in_band: bool) -> Price:
    """What a price paid does to a budget that held `held_pence` for it and has `left_pence` besides.

    Up to the hold is settled. The extra comes from what is left and is flagged unless the recorder's band allows it;
    what is beyond is over the limit: the money has gone, so it is told.
    """
    extra = paid_pence - held_pence
    if extra <= 0:
        return Price(paid_pence, 0, False)
    over = max(0, extra - left_pence)
    return Price(paid_pence - over, over, over > 0 or not extra_in_band)
