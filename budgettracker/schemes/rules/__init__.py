"""Who may decide how much, and which cap period a day lies in, on plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from budgettracker.access import Role
from budgettracker.errors import Refusal
from budgettracker.margins import Margin
from budgettracker.money import pounds
from budgettracker.periods import FOREVER, financial_year, inclusive, long_date
from budgettracker.schemes.kinds import CapPeriod, UsualCategory

LADDER = (Role.PRACTITIONER, Role.MANAGER, Role.SENIOR_MANAGER)
"""Roles of the scheme of delegation, from the lowest to the highest."""

LONGEST_NAME = 200
DEFAULT_CATEGORIES = tuple(map(str, UsualCategory))
"""Used when a scheme names no categories of its own."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one role may decide, in pence: one purchase, and all within `window_days`; None bounds nothing."""

    role: Role
    single_pence: int | None
    running_pence: int | None
    window_days: int | None


BOUNDS = ("single", "running", "window")
"""How forms and refusals name a role's bounds, after the role: `practitioner_single` and so on."""


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


def cap_period_of(cap_period: str, starts_on: date, ends_on: date | None, on: date) -> tuple[date, date | None]:
    """The first and last day (both included; None: no end yet) of the cap period that holds a day.

    The whole scheme, or the financial year cut to the scheme's dates. Raises Refusal on `bought_on` for a day
    outside the scheme.

    >>> cap_period_of("financial_year", date(2026, 6, 1), None, date(2026, 7, 1))
    (datetime.date(2026, 6, 1), datetime.date(2027, 3, 31))
    """
    if on < starts_on:
        raise Refusal("bought_on", f"The scheme starts on {long_date(starts_on)}. Choose that day or a later one.")
    if ends_on is not None and on > ends_on:
        raise Refusal("bought_on", f"The scheme ended on {long_date(ends_on)}. Choose that day or an earlier one.")
    whole = inclusive(starts_on, ends_on)
    if cap_period == CapPeriod.WHOLE:
        return starts_on, ends_on
    cut = whole.overlap(financial_year(on))
    assert cut is not None
    return cut.start, None if cut.end == FOREVER else cut.last_day


OTHER_HELP = {
    Role.PRACTITIONER: Bounds(Role.PRACTITIONER, 500_00, 1_000_00, 30),
    Role.MANAGER: Bounds(Role.MANAGER, 5_000_00, None, None),
    Role.SENIOR_MANAGER: Bounds(Role.SENIOR_MANAGER, None, None, None),
}
"""What each role may decide of help paid outside the devolved budget where the authority has set nothing else."""

UNSTATED = (Bounds(Role.MANAGER, None, None, None), Bounds(Role.SENIOR_MANAGER, None, None, None))
"""The bands of a scheme that states none: every purchase is a manager's decision, of any amount."""


def holds(starts_on: date, ends_on: date | None, on: date) -> bool:
    """Does a dated row hold on a day? Both ends are included."""
    return starts_on <= on and (ends_on is None or on <= ends_on)


def require_scheme_open(name: str, closed_on: date | None, field: str | None, what: str) -> None:
    """Refuse something new in a scheme that two people have closed; `what` is what cannot come about any more.

    >>> require_scheme_open("Family budgets", None, "amount", "nothing new is bought from it")
    """
    if closed_on is not None:
        raise Refusal(field, f"{name} was closed on {long_date(closed_on)}: {what}.")


def before_closing(closed_on: date | None, day: date, *, gone: bool) -> bool:
    """Was something bought in a scheme before it was closed, with money that has gone? Then it can be told afterwards.

    >>> closed_on = date(2027, 3, 31)
    >>> [before_closing(closed_on, day, gone=True) for day in (date(2027, 3, 30), closed_on)]
    [True, False]
    """
    return gone and closed_on is not None and day < closed_on


NOTHING_BOUGHT = (
    "nothing new is bought from it. What was paid before that day can be logged as already paid, and waits for a "
    "decision. Help paid with other money can be logged as such. What was recorded before can still be corrected, refunded "
    "and reversed"
)
NO_LIMIT_SET = "no limit is set in it any more. What a family needs now is paid with other money"
"""What does not come about any more in a closed scheme, and what to do."""


