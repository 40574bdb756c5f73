"""Who led a family on a day: plain values, the latest row that had begun by then."""

import uuid
from collections.abc import Sequence
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


def require_handover(reference: str, latest: date, starts_on: date, on: date) -> None:
    """Refuse a handover in the future, or before the family's latest one, on `starts_on`."""
    if starts_on > on:
        raise Refusal("starts_on", "The handover is in the future. Do it on that day, or choose an earlier one.")
    if starts_on < latest:
        raise Refusal(
            "starts_on", f"{reference} was handed over on {long_date(latest)}. Choose that day or a later one."
        )
