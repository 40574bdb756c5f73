"""Reading many rows past the object layer: a run of 100,000 entries reads several hundred thousand values."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from budgettracker.database import db


def hex_of(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """An id as 32 hexadecimal figures, the text that the rules keep workers, entries and families under."""
    if db.engine.dialect.name == "sqlite":
        return type_coerce(column, String)  # as it is kept
    return func.replace(cast(column, String), "-", "")


def plain_rows(asked: Select[Any], values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a question as the driver gives them, unconverted: on SQLite a day is text (see `day_of`)."""
    result = db.session.connection().execute(asked, values or {})
    rows = list(result.cursor.fetchall()) if result.cursor else []
    result.close()
    return rows


@lru_cache(maxsize=5_000)
def day_of(plain: str | date) -> date:
    """A day as either driver gives it."""
    return date.fromisoformat(plain) if isinstance(plain, str) else plain
