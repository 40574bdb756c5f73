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
    None: it was paid and nobody has accepted it, so it counts in every role's total. Several with one `chain` are one
    purchase and its corrections that nobody has ticked yet: a window that holds several of them counts the dearest.
    """

    spend_id: uuid.UUID | None
    day: date
    pence: int
    role: Role | None = None
    other_help: bool = False
    chain: uuid.UUID | None = None


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
    `without` leaves one purchase out, usually itself, and what is counted together with it.
    """
    counted = _others(others, without)
    totals = dict.fromkeys(LADDER, pence)
    for role, bound in bounds.items():
        if bound.running_pence is not None and bound.window_days is not None:
            totals[role] += _dearest_window(_by_day(counted, role), on, bound.window_days)
    return totals


def _others(counted: Iterable[Counted], without: uuid.UUID | None) -> list[Counted]:
    rows = list(counted)
    if without is None:
        return rows
    chains = {each.chain for each in rows if each.spend_id == without} - {None}
    return [each for each in rows if each.spend_id != without and each.chain not in chains]


def _by_day(counted: Iterable[Counted], role: Role) -> Counter[tuple[date, uuid.UUID | None]]:
    """What a role's total counts, by day and, apart from the rest, by chain of corrections."""
    by_day: Counter[tuple[date, uuid.UUID | None]] = Counter()
    for each in counted:
        if each.role is None or LADDER.index(each.role) <= LADDER.index(role):
            key = each.day, each.chain
            by_day[key] = by_day[key] + each.pence if each.chain is None else max(by_day[key], each.pence)
    return by_day


def _dearest_window(by_day: Mapping[tuple[date, uuid.UUID | None], int], on: date, days: int) -> int:
    """The highest sum, in pence, of so many days on end that hold a day."""
    near = {key: pence for key, pence in by_day.items() if abs((key[0] - on).days) < days}
    ends = {on, *(day for day, _ in near if day > on)}
    return max(
        _once(key_pence for key_pence in near.items() if 0 <= (end - key_pence[0][0]).days < days) for end in ends
    )


def _once(counted: Iterable[tuple[tuple[date, uuid.UUID | None], int]]) -> int:
    """The sum of amounts, each chain of corrections once, at its dearest."""
    total, chains = 0, dict[uuid.UUID, int]()
    for (_, chain), pence in counted:
        if chain is None:
            total += pence
        else:
            chains[chain] = max(chains.get(chain, 0), pence)
    return total + sum(chains.values())
