"""Money that came back: how much may, and how it falls on the budget. Pence throughout."""

from datetime import date, datetime, timedelta

from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.second_hands import MENDING_DAYS


def require_refunded_on(refunded_on: date, on: date, bought_on: date | None) -> None:
    """Refuse a day in the future, or before the money was spent."""
    if refunded_on > on:
        raise Refusal("refunded_on", "The date is in the future. Enter the day the money came back.")
    if bought_on is not None and refunded_on < bought_on:
        raise Refusal("refunded_on", "The money came back before it was spent. Check the date.")


def require_refund(amount_pence: int, net_pence: int) -> None:
    """Refuse a refund of more than was paid and has not come back yet."""
    if net_pence == 0:
        raise Refusal(
            "amount",
            f"{pounds(amount_pence)} cannot come back: all the money for this purchase has already. Check whether it came back "
            "for another one.",
        )
    if amount_pence > net_pence:
        raise Refusal(
            "amount",
            f"At most {pounds(net_pence)} can come back for this purchase. Enter that or less, or correct its price.",
        )


def require_at_least_what_came_back(amount_pence: int, back_pence: int) -> None:
    """Refuse a price below the money that came back for it already."""
    if amount_pence <= back_pence:
        raise Refusal(
            "amount",
            f"{pounds(back_pence)} came back for this already, so it cost more than that. Enter what was paid at first.",
        )


def require_no_stock(from_stock: bool) -> None:
    """Refuse to move the money of vouchers of a stock: it comes back with the vouchers themselves, and in no other way."""
    if from_stock:
        raise Refusal(
            None, "These are vouchers from the stock. Take back those that were not used, from their own page."
        )


def split_refund(amount_pence: int, over_pence: int) -> tuple[int, int]:
    """How a refund falls: first on money over the limit, then on money within it. Gives (within, over) in pence."""
    over = min(amount_pence, over_pence)
    return amount_pence - over, over


def mends_alone(
    *,
    own: bool,
    within_band: bool,
    reviewed: bool,
    recorded_at: datetime | None,
    receipt_seen_at: datetime | None,
    at: datetime,
) -> bool:
    """May somebody take out alone what they recorded? Within their band, for some days, before anybody looked at it."""
    if not own or not within_band or reviewed or receipt_seen_at is not None or recorded_at is None:
        return False
    return at <= recorded_at + timedelta(days=MENDING_DAYS)
