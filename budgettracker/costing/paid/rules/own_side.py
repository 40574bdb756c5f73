"""What of a run is set beside what was paid: nothing in it changes any more, so that it is reckoned once and kept as text.

People and rates go by their ids: how a study calls them, and whose post a rate is, is said where it is shown.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

Late = dict[str, dict[str, int]]
"""Minutes written down late by worker and, within, the first day of the month worked."""


class TimeAtPay(NamedTuple):
    """Time of a worker at a rate's salary and on-costs alone, and where it went."""

    rate_id: str
    person_id: str
    went: str
    reason: str | None
    pence: int
    minutes: int


class AgainAtPay(NamedTuple):
    """A worker's entries that stand again, at a rate's salary and on-costs alone."""

    rate_id: str
    person_id: str
    pence: int


@dataclass(frozen=True, slots=True)
class OwnSide:
    """A run's own side: time, entries that stand twice, and minutes written down late."""

    time: list[TimeAtPay]
    again: list[AgainAtPay]
    late: Late

    def late_minutes(self, person_id: object, first: date) -> int:
        """Minutes of a worker's month that were written down late."""
        return self.late.get(str(person_id), {}).get(first.isoformat(), 0)


def text_of(side: OwnSide) -> str:
    """A run's own side as it is kept."""
    return json.dumps([side.time, side.again, side.late], separators=(",", ":"))


def read_back(text: str) -> OwnSide:
    """A run's own side from how it is kept.

    >>> side = OwnSide([TimeAtPay("r", "p", "family", None, 100, 5)], [AgainAtPay("r", "p", 20)], {"p": {"2026-05-01": 9}})
    >>> read_back(text_of(side)) == side
    True
    """
    time, again, late = json.loads(text)
    return OwnSide([TimeAtPay(*each) for each in time], [AgainAtPay(*each) for each in again], late)