def name_of(typed: str) -> str:
    """A scheme's name as it is kept; raises Refusal on `name`."""
    name = " ".join(typed.split())
    if not name:
        raise Refusal("name", "Enter the scheme's name.")
    if len(name) > LONGEST_NAME:
        raise Refusal("name", f"The name must be {LONGEST_NAME} characters or fewer.")
    return name


def require_dates(starts_on: date, ends_on: date | None) -> None:
    """The last day is not before the first; raises Refusal on `ends_on`."""
    if ends_on is not None and ends_on < starts_on:
        raise Refusal("ends_on", f"The scheme starts on {long_date(starts_on)}. Choose that day or a later one.")


def require_habits(regular_needs: Role, hold_days: int) -> None:
    """Somebody above the worker decides regular payments, and a request holds its money for a day at least.

    Raises Refusal on `regular_needs` or `hold_days`.
    """
    if regular_needs not in LADDER[1:]:
        raise Refusal("regular_needs", "Regular payments are decided by a manager or a senior manager.")
    if hold_days < 1:
        raise Refusal("hold_days", "A request holds its money for at least 1 day.")


def categories_of(given: Sequence[str] | None) -> list[str]:
    """Category names in their order, tidied, empty lines left out; the published ones when there are none.

    Raises Refusal on `categories` when one stands twice or is too long.
    """
    names = [name for each in given or () if (name := " ".join(each.split()))]
    seen: set[str] = set()
    for name in names:
        if len(name) > LONGEST_NAME:
            raise Refusal("categories", f"A category must be {LONGEST_NAME} characters or fewer.")
        if name.casefold() in seen:
            raise Refusal("categories", f"{name} stands twice. Leave one out.")
        seen.add(name.casefold())
    return names or list(DEFAULT_CATEGORIES)


def require_bands(bands: Sequence[Bounds]) -> None:
    """Bands make a scheme of delegation: each role once, somebody may decide, and no role less than one below it.

    Raises Refusal on the field of the role, like `manager_single`.
    """
    by_role: dict[Role, Bounds] = {}
    for each in bands:
        if each.role not in LADDER:
            raise Refusal(None, f"A {each.role.words} decides no purchases. Leave this role out of the bands.")
        if each.role in by_role:
            raise Refusal(f"{each.role}_single", f"There are two bands for the {each.role.words}. Leave one out.")
        by_role[each.role] = each
        _require_whole(each)
    if not bands:
        raise Refusal("manager_decides", "Say who may decide a purchase: at least one role must.")
    ordered = [by_role[role] for role in LADDER if role in by_role]
    for lower, higher in pairwise(ordered):
        if higher.single_pence is not None and (lower.single_pence is None or lower.single_pence > higher.single_pence):
            raise Refusal(
                f"{higher.role}_single",
                f"A {higher.role.words} must be allowed at least as much as a {lower.role.words}.",
            )


def require_other_help(bands: Sequence[Bounds]) -> None:
    """Bands for other help are a scheme of delegation too, and the practitioner's is bounded, single and running.

    Raises Refusal on the field of the role.
    """
    require_bands(bands)
    for band in bands:
        if band.role == Role.PRACTITIONER and (band.single_pence is None or band.running_pence is None):
            field = "practitioner_single" if band.single_pence is None else "practitioner_running"
            raise Refusal(
                field, "No budget bounds other help, so enter the most for one purchase and for all of them together."
            )


MOST_PERCENT = 100


def require_margin(margin: Margin) -> None:
    """A margin is no more than the price itself again; raises Refusal on `percent` or `most`."""
    if not 0 <= margin.percent <= MOST_PERCENT:
        raise Refusal("percent", f"Enter a whole number of percent from 0 to {MOST_PERCENT}.")
    if margin.most_pence < 0:
        raise Refusal("most", "The most cannot be below £0.00.")


