"""Rows of columns, where no record is wanted: what every purchase asks several times."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Select

from budgettracker.database import db


def read_columns(statement: Select[Any], values: Mapping[str, object]) -> CursorResult[Any]:
    """Rows of columns, read by the connection itself: half of what a session takes, which would look for records in them.

    As with the session, what is changed and not written yet is written first.
    """
    if db.session.autoflush:
        db.session.flush()
    return db.session.connection().execute(statement, values)
