"""The lines behind an amount of a run, one shape for each kind. `pence` is what the amount counts of the line."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from budgettracker.costing.kinds import LineKind


class PurchaseLine(NamedTuple):
    """A purchase, or (with `refund_id`) money that came back for it, as the run counts it."""

    spend_id: uuid.UUID
    refund_id: uuid.UUID | None
    family_id: uuid.UUID
    bought_on: date
    category: str | None
    pence: int


class EntryShare(NamedTuple):
    """An entry's share for a family, for other families or for nobody: its minutes, and what the amount counts of its cost."""

    entry_id: uuid.UUID
    family_id: uuid.UUID | None
    worked_on: date
    person_id: uuid.UUID
    team_id: uuid.UUID | None
    activity: str
    post: str
    annual_pence: int
    minutes_per_year: int
    ratio_thousandths: int | None
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    share_from: int
    share_to: int
    share_of: int
    pence: int


class PoolShare(NamedTuple):
    """A family's share of one worker's month of time for nobody; without a family: other families, or unallocated."""

    family_id: uuid.UUID | None
    person_id: uuid.UUID
    month: date
    intervention: str | None
    activity_class: str
    pool_pence: int
    minutes: int
    family_minutes: int
    pence: int


class PoolSourceShare(NamedTuple):
    """What of one worker's month of time for nobody stands under one heading of a cut, and what of that families bear."""

    person_id: uuid.UUID
    month: date
    intervention: str | None
    pool_pence: int
    source_pence: int
    pence: int


class DecisionShare(NamedTuple):
    """What of a decision falls on one family; without a post its decider has no cost."""

    family_id: uuid.UUID
    decided_on: date
    person_id: uuid.UUID
    about: str
    post: str | None
    annual_pence: int | None
    minutes_per_year: int | None
    minutes: int
    share_from: int
    share_to: int
    share_of: int
    pence: int


class WholeEntry(NamedTuple):
    """A whole entry as the run costed it."""

    entry_id: uuid.UUID
    worked_on: date
    person_id: uuid.UUID
    team_id: uuid.UUID | None
    activity: str
    post: str
    annual_pence: int
    minutes_per_year: int
    ratio_thousandths: int | None
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    pence: int


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one kind behind an amount: how many there are, and their sum in pence."""

    kind: LineKind
    count: int
    pence: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """A section with its lines in their order, each as it is kept: the id of its row, or all that is shown of it."""

    section: Section
    lines: list[Any]


def written(share: PoolSourceShare) -> list[Any]:
    """Pooled time by what filled it, as JSON has it: it stands in no row of a run."""
    return [share.person_id.hex, share.month.isoformat(), *share[2:]]


def read_back(line: list[Any]) -> PoolSourceShare:
    """Pooled time by what filled it, from how it was written.

    >>> share = PoolSourceShare(uuid.UUID(int=7), date(2026, 4, 1), None, 3, 2, 1)
    >>> read_back(written(share)) == share
    True
    """
    person, first, *rest = line
    return PoolSourceShare(uuid.UUID(person), date.fromisoformat(first), *rest)


FigureLine = PurchaseLine | EntryShare | PoolShare | PoolSourceShare | DecisionShare | WholeEntry
"""A line of any kind."""
