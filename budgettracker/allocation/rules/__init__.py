"""The sealed list and who takes which place, on plain values."""

from budgettracker.allocation.rules.lists import (
    BLOCKS,
    Place,
    digest_of,
    list_made_here,
    places_in,
)
from budgettracker.allocation.rules.strata import band_of

__all__ = ["BLOCKS", "Place", "band_of", "digest_of", "list_made_here", "places_in"]
