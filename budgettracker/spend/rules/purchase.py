"""What a purchase must fulfil whoever decides it: its day, its VAT, and a family that is open."""

from datetime import date

from budgettracker.errors import Refusal
from budgettracker.periods import long_date


def require_bought_on(bought_on: date, on: date, opened_on: date, closed_on: date | None) -> None:
    """Refuse a purchase dated in the future or on a day the family was not open."""
    if bought_on > on:
        raise Refusal("bought_on", "The date is in the future. Enter the day it was bought.")
    require_open(bought_on, opened_on, closed_on)


def require_open(day: date, opened_on: date, closed_on: date | None) -> None:
    """Refuse a day on which the family was not open; the closing day is still open."""
    if day < opened_on:
        raise Refusal("bought_on", f"Work with this family began on {long_date(opened_on)}. Enter that day or later.")
    if closed_on is not None and day > closed_on:
        raise Refusal("bought_on", f"This family was closed on {long_date(closed_on)}. Enter that day or earlier.")


def require_asking(closed_on: date | None) -> None:
    """Refuse a new request for a family that has been closed: nothing could be bought with it any more."""
    if closed_on is not None:
        raise Refusal(
            "amount",
            f"This needs a decision, and the family was closed on {long_date(closed_on)}. "
            "If it was paid by then, say under Add more detail that it is already paid.",
        )


def require_vat(vat_pence: int | None, amount_pence: int) -> None:
    """Refuse a tax that is more than the amount it is in."""
    if vat_pence is not None and vat_pence > amount_pence:
        raise Refusal("vat", "The VAT cannot be more than the amount.")
