"""Joint visits and group sessions: who may be offered an entry, who claims the miles, how many places there were."""

from collections.abc import Sequence

from budgettracker.errors import Refusal
from budgettracker.money import share_out

MOST_COLLEAGUES = 10
"""More people than this do not go to one visit, nor lead one session."""
MOST_PLACES = 500


def require_one_claim(miles_hundredths: int, claimed_by: str | None) -> None:
    """One car, one mileage claim: whoever was there, one entry has the miles. `claimed_by` has them already.

    Raises Refusal(miles).

    >>> require_one_claim(0, "Bob Barnes"), require_one_claim(12_00, None)
    (None, None)
    """
    if miles_hundredths and claimed_by is not None:
        words = f"{claimed_by} claims the miles of this: one car, one claim. Leave yours empty, or agree who claims."
        raise Refusal("miles", words)


def require_places(places: int | None, attended: int) -> None:
    """A group session has a place for each family that came; an empty place is not free. Raises Refusal(places)."""
    if places is None or not 0 < places <= MOST_PLACES:
        raise Refusal("places", f"Say how many families there was room for: 1 to {MOST_PLACES}.")
    if places < attended:
        raise Refusal("places", f"{attended} families came, so there were at least {attended} places.")


def weights_for(minutes: int, weights: Sequence[int]) -> list[int]:
    """How a colleague's minutes fall on the families of a visit: as the visit is shared, to the whole minute.

    Where it is shared equally it stays so; where a family would be left without a minute, the shares stay as they are.

    >>> weights_for(120, [60, 30]), weights_for(75, [1, 1])
    ([80, 40], [1, 1])
    """
    if set(weights) <= {1}:
        return list(weights)
    shared = share_out(minutes, weights)
    return list(shared) if min(shared) > 0 else list(weights)
