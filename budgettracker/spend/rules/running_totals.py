"""What a family's purchases add up to within a band's window of days, so that no purchase is split in two. Pence throughout."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from budgettracker.access import Role
from budgettracker.schemes.rules import LADDER, Bounds


class Counted(NamedTuple):
    """What running totals count on a day: the pence of a purchase, or (without an id) of all that day's together.

    A purchase counts on the day it was bought, or asked for until then.
    """

    spend_id: uuid.UUID | None
    day: date
    pence: int


def longest_window(bounds: Mapping[Role, Bounds]) -> int:
    """The most days any role's running total spans; 0 when none has one."""
    return max((each.window_days or 0 for each in bounds.values() if each.running_pence is not None), default=0)


def totals_by_role(
    bounds: Mapping[Role, Bounds], pence: int, on: date, others: Iterable[Counted], without: uuid.UUID | None = None
) -> dict[Role, int]:
    """By role, a purchase of `pence` together with the others of that role's window: the dearest that holds its day.

    A window ends on its day or on a later one, so that the order in which purchases are told changes nothing. A role
    without a running bound counts the purchase alone; `without` leaves one purchase out, usually itself.
    """
    by_day: Counter[date] = Counter()
    for each in others:
        if not without or each.spend_id != without:
            by_day[each.day] += each.pence
    totals = dict.fromkeys(LADDER, pence)
    for role, bound in bounds.items():
        if bound.running_pence is not None and bound.window_days is not None:
            totals[role] += _dearest_window(by_day, on, bound.window_days)
    return totals


def _dearest_window(by_day: Mapping[date, int], on: date, days: int) -> int:
    """The highest sum, in pence, of so many days on end that hold a day."""
    near = {day: pence for day, pence in by_day.items() if abs((day - on).days) < days}
    ends = {on, *(day for day in near if day > on)}
    return max(sum(pence for day, pence in near.items() if 0 <= (end - day).days < days) for end in ends)
