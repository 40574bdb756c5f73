"""How long the money of a request or an approval stays held."""

from datetime import date

from budgettracker.errors import Refusal
from budgettracker.periods import long_date


def hold_ran_out(expires_on: date | None, on: date) -> bool:
    """Has the time passed for which the scheme holds money? The last day still counts. The money stays held."""
    return expires_on is not None and expires_on < on


def require_longer_hold(before: date | None, until: date) -> None:
    """Refuse to keep a hold that runs that long already."""
    if before is not None and until <= before:
        raise Refusal("needed_by", f"The money is held until {long_date(before)} already.")
