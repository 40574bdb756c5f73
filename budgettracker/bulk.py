"""Read and write many rows without the object layer: for costing runs and imports."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain, count, islice
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, String, Table, cast, func, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute

from budgettracker.collecting import uncollected
from budgettracker.database import Base, db
from budgettracker.ids import uuid7
from budgettracker.staging import Value, staging_now

Element = TypeVar("Element")
ROOM = {"cache_size": -128 * 1024, "mmap_size": 256 * 1024 * 1024}
"""SQLite's memory while many rows are written: KiB of pages kept (below zero), bytes of the file read without copying."""
LESS_ROOM = {"cache_size": -4 * 1024, "mmap_size": 0}
"""The same, for an import, which holds its files' rows in memory too."""


@contextlib.contextmanager
def room_for_many_rows(room: Mapping[str, int] = ROOM) -> Iterator[None]:
    """For writing hundreds of thousands of rows in one transaction: more memory for SQLite, no garbage collection.

    SQLite's usual 2 MiB of pages would be written and read again many times over. `room` says how much it may have.
    """
    connection = db.session.connection()
    usual = _set(connection, room)
    try:
        with uncollected():
            yield
    finally:
        _set(connection, usual)


def _set(connection: Connection, values: Mapping[str, int]) -> dict[str, int]:
    """Set how SQLite uses memory, and return the settings there were before."""
    if connection.dialect.name != "sqlite":
        return {}
    before = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in values}
    for name, value in values.items():
        connection.exec_driver_sql(f"PRAGMA {name} = {value}")
    return before


@contextlib.contextmanager
def joined_in_passes() -> Iterator[None]:
    """For reading what a run has: PostgreSQL joins its tables in passes over each, never each row with each.

    Of a run made since it last analysed them it does not know how many rows there are, and takes a few for granted.
    """
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.exec_driver_sql("SET LOCAL enable_nestloop = off")
    yield
    connection.exec_driver_sql("SET LOCAL enable_nestloop = on")


CHUNK = 500
"""Values asked for at a time: databases bound how many one statement may hold."""


def chunks(values: Iterable[Element], of: int = CHUNK) -> Iterator[list[Element]]:
    """The values in lists short enough for one statement each."""
    left = iter(values)
    return iter(lambda: list(islice(left, of)), [])


_LAST_FIGURES = [f"{number:02x}" for number in range(256)]


def ids_in_order() -> Iterator[str]:
    """Ids as 32 hexadecimal figures that sort in the order they are given out, so that rows go to the end of each index."""
    first = uuid7().hex[:24]
    return chain.from_iterable(map(f"{first}{passed:06x}".__add__, _LAST_FIGURES) for passed in count())


@lru_cache(maxsize=5_000)
def as_kept(moment: datetime) -> str:
    """A moment as both drivers accept it: in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def dashed(id_: str) -> str:
    """An id of 32 hexadecimal figures as it is written out, with dashes."""
    return f"{id_[:8]}-{id_[8:12]}-{id_[12:16]}-{id_[16:20]}-{id_[20:]}"


class Rows:
    """Collects rows of one table and writes them together.

    SQLite writes them in order of the column `in_order_of`, where one is named: rows that come in the order of the table's
    index go into it in two thirds of the time.
    """

    def __init__(self, model: type[Base], columns: tuple[str, ...], *, in_order_of: str | None = None) -> None:
        table = model.__table__
        assert isinstance(table, Table)
        if set(columns) != {column.name for column in table.columns}:
            raise ValueError(f"every column of {table.name} must be given")
        names = ", ".join(columns)
        marks = ", ".join("?" for _ in columns)
        self._insert = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own model
        self._table, self._columns = table.name, columns
        self._copy = f"COPY {table.name} ({names}) FROM STDIN"
        self._key = itemgetter(columns.index(in_order_of)) if in_order_of else None
        self._kept: list[tuple[Value, ...]] = []

    def add(self, values: tuple[Value, ...]) -> None:
        """Keep one row, its values in the order of the columns."""
        self._kept.append(values)

    def add_all(self, rows: Iterable[tuple[Value, ...]]) -> None:
        """Keep several rows."""
        self._kept.extend(rows)

    def __len__(self) -> int:
        return len(self._kept)

    def write(self) -> None:
        """Write what is kept, in the order it was added."""
        if self._kept:
            self._write(db.session.connection())
            self._kept = []

    def _write(self, connection: Connection) -> None:
        staging = staging_now()
        if connection.dialect.name == "sqlite" and staging is not None:
            staging.keep(connection, self._table, self._columns, self._kept)
            return
        if connection.dialect.name == "sqlite":
            rows = sorted(self._kept, key=self._key) if self._key else self._kept
            connection.exec_driver_sql(self._insert, rows)
            return
        driver: Any = connection.connection.driver_connection
        module: Any = connection.dialect.dbapi
        try:
            with driver.cursor() as cursor, cursor.copy(self._copy) as copy:
                for row in self._kept:
                    copy.write_row(row)
        except module.Error as wrong:
            # As if SQLAlchemy had sent it: what passes when it is tried again is told from what does not.
            raise DBAPIError.instance(
                self._copy, None, wrong, module.Error, hide_parameters=True, dialect=connection.dialect
            ) from wrong


def hex_of(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """An id as 32 hexadecimal figures, the text that the rules keep workers, entries and families under."""
    if db.engine.dialect.name == "sqlite":
        return type_coerce(column, String)  # as it is kept
    return func.replace(cast(column, String), "-", "")


def plain_rows(query: Select[Any], values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a query as the driver gives them, unconverted: on SQLite a day is text (see `day_of`)."""
    result = db.session.connection().execute(query, values or {})
    rows = list(result.cursor.fetchall()) if result.cursor else []
    result.close()
    return rows


@lru_cache(maxsize=5_000)
def day_of(plain: str | date) -> date:
    """A day as either driver gives it."""
    return date.fromisoformat(plain) if isinstance(plain, str) else plain
