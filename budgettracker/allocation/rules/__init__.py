"""The sealed list and who takes which place, on plain values."""

from budgettracker.allocation.rules.lists import (
    BLOCKS,
    Place,
    digest_of,
    list_made_here,
    places_in,
)
from budgettracker.allocation.rules.same_child import number_of
from budgettracker.allocation.rules.strata import band_of

__all__ = ["BLOCKS", "Place", "band_of", "digest_of", "list_made_here", "number_of", "places_in"]
