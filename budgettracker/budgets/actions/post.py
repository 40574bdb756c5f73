"""Post a line of money in a month of finance's books: its own month, or the first open one where that is closed."""

import functools
import uuid
from datetime import date
from typing import cast

from sqlalchemy import Select, Table, bindparam, insert, select

from budgettracker.budgets import rules
from budgettracker.budgets.models import Posting
from budgettracker.columns import read_columns
from budgettracker.database import db
from budgettracker.people.models import Authority

POSTINGS = cast(Table, Posting.__table__)


def closed_until(authority_id: uuid.UUID) -> date | None:
    """The last day that finance closed. Nobody closes a month before what is being written now is in the books.

    PostgreSQL holds the authority's row against that (FOR SHARE); SQLite has one writer at a time.
    """
    day: date | None = read_columns(_closed_until(), {"authority": authority_id}).scalar()
    return day


@functools.cache
def _closed_until() -> Select[tuple[date | None]]:
    own = select(Authority.money_closed_until).where(Authority.id == bindparam("authority"))
    return own.with_for_update(read=True)


def post(
    authority_id: uuid.UUID,
    line_id: uuid.UUID,
    event_on: date,
    pence: int,
    *,
    spend_id: uuid.UUID | None,
    refund_id: uuid.UUID | None = None,
) -> None:
    """Fix in which month a line of money stands. `pence` left with it; below zero they came back, 0 where none moved."""
    row = {
        "id": line_id,
        "authority_id": authority_id,
        "event_on": event_on,
        "posted_on": rules.posted_on(event_on, closed_until(authority_id)),
        "pence": pence,
        "spend_id": spend_id,
        "refund_id": refund_id,
    }
    db.session.connection().execute(insert(POSTINGS), row)
