"""What work cost whoever did it: parking and fares, and the materials of a group session. Pence throughout."""

from budgettracker.errors import Refusal
from budgettracker.money import pounds

SMALL_PENCE, SMALL_IN_A_MONTH_PENCE = 25_00, 100_00
"""Up to so much for an entry, and in a calendar month, parking and fares need nobody else."""
MOST_PENCE = 500_00
"""What is dearer is a purchase, with its supplier, receipt and band, and no part of an entry of time."""


def require_expenses(expenses_pence: int) -> None:
    """Refuse what should be a purchase. Raises Refusal on `expenses`."""
    if expenses_pence > MOST_PENCE:
        words = f"Up to {pounds(MOST_PENCE)} can stand with time. Log what costs more as a purchase, or as other help."
        raise Refusal("expenses", words)


def require_settled(waits: bool) -> None:
    """Refuse to seal a record while what work for it cost waits: whoever confirmed it later could not be told what it was."""
    if waits:
        raise Refusal(
            None,
            "What work for this family cost somebody waits to be confirmed, on Confirmations. Have that confirmed or "
            "declined first: once the record is sealed nobody could.",
        )


def require_somebody_to_confirm(sealed: bool) -> None:
    """Refuse other expenses of work for a family whose record is sealed. Raises Refusal on `expenses`."""
    if sealed:
        raise Refusal(
            "expenses",
            "What this work cost stays as it was: a record is closed to everybody who could confirm something else.",
        )


def takes_second_hand(expenses_pence: int, *, of_session: bool, month_pence: int) -> bool:
    """Does somebody else confirm it before it is paid back? A session's materials always; `month_pence` holds this too.

    >>> takes_second_hand(3_20, of_session=False, month_pence=3_20)
    False
    >>> takes_second_hand(3_20, of_session=True, month_pence=3_20)
    True
    >>> takes_second_hand(20_00, of_session=False, month_pence=100_01)
    True
    """
    small = expenses_pence <= SMALL_PENCE and month_pence <= SMALL_IN_A_MONTH_PENCE
    return expenses_pence > 0 and (of_session or not small)
