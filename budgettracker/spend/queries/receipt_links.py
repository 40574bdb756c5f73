"""Links by which a receipt comes without signing in."""

from datetime import datetime

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.rules.tokens import digest_of
from budgettracker.spend.models import ReceiptLink


def open_link(token: str, at: datetime, *, locked: bool = False) -> ReceiptLink | None:
    """The link that a token opens now, unused and not run out; None for any other. `locked`: nobody else uses it meanwhile."""
    query = select(ReceiptLink).where(
        ReceiptLink.token_digest == digest_of(token), ReceiptLink.used_at.is_(None), ReceiptLink.expires_at > at
    )
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()
