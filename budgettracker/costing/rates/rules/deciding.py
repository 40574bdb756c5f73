"""Where an authority's time of deciding comes from: one source at a time, dated."""

from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import DecidingBy


class DecidedFrom(NamedTuple):
    """Where an authority's time of deciding comes from, from a day on."""

    starts_on: date
    source: DecidingBy
