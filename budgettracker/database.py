"""The database: base class, column types, and the rule that one request is one transaction. The only commit is here."""

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, CheckConstraint, MetaData, Uuid, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from budgettracker import connections
from budgettracker.errors import Busy, Refusal
from budgettracker.ids import uuid7
from budgettracker.marked_views import locks_late, writes
from budgettracker.moments import UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
TRIES = 4
MAY_WAIT = 20
"""How many requests of one process may write or wait to write at once; the server has more threads than that."""
LATE_TRIES = 2
"""How often a long deed is tried without the lock before it is held from the start."""
Done = TypeVar("Done")


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
        self.line = threading.BoundedSemaphore(MAY_WAIT)
        self.places = threading.BoundedSemaphore(writers)
        self.seconds = seconds


def register(app: Flask, migrations: Path) -> None:
    """Bind the database to the program with the settings that keep every acknowledged row."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    # An error's words never quote what a statement was given: they may end in a log.
    options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True, **connections.kept(MAY_WAIT + 5)}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": app.config["BUSY_SECONDS"], "isolation_level": None}
        options["pool_pre_ping"] = False
        _make_private_folder(url)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(migrations))
    app.extensions["writing"] = Database(app.config["WRITERS"], app.config["BUSY_SECONDS"])
    with app.app_context():
        connections.set_up(db.engine)
    app.shell_context_processor(shell_names)


def shell_names() -> dict[str, Any]:
    """What is ready for use at the prompt of `make shell`: `db` and every model, by name."""
    return {"db": db, **{mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}}


def _make_private_folder(url: str) -> None:
    name = url.removeprefix("sqlite:///")
    if name and name != ":memory:" and not (file := Path(name)).exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)


class Overtaken(OperationalError):
    """Somebody else wrote meanwhile what had been looked up and was free: done anew, it is seen to stand."""


def passing(error: BaseException) -> bool:
    """Is this the kind of failure that goes away when the same thing is tried again (a lock, a deadlock)?"""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return (
        isinstance(error, Overtaken) or state in ("40001", "40P01", "55P03") or "database is locked" in str(error.orig)
    )


@contextlib.contextmanager
def _held(places: threading.BoundedSemaphore, milliseconds: int) -> Iterator[None]:
    if not places.acquire(timeout=milliseconds / 1000):
        raise Busy
    try:
        yield
    finally:
        places.release()


@contextlib.contextmanager
def _place_to_write() -> Iterator[None]:
    """Fewer requests may wait for the write lock than there are threads, so that reading always answers."""
    holder: Database = current_app.extensions["writing"]
    if db.engine.dialect.name != "sqlite":
        yield
        return
    # Waiting for a place and then for the lock together stay well under a quarter of a minute.
    patience = connections.BRIEF_MILLISECONDS if connections.waits_briefly.get() else holder.seconds * 500
    with _held(holder.line, 0), _held(holder.places, patience):
        yield


@contextlib.contextmanager
def transaction() -> Iterator[None]:
    """One named transaction outside a request's own: commands, throttle counts, read-audit. Commits or undoes all."""
    token = connections.writing.set(True)
    try:
        # A transaction that began by reading could not take SQLite's write lock any more.
        db.session.rollback()
        with _place_to_write():
            try:
                yield
                db.session.commit()
            except BaseException:
                db.session.rollback()
                raise
    finally:
        connections.writing.reset(token)


def checked_first(deed: Callable[[], Done]) -> Done:
    """Do a deed that reads much and then writes, in one transaction that takes SQLite's write lock at its first row only.

    Others write while it reads. Where one of them did, SQLite refuses its first row: all is done anew, at last with the lock.
    """
    for _ in range(LATE_TRIES):
        token = connections.takes_lock_late.set(True)
        try:
            with transaction():
                return deed()
        except OperationalError as error:
            if not passing(error):
                raise
        finally:
            connections.takes_lock_late.reset(token)
    with transaction():
        return deed()


@contextlib.contextmanager
def brief_transaction() -> Iterator[None]:
    """A named transaction that waits at most 50 ms for anybody else; then Busy or an OperationalError is raised."""
    token = connections.waits_briefly.set(True)
    try:
        with transaction():
            if db.engine.dialect.name != "sqlite":
                db.session.execute(text(f"SET LOCAL lock_timeout = '{connections.BRIEF_MILLISECONDS}ms'"))
            yield
    finally:
        connections.waits_briefly.reset(token)


@contextlib.contextmanager
def savepoint() -> Iterator[None]:
    """What a refusal undoes: everything since here, and nothing before."""
    with db.session.begin_nested():
        yield


@contextlib.contextmanager
def unique(field: str, message: str) -> Iterator[None]:
    """Flush what is changed inside. Raises Refusal in these words when another row has the value already."""
    try:
        with savepoint():
            yield
            db.session.flush()
    except IntegrityError as clash:
        raise Refusal(field, message) from clash


@contextlib.contextmanager
def overtaken() -> Iterator[None]:
    """Raises Overtaken where PostgreSQL refuses a second row of a key that was free when it was looked up."""
    try:
        yield
    except IntegrityError as clash:
        if getattr(clash.orig, "sqlstate", None) == "23505":
            raise Overtaken(clash.statement, None, cast(BaseException, clash.orig), hide_parameters=True) from clash
        raise


def let_go() -> None:
    """End the reading transaction, so that nothing is held while a password is hashed; rows are read anew after it."""
    db.session.rollback()


class RequestTransaction:
    """Runs a view inside its transaction: a writing request answering under 400 commits, anything else rolls back."""

    def __call__(self, answer: Callable[[], Response]) -> Response:
        if not writes():
            return self._reading(answer)
        # What was sent is read before the first SQL, so that a slow phone never holds the write lock.
        _ = request.form, request.files
        give_up_at = time.monotonic() + current_app.config["BUSY_SECONDS"]
        _make_way_for_writing()
        for attempt in range(1, TRIES + 1):
            try:
                return self._writing(
                    answer, late=attempt <= LATE_TRIES and locks_late() and db.engine.dialect.name == "sqlite"
                )
            except OperationalError as error:
                if not passing(error) or attempt == TRIES or time.monotonic() >= give_up_at:
                    raise
                db.session.rollback()
                time.sleep(0.02 * attempt)
                for file in request.files.values():
                    file.seek(0)
        raise AssertionError("unreachable")

    def _reading(self, answer: Callable[[], Response]) -> Response:
        try:
            response = answer()
        except BaseException:
            db.session.rollback()
            raise
        _end_reading()
        return response

    def _writing(self, answer: Callable[[], Response], *, late: bool) -> Response:
        token, late_token = connections.writing.set(True), connections.takes_lock_late.set(late)
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
            connections.takes_lock_late.reset(late_token)
            connections.writing.reset(token)


def _make_way_for_writing() -> None:
    """On SQLite, who began by asking who is there could not take the write lock any more: begin anew, knowing it."""
    if db.engine.dialect.name == "sqlite":
        known = list(db.session)
        db.session.expunge_all()
        db.session.rollback()
        db.session.add_all(known)


def _end_reading() -> None:
    """End a transaction that was only for reading.

    Where PostgreSQL has refused whatever would have been written, with a commit, of nothing: after a rollback its driver
    forgets every statement it has prepared.
    """
    db.session.expunge_all()
    if db.engine.dialect.name == "sqlite" or connections.may_write():
        db.session.rollback()
    else:
        db.session.commit()
