"""Sources of deciding time that wait for a second hand, in words."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from budgettracker.confirming import Confirmable, Facts
from budgettracker.costing.kinds import DecidingBy
from budgettracker.costing.rates.queries.posts import deciding_sources
from budgettracker.histories import Change
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome

DECIDING = "deciding"
"""The kind of thing that waits for a second hand: where an authority's deciding time comes from, from a day on."""


def deciding_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Sources of deciding time that were asked for: from what to what, and from which day."""
    facts = {}
    for row in rows:
        starts_on = date.fromisoformat(row.values["starts_on"])
        before = [each for each in deciding_sources(row.subject_id) if each.starts_on < starts_on]
        was = before[-1].source if before else DecidingBy.LOGS
        changes = [
            Change("Deciding", was.words, DecidingBy(row.values["source"]).words),
            Change("From", "", long_date(starts_on)),
        ]
        title = "Where the time of deciding comes from"
        facts[row.id] = Facts(Outcome.BANDS_LOOSENED, title, title, changes=changes)
    return facts
