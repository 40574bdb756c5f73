"""The database: base class, column types, and the rule that one request is one transaction. The only commit is here."""

import contextlib
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, CheckConstraint, DateTime, MetaData, Uuid, event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from budgettracker.errors import Busy

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
WRITING_METHODS = {"POST", "PUT", "PATCH", "DELETE"}
TRIES = 4
APPEND_ONLY = ("audit_record", "ledger_entry")
"""Tables whose rows are only ever added: triggers on both engines refuse everything else."""

_writing: ContextVar[bool] = ContextVar("writing", default=False)
Result = TypeVar("Result")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always in UTC on the way in and out, also on SQLite, which knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("moments carry their zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def uuid7() -> uuid.UUID:
    """A random id that sorts by time of making (RFC 9562, version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return uuid.UUID(int=value)


class Base(DeclarativeBase):
    """Every table's parent."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime, uuid.UUID: Uuid, int: BigInteger}


class WithId:
    """A row with an id of its own that says nothing about the family it concerns."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7)


def one_of(column: str, values: type[Any]) -> CheckConstraint:
    """A CHECK that a text column holds one value of a StrEnum."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True)


class Database:
    """What one running program holds: how many may wait to write, and for how long."""

    def __init__(self, writers: int, seconds: int) -> None:
        self.places = threading.BoundedSemaphore(writers)
        self.seconds = seconds


def register(app: Flask, migrations: Path) -> None:
    """Bind the database to the program with the settings that keep every acknowledged row."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    options: dict[str, Any] = {"pool_pre_ping": True}
    if url.startswith("sqlite"):
        options = {"connect_args": {"timeout": app.config["BUSY_SECONDS"], "isolation_level": None}}
        _make_private_folder(url)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(migrations))
    app.extensions["writing"] = Database(app.config["WRITERS"], app.config["BUSY_SECONDS"])
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "connect", _postgres_settings)


def _make_private_folder(url: str) -> None:
    file = url.removeprefix("sqlite:///")
    if file and file != ":memory:" and not Path(file).exists():
        Path(file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        Path(file).touch(mode=0o600)


def _sqlite_settings(connection: sqlite3.Connection, _: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    """Take SQLite's one write lock at the start of a transaction that may write: a later upgrade fails at once."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _postgres_settings(connection: Any, _: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("SET lock_timeout = '10s'")
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def passing(error: BaseException) -> bool:
    """Is this the kind of failure that goes away when the same thing is tried again (a lock, a deadlock)?"""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state in ("40001", "40P01", "55P03") or "database is locked" in str(error.orig)


@contextlib.contextmanager
def _place_to_write() -> Iterator[None]:
    """Fewer requests may wait for the write lock than there are threads, so that reading always answers."""
    from flask import current_app

    holder: Database = current_app.extensions["writing"]
    if db.engine.dialect.name != "sqlite":
        yield
        return
    if not holder.places.acquire(timeout=holder.seconds):
        raise Busy
    try:
        yield
    finally:
        holder.places.release()


@contextlib.contextmanager
def transaction() -> Iterator[None]:
    """One named transaction outside a request's own: commands, throttle counts, read-audit. Commits or undoes all."""
    token = _writing.set(True)
    try:
        with _place_to_write():
            try:
                yield
                db.session.commit()
            except BaseException:
                db.session.rollback()
                raise
    finally:
        _writing.reset(token)


@contextlib.contextmanager
def savepoint() -> Iterator[None]:
    """What a refusal undoes: everything since here, and nothing before."""
    with db.session.begin_nested():
        yield


def writes() -> bool:
    """Is the request being answered one that may write?"""
    return request.method in WRITING_METHODS


class RequestTransaction:
    """Runs a view inside its transaction: a writing request answering under 400 commits, anything else rolls back."""

    def __call__(self, answer: Callable[[], Response]) -> Response:
        if not writes():
            return self._reading(answer)
        # What was sent is read before the first SQL, so that a slow phone never holds the write lock.
        _ = request.form, request.files
        for attempt in range(1, TRIES + 1):
            try:
                return self._writing(answer)
            except OperationalError as error:
                if not passing(error) or attempt == TRIES:
                    raise
                time.sleep(0.02 * attempt)
                for file in request.files.values():
                    file.seek(0)
        raise AssertionError("unreachable")

    def _reading(self, answer: Callable[[], Response]) -> Response:
        try:
            return answer()
        finally:
            db.session.rollback()

    def _writing(self, answer: Callable[[], Response]) -> Response:
        db.session.rollback()
        token = _writing.set(True)
        try:
            with _place_to_write():
                try:
                    response = answer()
                    if response.status_code < 400:
                        db.session.commit()
                    return response
                finally:
                    db.session.rollback()
        finally:
            _writing.reset(token)


def savable(engine: Engine) -> bool:
    """Can the database be reached right now? For the readiness page."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError:
        return False
    return True
