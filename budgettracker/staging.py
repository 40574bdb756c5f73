"""Where the rows of a long deed wait beside an embedded database until all of them are checked: nobody else waits meanwhile.

SQLite has one write lock for everybody. It has a file of its own for temporary tables too, whose writing locks nothing,
and looks for a table there first. So a deed that takes the lock late writes into tables of the same names there, which
hold what stands, with every deed's own words unchanged, and what they gained is carried over at the end in a few
statements. PostgreSQL locks rows and not the database: there everything is written at once.
"""

import contextlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateIndex, CreateTable

from budgettracker import connections, kept_sums
from budgettracker.database import Base, db

Value = object
"""A value as both drivers accept it: ids as 32 hexadecimal figures, dates as ISO text, yes and no as 1 and 0."""

ASIDE, CHANGED, GONE = "aside_", "changed_", "gone_"
"""How tables beside the database are called that hold changed rows of a long table, or which rows changed or are gone."""
SUMMED = "spend"
"""The table whose rows are summed beside the books."""


@dataclass(frozen=True)
class Beside:
    """The tables that a deed writes row by row.

    `copied` are read there too, and so hold what stands; of `only_added` nothing is read; `looked_up` are long and asked
    for single rows, which are copied when they change.
    """

    copied: Sequence[type[Base]] = ()
    only_added: Sequence[type[Base]] = ()
    looked_up: Sequence[type[Base]] = ()


@dataclass
class Staging:
    """Rows of several tables that wait beside the database."""

    _columns: dict[str, str] = field(default_factory=dict)
    _copied: list[Table] = field(default_factory=list)
    _only_added: list[Table] = field(default_factory=list)
    _looked_up: list[Table] = field(default_factory=list)

    @classmethod
    def opened(cls, beside: Beside) -> "Staging":
        """From here on these tables are written beside the database, where the deed has not taken its lock at the start."""
        staging, connection = cls(), db.session.connection()
        if connection.dialect.name != "sqlite" or (connections.writing.get() and not connections.takes_lock_late.get()):
            return staging
        # What changed in memory belongs to the tables that stand.
        db.session.flush()
        staging._copied = [_copy(connection, _table(model), filled=True) for model in beside.copied]
        staging._only_added = [_copy(connection, _table(model), filled=False) for model in beside.only_added]
        staging._looked_up = [_look_up(connection, _table(model)) for model in beside.looked_up]
        return staging

    def keep(self, connection: Connection, table: str, columns: tuple[str, ...], rows: list[tuple[Value, ...]]) -> None:
        """Keep rows of a table that are written many at a time."""
        names = ", ".join(columns)
        if table not in self._columns:
            connection.exec_driver_sql(f"CREATE TEMP TABLE staged_{table} AS SELECT {names} FROM main.{table} WHERE 0")  # noqa: S608 - names of our own model
            self._columns[table] = names
        marks = ", ".join("?" for _ in columns)
        connection.exec_driver_sql(f"INSERT INTO temp.staged_{table} VALUES ({marks})", rows)  # noqa: S608

    def write(self) -> None:
        """Write what waits into its tables, in the order it came in; a table before those that refer to it."""
        connection = db.session.connection()
        db.session.flush()
        if SUMMED in self._columns:
            kept_sums.sum_waiting(connection, f"temp.staged_{SUMMED}")
        self._carry_over(connection)
        for table in (each.name for each in Base.metadata.sorted_tables if each.name in self._columns):
            names = self._columns[table]
            rows = f"SELECT {names} FROM temp.staged_{table} ORDER BY rowid"  # noqa: S608
            with kept_sums.added_together(connection) if table == SUMMED else contextlib.nullcontext():
                connection.exec_driver_sql(f"INSERT INTO main.{table} ({names}) {rows}")
            connection.exec_driver_sql(f"DROP TABLE temp.staged_{table}")
        self._columns = {}

    def _carry_over(self, connection: Connection) -> None:
        """Do to the tables what was done to those beside them, and put these away; what differs is looked for first."""
        places = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
        tables = sorted([*self._copied, *self._only_added, *self._looked_up], key=lambda table: places[table.name])
        for table in self._copied:
            _mark_changes(connection, table)
        gone = [table for table in reversed(tables) if table in self._copied and _any_gone(connection, table)]
        for table in gone:
            key = _key(table)
            these = f"SELECT {key} FROM temp.{GONE}{table.name}"  # noqa: S608
            connection.exec_driver_sql(f"DELETE FROM main.{table.name} WHERE {key} IN ({these})")  # noqa: S608
        for table in tables:
            connection.exec_driver_sql(self._carry(table))
        for table in tables:
            self._put_away(connection, table)
        self._copied, self._only_added, self._looked_up = [], [], []

    def _carry(self, table: Table) -> str:
        """The statement that takes over what is new in a table, and what changed."""
        names, key = _names(table), _key(table)
        taken = ", ".join(f"{column.name} = excluded.{column.name}" for column in table.columns)
        held = f"{ASIDE}{table.name}" if table in self._looked_up else table.name
        new = f"INSERT INTO main.{table.name} ({names}) SELECT {names} FROM temp.{held}"  # noqa: S608
        which = f"WHERE {key} IN (SELECT {key} FROM temp.{CHANGED}{table.name})" if table in self._copied else "WHERE 1"  # noqa: S608
        clash = "" if table in self._only_added else f"ON CONFLICT ({key}) DO UPDATE SET {taken}"
        return f"{new} {which} ORDER BY rowid {clash}"

    def _put_away(self, connection: Connection, table: Table) -> None:
        if table in self._looked_up:
            connection.exec_driver_sql(f"DROP VIEW temp.{table.name}")
            connection.exec_driver_sql(f"DROP TABLE temp.{ASIDE}{table.name}")
            return
        connection.exec_driver_sql(f"DROP TABLE temp.{table.name}")
        if table in self._copied:
            connection.exec_driver_sql(f"DROP TABLE temp.{CHANGED}{table.name}")
            connection.exec_driver_sql(f"DROP TABLE temp.{GONE}{table.name}")