def require_tomorrow(starts_on: date, on: date, what: str) -> None:
    """What holds by the day changes at the start of one; raises Refusal on `starts_on`. `on` is today."""
    if starts_on <= on:
        raise Refusal("starts_on", f"{what} at the start of a day. Choose tomorrow or a later day.")


def _require_whole(band: Bounds) -> None:
    if min(band.single_pence or 0, band.running_pence or 0) < 0:
        raise Refusal(f"{band.role}_single", "An amount in a band cannot be below £0.00.")
    if band.running_pence is not None and band.window_days is None:
        raise Refusal(f"{band.role}_window", "Enter the number of days the running total looks back over.")
    if band.window_days is not None and not 1 <= band.window_days <= 3660:
        raise Refusal(f"{band.role}_window", "The number of days must be from 1 to 3,660.")
    if band.window_days is not None and band.running_pence is None:
        raise Refusal(f"{band.role}_running", "Enter the running total these days are for, or leave the days empty.")


def in_words(band: Bounds) -> str:
    """A band as pages say it.

    >>> in_words(Bounds(Role.PRACTITIONER, 500_00, 1_000_00, 30))
    'up to £500.00 for one purchase, and up to £1,000.00 in 30 days'
    """
    single = f"up to {pounds(band.single_pence)} for one purchase" if band.single_pence is not None else ""
    running = ""
    if band.running_pence is not None:
        days = "1 day" if band.window_days == 1 else f"{band.window_days} days"
        running = f"up to {pounds(band.running_pence)} in {days}"
    return ", and ".join(part for part in (single, running) if part) or "any amount"


def all_in_words(bands: Mapping[Role, Bounds]) -> list[tuple[str, str]]:
    """What each role may decide, lowest role first, as pages say it."""
    return [(role.words, in_words(bands[role]) if role in bands else "no purchase") for role in LADDER]


def written(bands: Sequence[Bounds]) -> list[list[object]]:
    """Bands as an audit line holds them: role, single pence, running pence, window in days."""
    return [[str(each.role), each.single_pence, each.running_pence, each.window_days] for each in bands]


def read_bands(bands: Sequence[Sequence[Any]]) -> list[Bounds]:
    """Bands out of what `written` made of them."""
    return [Bounds(Role(role), single, running, window) for role, single, running, window in bands]


def loosens(before: Sequence[Bounds], after: Sequence[Bounds]) -> bool:
    """May any role decide something after this that it might not before?

    A manager without a band decides nothing where the senior manager has one, and anything where not; a senior manager
    without one decides anything. A shorter window is looser, since less is counted in it.

    >>> old = [Bounds(Role.PRACTITIONER, 500_00, 1_000_00, 30), Bounds(Role.SENIOR_MANAGER, None, None, None)]
    >>> loosens(old, [Bounds(Role.PRACTITIONER, 400_00, 1_000_00, 60), old[1]]), loosens(old, old[:1])
    (False, True)
    """
    was, is_ = (_effective(bands) for bands in (before, after))
    return any(band is not None and not _within(band, was[role]) for role, band in is_.items())


def _effective(bands: Sequence[Bounds]) -> dict[Role, Bounds | None]:
    """What each role decides, None for nothing, where bands are left out."""
    held: dict[Role, Bounds | None] = dict.fromkeys(LADDER)
    held |= {band.role: band for band in bands}
    if held[Role.SENIOR_MANAGER] is None:
        held[Role.SENIOR_MANAGER] = Bounds(Role.SENIOR_MANAGER, None, None, None)
        held[Role.MANAGER] = held[Role.MANAGER] or Bounds(Role.MANAGER, None, None, None)
    return held


def _within(band: Bounds, other: Bounds | None) -> bool:
    """Does the other band allow all that this one does?"""
    if other is None:
        return band.single_pence == 0
    single = other.single_pence is None or (band.single_pence is not None and band.single_pence <= other.single_pence)
    if other.running_pence is None:
        return single
    running = band.running_pence is not None and band.running_pence <= other.running_pence
    return single and running and (band.window_days or 0) >= (other.window_days or 0)
