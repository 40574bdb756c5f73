"""What a family's purchases add up to within a band's window of days, so that no purchase is split in two. Pence throughout."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from budgettracker.access import Role
from budgettracker.schemes.rules import LADDER, Bounds


class Counted(NamedTuple):
    """What running totals count on a day: the pence of a purchase, or (without an id) of several of that day together.

    A purchase counts on the day it was bought, or asked for until then. `role` is the one by which it stands decided;
    None: it was paid and nobody has accepted it, so it counts in every role's total.
    """

    spend_id: uuid.UUID | None
    day: date
    pence: int
    role: Role | None = None
    other_help: bool = False


def longest_window(bounds: Mapping[Role, Bounds]) -> int:
    """The most days any role's running total spans; 0 when none has one."""
    return max((each.window_days or 0 for each in bounds.values() if each.running_pence is not None), default=0)


def totals_by_role(
    bounds: Mapping[Role, Bounds], pence: int, on: date, others: Iterable[Counted], without: uuid.UUID | None = None
) -> dict[Role, int]:
    """By role, a purchase of `pence` together with the others of that role's window: the dearest that holds its day.

    A window ends on its day or on a later one, so that the order in which purchases are told changes nothing. A role's
    total counts what it and the roles below it decided, and what was paid and nobody accepted: what a manager approved
    says nothing about how much the worker decided alone. A role without a running bound counts the purchase alone;
    `without` leaves one purchase out, usually itself.
    """
    counted = [each for each in others if not without or each.spend_id != without]
    totals = dict.fromkeys(LADDER, pence)
    for role, bound in bounds.items():
        if bound.running_pence is not None and bound.window_days is not None:
            totals[role] += _dearest_window(_by_day(counted, role), on, bound.window_days)
    return totals


def _by_day(counted: Iterable[Counted], role: Role) -> Counter[date]:
    """What a role's total counts, by day."""
    by_day: Counter[date] = Counter()
    for each in counted:
        if each.role is None or LADDER.index(each.role) <= LADDER.index(role):
            by_day[each.day] += each.pence
    return by_day


def _dearest_window(by_day: Mapping[date, int], on: date, days: int) -> int:
    """The highest sum, in pence, of so many days on end that hold a day."""
    near = {day: pence for day, pence in by_day.items() if abs((day - on).days) < days}
    ends = {on, *(day for day in near if day > on)}
    return max(sum(pence for day, pence in near.items() if 0 <= (end - day).days < days) for end in ends)
