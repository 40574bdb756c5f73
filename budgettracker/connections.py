"""How connections to SQLite and PostgreSQL are set up, and how each transaction begins."""

import sqlite3
import time
from contextvars import ContextVar
from typing import Any, cast

from flask import has_request_context, request
from psycopg.adapt import Buffer, Loader
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""Set while the running transaction may write."""
takes_lock_late: ContextVar[bool] = ContextVar("takes_lock_late", default=False)
"""Set while the running transaction takes SQLite's write lock with its first row only, and is tried anew if it came too late."""
waits_briefly: ContextVar[bool] = ContextVar("waits_briefly", default=False)
"""Set while the running transaction soon gives up, because a page must not wait for it."""
LOOK_AGAIN_SECONDS = 0.003
BRIEF_MILLISECONDS = 50
"""How long such a transaction waits: the record of who read what, and when somebody was last seen."""
WRITING_METHODS = {"POST", "PUT", "PATCH", "DELETE"}

KEPT_OPEN = 10


def kept(most: int) -> dict[str, int]:
    """How many connections a process opens at most, and how many stay open: those have their statements prepared."""
    return {"pool_size": KEPT_OPEN, "max_overflow": most - KEPT_OPEN}


def may_write() -> bool:
    """May a transaction that begins now write? Not while a page is only read."""
    return writing.get() or not has_request_context() or request.method in WRITING_METHODS


def set_up(engine: Engine) -> None:
    """Give every connection its settings, so that a saved record outlives a power cut, and begin every transaction."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "connect", _postgres_settings)
        event.listen(engine, "begin", _postgres_begin)


def _sqlite_settings(connection: sqlite3.Connection, _: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    """Take SQLite's only write lock at the start of a transaction that may write: taking it later could fail at once.

    Whoever takes it late knows that, and tries again (`checked_first`).
    """
    if not writing.get() or takes_lock_late.get():
        connection.exec_driver_sql("BEGIN")
        return
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    usual = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    give_up_at = time.monotonic() + (BRIEF_MILLISECONDS if waits_briefly.get() else usual) / 1000
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        # SQLite itself waits longer after each attempt: under steady writing, the longest waiter might never get the lock.
        while time.monotonic() < give_up_at and not _begun(driver):
            time.sleep(LOOK_AGAIN_SECONDS)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout = {usual}")


def _begun(driver: sqlite3.Connection) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


class WholeNumberLoader(Loader):
    """Reads PostgreSQL's numeric, the type of its sums of bigint, as an int: pence and minutes are whole everywhere.

    Raises ValueError for a fraction, since no column holds one.
    """

    def load(self, data: Buffer) -> int:
        """The number, as SQLite gives it too."""
        return int(bytes(data))


def _postgres_settings(connection: Any, _: object) -> None:
    connection.adapters.register_loader("numeric", WholeNumberLoader)
    connection.autocommit = True
    for setting in ("synchronous_commit = on", "lock_timeout = '8s'", "TIME ZONE 'UTC'"):
        connection.execute(f"SET {setting}")
    connection.autocommit = False


def _postgres_begin(connection: Connection) -> None:
    """While a page is only read, PostgreSQL itself refuses every write."""
    driver: Any = connection.connection.driver_connection
    driver.read_only = not may_write()
