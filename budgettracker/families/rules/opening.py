"""When the work with a family began, and how it was allocated."""

from datetime import date

from budgettracker.errors import Refusal
from budgettracker.periods import long_date


def require_opening(opened_on: date, closed_on: date | None, on: date) -> None:
    """The first day of work is not in the future and not after the last; raises Refusal on `opened_on`."""
    if opened_on > on:
        raise Refusal("opened_on", "The day the work started is in the future. Choose today or an earlier day.")
    if closed_on is not None and opened_on > closed_on:
        raise Refusal(
            "opened_on", f"The family was closed on {long_date(closed_on)}. Choose that day or an earlier one."
        )


def require_allocation(arm: str | None, allocated_on: date | None, scheme: bool) -> None:
    """An allocation is an arm with its day, within a scheme; raises Refusal on the field that lacks."""
    if arm is not None and not scheme:
        raise Refusal("scheme_id", "Choose the scheme the family was allocated in.")
    if allocated_on is not None and arm is None:
        raise Refusal("arm", "Choose how the family was allocated, or leave the day of allocation empty.")
