"""SQLite, by its own backup interface: it copies one moment, even while people write, as copying the file does not."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

from budgettracker import create_app
from budgettracker.commands.backups.checks import NOT_OURS, Judge, Judged, Unusable, known, looked_at, newest, scripts

IN_USE = "Somebody is working with the database. Stop the server, and try again."


class Sqlite:
    """Backups of a SQLite database: one file each, like the database itself."""

    def make(self, engine: Engine, file: Path) -> tuple[str, list[str]]:
        """Copy the database to a file and check the copy. Gives what was read, in words, and the faults of its books."""
        with _opened(Path(str(engine.url.database)), "ro") as here, _opened(file, "rw") as copy:
            # All pages in one step: a writer meanwhile goes on in the write-ahead log, and is not in the copy.
            here.backup(copy, pages=-1)
            _one_file(copy)
            _require_sound(copy)
        if newest(engine) != scripts().get_current_head():
            return "SQLite found it sound. Its books were not checked: the schema is not this version's.", []
        with _private_folder(file) as folder:
            _, faults = looked_at(_beside(file, folder))
        return "SQLite found it sound." if faults else "SQLite found it sound, and the books in it agree.", faults

    def bring_back(self, app: Flask, file: Path, judge: Judge) -> Judged:
        """Copy a backup into the program's database, once a second copy of it has passed the checks."""
        target = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
        with _private_folder(target) as folder:
            seen, judged = self._judged(file, folder, judge)
            with _opened(target, "rw") as here, _opened(judged, "rw") as copy:
                try:
                    # SQLite leaves its write-ahead log only for the one who is alone with the file.
                    here.execute("PRAGMA journal_mode = DELETE")
                    copy.backup(here, pages=-1)
                except sqlite3.OperationalError as problem:
                    if "locked" not in str(problem):
                        raise
                    raise Unusable(IN_USE) from problem
        target.chmod(0o600)
        return seen

    def _judged(self, file: Path, folder: Path, judge: Judge) -> tuple[Judged, Path]:
        copied = folder / "copy.sqlite"
        copied.touch(mode=0o600)
        with _opened(file, "ro") as backup, _opened(copied, "rw") as copy:
            _require_sound(backup)
            known(_revision(backup))
            backup.backup(copy, pages=-1)
        seen = judge(_program_on(copied))
        with _opened(copied, "rw") as copy:
            _one_file(copy)
        return seen, copied


def _program_on(file: Path) -> Flask:
    return create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}"})


def _beside(file: Path, folder: Path) -> Flask:
    """The program, running on a second copy, so that checking never changes the backup itself."""
    copied = folder / "copy.sqlite"
    copied.touch(mode=0o600)
    with _opened(file, "ro") as backup, _opened(copied, "rw") as copy:
        backup.backup(copy, pages=-1)
    return _program_on(copied)


@contextlib.contextmanager
def _private_folder(beside: Path) -> Iterator[Path]:
    """A temporary folder on the same disk, which only this user can read."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=beside.absolute().parent) as folder:
        os.chmod(folder, 0o700)
        yield Path(folder)


@contextlib.contextmanager
def _opened(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection of its own. Raises Unusable when the file is no SQLite database."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=5)
    try:
        yield connection
    except sqlite3.DatabaseError as problem:
        if isinstance(problem, sqlite3.OperationalError):
            raise Unusable(f"SQLite says: {problem}.") from problem
        raise Unusable(NOT_OURS) from problem
    finally:
        connection.close()


def _one_file(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log off, so that the one file is the whole database."""
    connection.execute("PRAGMA journal_mode = DELETE")


def _require_sound(connection: sqlite3.Connection) -> None:
    """SQLite's own check of every page, index and reference. Raises Unusable."""
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise Unusable("SQLite finds damage in it (PRAGMA integrity_check).")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise Unusable("Rows in it name rows that do not exist (PRAGMA foreign_key_check).")


def _revision(connection: sqlite3.Connection) -> str | None:
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    return str(row[0]) if row else None
