"""Money that came back: how much may, and how it falls on the budget. Pence throughout."""

from datetime import date

from budgettracker.errors import Refusal
from budgettracker.money import pounds


def require_refunded_on(refunded_on: date, on: date, bought_on: date | None) -> None:
    """Refuse a day in the future, or before the money was spent."""
    if refunded_on > on:
        raise Refusal("refunded_on", "The date is in the future. Enter the day the money came back.")
    if bought_on is not None and refunded_on < bought_on:
        raise Refusal("refunded_on", "The money came back before it was spent. Check the date.")


def require_refund(amount_pence: int, net_pence: int) -> None:
    """Refuse a refund of more than was paid and has not come back yet."""
    if net_pence == 0:
        raise Refusal("amount", "All the money for this purchase has come back already.")
    if amount_pence > net_pence:
        raise Refusal("amount", f"At most {pounds(net_pence)} can come back for this purchase.")


def split_refund(amount_pence: int, over_pence: int) -> tuple[int, int]:
    """How a refund falls: first on money over the limit, then on money within it. Gives (within, over) in pence."""
    over = min(amount_pence, over_pence)
    return amount_pence - over, over


def ends_review(net_pence: int, over_before_pence: int, over_pence: int, front_line: bool) -> bool:
    """Does money that came back leave nothing for a manager to decide about?

    All of it came back; or what was over the limit did, and the rest is a purchase the worker could decide alone.

    >>> ends_review(net_pence=900_00, over_before_pence=50_00, over_pence=0, front_line=False)
    False
    """
    return net_pence == 0 or (over_before_pence > 0 and over_pence == 0 and front_line)
