"""Reading is recorded too: after the answer, in a short transaction of its own that can neither fail nor slow the page.

It waits at most 50 ms for the database. When that is busy, the record goes to a spool file beside it, and from there
into the audit before a later reading is written.
"""

import contextlib
import importlib
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask, Response, current_app, g
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from budgettracker.audit.actions import Subject, record
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import brief_transaction, db
from budgettracker.errors import Busy
from budgettracker.ids import uuid7
from budgettracker.web import now

SPOOL = "read-audit.spool"
SET_ASIDE = "read-audit.set-aside"
AT_ONCE = 50
"""Spooled readings that one later request brings into the database."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The person who read: ids only."""

    id: uuid.UUID
    authority_id: uuid.UUID | None


@dataclass(slots=True)
class ReadRow:
    """The row that was read: its table and id."""

    __tablename__: str
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Reading:
    """One row that somebody read, to be recorded after the answer; ids only, like every audit record."""

    id: uuid.UUID
    by: Reader
    deed: Deed
    subject: ReadRow
    authority_id: uuid.UUID | None
    at: datetime

    def line(self) -> str:
        """As it stands in the spool."""
        fields = {
            "id": str(self.id),
            "by": str(self.by.id),
            "by_authority": str(self.by.authority_id or ""),
            "deed": str(self.deed),
            "kind": self.subject.__tablename__,
            "subject": str(self.subject.id),
            "authority": str(self.authority_id or ""),
            "at": self.at.isoformat(),
        }
        return json.dumps(fields) + "\n"


def reading_of(line: str) -> Reading | None:
    """A line of the spool read back; None when it is damaged, as after a power cut."""
    try:
        fields = json.loads(line)
        return Reading(
            id=uuid.UUID(fields["id"]),
            by=Reader(uuid.UUID(fields["by"]), _id_or_none(fields["by_authority"])),
            deed=Deed(fields["deed"]),
            subject=ReadRow(str(fields["kind"]), uuid.UUID(fields["subject"])),
            authority_id=_id_or_none(fields["authority"]),
            at=datetime.fromisoformat(fields["at"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _id_or_none(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def note_reading(deed: Deed, subject: Subject, *, authority_id: uuid.UUID | None = None) -> None:
    """From a view: this row was shown to whoever is signed in. It is recorded once the page was answered (under 400).

    `authority_id` is whose data it is, where that is not the reader's own authority.
    """
    reader = Reader(g.person.id, g.person.authority_id)
    row = ReadRow(subject.__tablename__, subject.id)
    reading = Reading(uuid7(), reader, deed, row, authority_id or reader.authority_id, now())
    g.setdefault("readings", []).append(reading)


def register(app: Flask) -> None:
    """Record after each answer what was read for it."""

    @app.after_request
    def was_shown(response: Response) -> Response:
        if response.status_code >= 400:
            g.pop("readings", None)
        return response

    @app.teardown_request
    def write_down(_: BaseException | None) -> None:
        readings: list[Reading] = g.pop("readings", [])
        if readings:
            keep(readings, Path(current_app.config["INSTANCE_FOLDER"]))


def keep(readings: list[Reading], folder: Path) -> None:
    """Write readings to the database if it can be had within 50 ms, else to the spool. Never raises."""
    try:
        try:
            replay(folder)
            add(readings, spooled=False)
        except (DBAPIError, Busy):
            with _spool(folder / SPOOL) as spool:
                spool.write("".join(reading.line() for reading in readings).encode())
    except Exception as error:
        # The page was shown already; what could not be kept is told to the operator, without a word of what it was.
        current_app.logger.error("%d readings were not recorded: %s", len(readings), type(error).__name__)


def add(readings: Iterable[Reading], *, spooled: bool = True) -> None:
    """Write readings to the audit in one brief transaction. Of `spooled` ones those are left out that it has already."""
    new = list(readings)
    with brief_transaction():
        ids = [reading.id for reading in new] if spooled else []
        recorded = set(db.session.scalars(select(AuditRecord.id).where(AuditRecord.id.in_(ids)))) if ids else set()
        for reading in new:
            if reading.id not in recorded:
                record(
                    reading.by,
                    reading.deed,
                    reading.subject,
                    authority_id=reading.authority_id,
                    at=reading.at,
                    line_id=reading.id,
                )


def replay(folder: Path) -> None:
    """Move what waits in the spool into the database, the oldest first; raises when the database is still busy."""
    path = folder / SPOOL
    if not path.exists() or path.stat().st_size == 0:
        return
    with _spool(path) as spool:
        spool.seek(0)
        lines = spool.read().decode("ascii", "replace").splitlines(keepends=True)
        taken, rest = lines[:AT_ONCE], lines[AT_ONCE:]
        pairs = [(line, reading_of(line)) for line in taken]
        refused = [line for line, reading in pairs if reading is None]
        readings = [reading for _, reading in pairs if reading is not None]
        try:
            add(readings)
        except IntegrityError:
            refused += _add_singly(readings)
        if refused:
            with _spool(folder / SET_ASIDE) as aside:
                aside.write("".join(refused).encode())
            current_app.logger.error("%d spooled readings were set aside in %s", len(refused), SET_ASIDE)
        spool.truncate(0)
        spool.write("".join(rest).encode())


def _add_singly(readings: list[Reading]) -> list[str]:
    """Add each reading by itself, and return the lines of those that the database refuses."""
    refused = []
    for reading in readings:
        try:
            add([reading])
        except IntegrityError:
            refused.append(reading.line())
    return refused


class _Appended:
    """A file that is written at its end, whole lines at a time, and reaches the disk."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def seek(self, position: int) -> None:
        os.lseek(self.descriptor, position, os.SEEK_SET)

    def read(self) -> bytes:
        pieces = []
        while piece := os.read(self.descriptor, 1 << 20):
            pieces.append(piece)
        return b"".join(pieces)

    def truncate(self, size: int) -> None:
        os.ftruncate(self.descriptor, size)

    def write(self, content: bytes) -> None:
        while content:
            content = content[os.write(self.descriptor, content) :]
        os.fsync(self.descriptor)


@contextlib.contextmanager
def _spool(path: Path) -> Iterator[_Appended]:
    """The file, for this process alone until it is closed; readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _lock_alone(descriptor)
        yield _Appended(descriptor)
    finally:
        os.close(descriptor)


def _lock_alone(descriptor: int) -> None:
    """Take the file for this process alone. Windows has no such lock; there one process serves the demonstration."""
    if os.name == "posix":
        locks = importlib.import_module("fcntl")
        locks.flock(descriptor, locks.LOCK_EX)
