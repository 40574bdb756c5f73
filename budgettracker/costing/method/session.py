"""What a group session cost a place and an attender: an empty place is not free."""

from dataclasses import dataclass

from budgettracker.errors import Refusal
from budgettracker.money import half_up


@dataclass(frozen=True, slots=True)
class SessionCost:
    """A session's whole cost in pence, and its averages for print (never summed)."""

    cost_pence: int
    per_place_pence: int | None
    per_attender_pence: int


def session_cost(cost_pence: int, attenders: int, places: int | None = None) -> SessionCost:
    """All leaders, preparation, travel and materials over those who attended, and over the places offered, half up.

    Raises Refusal where nobody attended or fewer places were offered than taken.

    >>> session_cost(5_187_03, attenders=8).per_attender_pence  # Unit Costs: 5,187.03 / 8 = 648.38
    64838
    """
    if attenders < 1:
        raise Refusal("family_refs", "Name the families that attended the session.")
    if places is not None and places < attenders:
        raise Refusal("places", f"{attenders} families attended: give at least as many places.")
    per_place = half_up(cost_pence, places) if places else None
    return SessionCost(cost_pence, per_place, half_up(cost_pence, attenders))
