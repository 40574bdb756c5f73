"""Who may decide how much, and which cap period a day lies in, on plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from budgettracker.access import Role
from budgettracker.errors import RuleBroken
from budgettracker.periods import FOREVER, financial_year, inclusive, long_date

WHOLE, FINANCIAL_YEAR = "whole", "financial_year"
LADDER = (Role.PRACTITIONER, Role.MANAGER, Role.SENIOR_MANAGER)
"""Roles of the scheme of delegation, from the lowest to the highest."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one role may decide, in pence: one purchase, and the running total over `window_days`; None bounds nothing."""

    role: Role
    single_pence: int | None
    running_pence: int | None
    window_days: int | None


def may_decide(bounds: Bounds, single_pence: int, running_pence: int) -> bool:
    """May this role decide a purchase? `running_pence` already counts it; equal to a bound passes.

    >>> may_decide(Bounds(Role.PRACTITIONER, 500_00, 1_000_00, 30), 500_00, 1_000_00)
    True
    >>> may_decide(Bounds(Role.PRACTITIONER, 500_00, 1_000_00, 30), 500_01, 500_01)
    False
    """
    single_passes = bounds.single_pence is None or single_pence <= bounds.single_pence
    running_passes = bounds.running_pence is None or running_pence <= bounds.running_pence
    return single_passes and running_passes


def deciding_role(
    bands: Mapping[Role, Bounds], single_pence: int, running_pence: int | Mapping[Role, int]
) -> Role | None:
    """The lowest role that may decide a purchase of this many pence; None when no band reaches so far.

    `running_pence` counts the purchase and may differ by role, since each band has its own window. A role without a
    band decides nothing.
    """
    for role in LADDER:
        if role in bands:
            running = running_pence if isinstance(running_pence, int) else running_pence[role]
            if may_decide(bands[role], single_pence, running):
                return role
    return None


def cap_period_of(cap_period: str, starts_on: date, ends_on: date | None, on: date) -> tuple[date, date | None]:
    """The first and last day (both included; None: no end yet) of the cap period that holds a day.

    The whole scheme, or the financial year cut to the scheme's dates. Raises RuleBroken on `bought_on` for a day
    outside the scheme.

    >>> cap_period_of("financial_year", date(2026, 6, 1), None, date(2026, 7, 1))
    (datetime.date(2026, 6, 1), datetime.date(2027, 3, 31))
    """
    if on < starts_on:
        raise RuleBroken("bought_on", f"The scheme starts on {long_date(starts_on)}. Choose that day or a later one.")
    if ends_on is not None and on > ends_on:
        raise RuleBroken("bought_on", f"The scheme ended on {long_date(ends_on)}. Choose that day or an earlier one.")
    whole = inclusive(starts_on, ends_on)
    if cap_period == WHOLE:
        return starts_on, ends_on
    cut = whole.overlap(financial_year(on))
    assert cut is not None
    return cut.start, None if cut.end == FOREVER else cut.last_day
