"""A link by which somebody adds a receipt without signing in: for how long it works."""

from datetime import timedelta

from budgettracker.errors import Refusal

LINK_LASTS = timedelta(hours=72)
LINK_OVER = "This link has been used, or has run out."


def require_receipt_missing(lacks_receipt: bool) -> None:
    """Refuse a link for a purchase that has its receipt, or has not been bought: a link is for the one that is missing."""
    if not lacks_receipt:
        raise Refusal(None, "No receipt is missing here, so there is nothing to send a link for.")
