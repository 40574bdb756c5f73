"""Who led a family on a day: plain values, the latest row that had begun by then."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from budgettracker.errors import Refusal
from budgettracker.periods import long_date


class Led(NamedTuple):
    """Who leads a family (None: nobody), and in which team, from a day until the next such row."""

    starts_on: date
    team_id: uuid.UUID
    lead_worker_id: uuid.UUID | None


def led_on(rows: Sequence[Led], on: date) -> Led:
    """The row that holds on a day. `rows` are a family's in order of day; the first holds since ever.

    >>> north, south, alice, bob = (uuid.UUID(int=number) for number in range(4))
    >>> rows = [Led(date(1900, 1, 1), north, alice), Led(date(2026, 11, 2), south, bob)]
    >>> led_on(rows, date(2026, 11, 1)).lead_worker_id == alice, led_on(rows, date(2026, 11, 2)).team_id == south
    (True, True)
    """
    held = [row for row in rows if row.starts_on <= on]
    return held[-1] if held else rows[0]


class HandedOver(NamedTuple):
    """What the audit has of one handover: from which day, and what changed, each fact with what it was and is."""

    starts_on: date
    changed: Mapping[str, tuple[uuid.UUID | None, uuid.UUID | None]]


def days_told_otherwise(rows: Sequence[Led], deeds: Iterable[HandedOver]) -> list[date]:
    """The days of a family's rows that are not what its handovers, told in their order, have made of them.

    Facts that no handover has changed are not known from them. A row of a later day that no deed made is named too.

    >>> alice, bob, north = (uuid.UUID(int=number) for number in range(3))
    >>> first, second = date(1900, 1, 1), date(2026, 11, 2)
    >>> deeds = [HandedOver(second, {"lead_worker_id": (alice, bob)})]
    >>> days_told_otherwise([Led(first, north, alice), Led(second, north, bob)], deeds)
    []
    >>> days_told_otherwise([Led(first, north, bob), Led(second, north, bob)], deeds)
    [datetime.date(1900, 1, 1)]
    """
    expected: dict[date, dict[str, uuid.UUID | None]] = {rows[0].starts_on: {}}
    known: dict[str, uuid.UUID | None] = {}
    for deed in deeds:
        for fact, (before, after) in deed.changed.items():
            if fact not in known:
                for facts in expected.values():
                    facts[fact] = before
            known[fact] = after
        expected[led_on(rows, deed.starts_on).starts_on] = dict(known)
    return [row.starts_on for row in rows if _differs(row, expected.get(row.starts_on))]


def _differs(row: Led, expected: Mapping[str, uuid.UUID | None] | None) -> bool:
    return expected is None or any(getattr(row, fact) != value for fact, value in expected.items())


def require_handover(reference: str, latest: date, starts_on: date, on: date) -> None:
    """Refuse a handover in the future, or before the family's latest one, on `starts_on`."""
    if starts_on > on:
        raise Refusal("starts_on", "The handover is in the future. Do it on that day, or choose an earlier one.")
    if starts_on < latest:
        raise Refusal(
            "starts_on", f"{reference} was handed over on {long_date(latest)}. Choose that day or a later one."
        )