def _copy(connection: Connection, table: Table, *, filled: bool) -> Table:
    """A table of the same name beside the database, with its own rules but for those about other tables."""
    dialect, names = connection.dialect, _names(table)
    made = str(CreateTable(table, include_foreign_key_constraints=[]).compile(dialect=dialect)).strip()
    connection.exec_driver_sql(made.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
    if filled:
        connection.exec_driver_sql(f"INSERT INTO temp.{table.name} ({names}) SELECT {names} FROM main.{table.name}")  # noqa: S608
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            connection.exec_driver_sql(str(CreateIndex(index).compile(dialect=dialect)))
    return table


def _look_up(connection: Connection, table: Table) -> Table:
    """A view of a table that holds what stands, and in its place what changed."""
    names, key, aside = _names(table), _key(table), f"{ASIDE}{table.name}"
    connection.exec_driver_sql(f"CREATE TEMP TABLE {aside} ({key} PRIMARY KEY, {names.replace(f'{key}, ', '', 1)})")
    standing = f"SELECT {names} FROM main.{table.name} AS there"  # noqa: S608
    unchanged = f"WHERE NOT EXISTS (SELECT 1 FROM temp.{aside} AS here WHERE here.{key} = there.{key})"  # noqa: S608
    connection.exec_driver_sql(
        f"CREATE TEMP VIEW {table.name} AS SELECT {names} FROM temp.{aside} UNION ALL {standing} {unchanged}"  # noqa: S608
    )
    new = ", ".join(f"NEW.{column.name}" for column in table.columns)
    for deed in ("INSERT", "UPDATE"):
        kept = f"INSERT OR REPLACE INTO {aside} ({names}) VALUES ({new})"  # noqa: S608
        connection.exec_driver_sql(
            f"CREATE TEMP TRIGGER {aside}_{deed.lower()} INSTEAD OF {deed} ON {table.name} BEGIN {kept}; END"
        )
    return table


def _mark_changes(connection: Connection, table: Table) -> None:
    """Which rows of a copy are new or changed, and which are gone from it."""
    names, key, name = _names(table), _key(table), table.name
    differing = f"SELECT {names} FROM temp.{name} EXCEPT SELECT {names} FROM main.{name}"  # noqa: S608
    connection.exec_driver_sql(f"CREATE TEMP TABLE {CHANGED}{name} AS SELECT {key} FROM ({differing})")  # noqa: S608
    gone = f"SELECT {key} FROM main.{name} EXCEPT SELECT {key} FROM temp.{name}"  # noqa: S608
    connection.exec_driver_sql(f"CREATE TEMP TABLE {GONE}{name} AS {gone}")


def _any_gone(connection: Connection, table: Table) -> bool:
    gone = connection.exec_driver_sql(f"SELECT 1 FROM temp.{GONE}{table.name} LIMIT 1").first()  # noqa: S608
    return gone is not None


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)


def _key(table: Table) -> str:
    (key,) = table.primary_key.columns
    return key.name


_staging: ContextVar[Staging | None] = ContextVar("staging", default=None)


def staging_now() -> Staging | None:
    """Where rows that are written many at a time wait just now; None where they are written at once."""
    return _staging.get()


@contextlib.contextmanager
def staged(staging: Staging) -> Iterator[None]:
    """On SQLite, what is written many rows at a time inside waits in `staging`."""
    token = _staging.set(staging)
    try:
        yield
    finally:
        _staging.reset(token)
