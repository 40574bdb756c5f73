"""What became of a purchase: whether it reached the family, and whether it helped."""

from datetime import date, timedelta

from budgettracker.errors import Refusal
from budgettracker.spend.kinds import SpendState

ASK_AFTER, ASK_UNTIL = timedelta(weeks=4), timedelta(weeks=16)
"""A worker is asked whether it helped from four weeks after the day it was bought, for twelve weeks."""


def require_bought(state: str) -> None:
    """Raises Refusal for what was not bought: nothing of it can have reached anybody."""
    if state != SpendState.BOUGHT:
        raise Refusal(None, "Only what was bought can have reached the family or helped.")


def require_delivered_on(delivered_on: date, bought_on: date | None, on: date) -> None:
    """It reached the family on the day it was bought or later, by today; raises Refusal on `delivered_on`."""
    if delivered_on > on:
        raise Refusal("delivered_on", "The date is in the future. Enter the day it reached the family.")
    if bought_on is not None and delivered_on < bought_on:
        raise Refusal("delivered_on", "That is before it was bought. Enter the day it was bought, or later.")
