"""A purchase that somebody approved by phone: told by the worker, and confirmed by that person afterwards."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time

from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.periods import LONDON

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")


def clock_time(text: str) -> time | None:
    """A time of the day as people write it, by the 24-hour clock; None for what is none.

    >>> clock_time("19:05"), clock_time("9.30"), clock_time("1905"), clock_time("7pm")
    (datetime.time(19, 5), datetime.time(9, 30), datetime.time(19, 5), None)
    """
    match = _CLOCK.fullmatch(text.strip())
    return time(int(match[1]), int(match[2])) if match else None


def moment_in_britain(day: date, at: time) -> datetime:
    """The moment of a time of the day by the clock on the wall in Britain."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def require_phoned(
    phoned_at: datetime | None,
    *,
    pence: int,
    needed: bool,
    may_decide: Collection[object],
    phoned_by: object,
    at: datetime,
) -> None:
    """Refuse an approval by phone that was not needed, is to come, or is by somebody who may not decide the amount.

    `may_decide` are the ids of those who may.
    """
    if not needed:
        raise Refusal(
            "phoned_by", f"{pounds(pence)} is yours to decide, so it needs no approval by phone. Choose nobody here."
        )
    if phoned_by not in may_decide:
        raise Refusal(
            "phoned_by",
            f"They may not decide {pounds(pence)}. Choose who may, or say that it is already paid: it is decided afterwards.",
        )
    if phoned_at is None or phoned_at > at:
        raise Refusal("phoned_at", "That time is still to come. Enter when they agreed, like 19:05.")


def reason_of_review(reason: str, *, accept: bool, phoned_at: datetime | None, over_pence: int) -> str:
    """Why money that left is accepted or not. Who approved it by phone (`phoned_at`) needs no other reason to stand by it.

    Raises Refusal on `reason` for anybody else, and for what is over the limit or not accepted.
    """
    if reason:
        return reason
    if accept and phoned_at is not None and not over_pence:
        return f"Approved by phone at {phoned_at.astimezone(LONDON):%H:%M}, confirmed."
    raise Refusal("reason", "Say why, so that the record explains itself.")
