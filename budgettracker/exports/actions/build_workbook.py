"""Build a study's workbook: a costing run, the file, and the proof from its bytes before it is offered."""

import hashlib
import os
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.results.actions import keep_results
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import brief_transaction, db, transaction
from budgettracker.errors import Busy, Refusal
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.exports.study.budgets import limits_in_force
from budgettracker.exports.study.proof import faults
from budgettracker.exports.study.study_data import StudyData, read_study_data
from budgettracker.exports.study.workbook import StudyWorkbook, study_workbook, write
from budgettracker.people.models import Person
from budgettracker.studies import keys
from budgettracker.studies.actions import run_study
from budgettracker.studies.models import Study
from budgettracker.studies.rules.pseudonyms import Pseudonyms

BEAT = timedelta(seconds=1)
"""How often a workbook that is being built keeps how far it is."""

UNPROVED = "The workbook was built but did not prove right, so it is not offered. Tell whoever operates the program: "
FAULT = "The workbook could not be built because of a fault in the program. Tell whoever operates it."


@dataclass(frozen=True, slots=True)
class WorkbookFolders:
    """Where workbooks and the studies' keys lie, and whether this is a real installation."""

    workbooks: Path
    keys: Path
    production: bool

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """The folders that the program's settings name."""
        production = settings["APP_ENV"] == "production"
        return cls(Path(settings["EXPORTS_FOLDER"]), Path(settings["STUDY_KEYS"]), production)


def build_workbook(
    by: Person | None, workbook_id: uuid.UUID, folders: WorkbookFolders, *, on: date, clock: Callable[[], datetime]
) -> Workbook:
    """Write the workbook of the run that was asked for, or of a new one; prove it from its bytes, and only then offer it.

    Runs outside any request, in short transactions of its own: nobody waits for it to write. What fails is kept with
    the workbook in words, and its file is removed.
    """
    try:
        _make_run(by, workbook_id, on, clock)
        file = _file_of(workbook_id, folders)
        digest, rows = _write_proved(workbook_id, folders, file, clock)
        _offer(by, workbook_id, file, digest, rows, clock)
    except Refusal as refusal:
        _fail(workbook_id, refusal.message)
    except Exception:
        # Nobody waits for an answer who could be told: the page that asks how far it is must be.
        _fail(workbook_id, FAULT)
        raise
    return db.session.get_one(Workbook, workbook_id)


def study_data_of(session: Session, workbook_id: uuid.UUID, folders: WorkbookFolders) -> StudyData:
    """What the sheets of a workbook are made of, all read at one moment of the database; its run has been made."""
    if session.get_bind().dialect.name != "sqlite":
        # One moment of the database for all sheets; on SQLite a reading transaction is that already.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    workbook = session.get_one(Workbook, workbook_id)
    assert workbook.run_id is not None
    key = keys.key_for(workbook.study_id, folders.keys, folders.production)
    program = version("budgettracker")
    return read_study_data(
        session, workbook.study_id, workbook.run_id, workbook.number, program, lambda: Pseudonyms(key)
    )


def _make_run(by: Person | None, workbook_id: uuid.UUID, on: date, clock: Callable[[], datetime]) -> None:
    with transaction():
        workbook = db.session.get_one(Workbook, workbook_id)
        workbook.state, workbook.heartbeat_at = BuildState.BUILDING, clock()
    with transaction():
        workbook = db.session.get_one(Workbook, workbook_id)
        if workbook.run_id is not None:
            # A run from before results were kept is reckoned now: the sheets read what is kept.
            keep_results(db.session.get_one(CostingRun, workbook.run_id))
            return
        run = run_study(by, db.session.get_one(Study, workbook.study_id), on=on, at=clock())
        workbook.run_id, workbook.heartbeat_at = run.id, clock()


def _file_of(workbook_id: uuid.UUID, folders: WorkbookFolders) -> Path:
    folder = folders.workbooks
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o077:
        raise Refusal(None, "The folder EXPORTS_FOLDER can be read by others. Its mode must be 0700.")
    return folder / f"{workbook_id.hex}.xlsx"


def _write_proved(
    workbook_id: uuid.UUID, folders: WorkbookFolders, file: Path, clock: Callable[[], datetime]
) -> tuple[str, int]:
    """Write the file under another name and prove it; gives its digest and number of data rows."""
    unproved = file.with_suffix(".unproved")
    try:
        with Session(db.engine) as session:
            data = study_data_of(session, workbook_id, folders)
            declared = study_workbook(data)
            progress = _Progress(workbook_id, declared.rows, clock)
            write(declared, unproved, progress)
            unproved.chmod(0o600)
            progress.keep(declared.rows)
            _require_proved(unproved, data, declared, progress)
        digest = _digest(unproved)
        os.replace(unproved, file)
        return digest, declared.rows
    finally:
        unproved.unlink(missing_ok=True)


def _require_proved(file: Path, data: StudyData, declared: StudyWorkbook, progress: "_Progress") -> None:
    rows = {sheet.name: sheet.length for sheet in declared.data_sheets}
    wrong = faults(file, totals_of(data.run), rows, limits_in_force(data), lambda: progress(declared.rows))
    if wrong:
        raise Refusal(None, UNPROVED + "; ".join(wrong) + ".")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _offer(
    by: Person | None, workbook_id: uuid.UUID, file: Path, digest: str, rows: int, clock: Callable[[], datetime]
) -> None:
    with transaction():
        workbook = db.session.get_one(Workbook, workbook_id)
        workbook.state, workbook.message = BuildState.READY, ""
        workbook.done_rows = workbook.total_rows = rows
        workbook.file_name, workbook.digest, workbook.bytes = file.name, digest, file.stat().st_size
        workbook.ready_at = workbook.heartbeat_at = at = clock()
        changes = {"run": workbook.run_id, "number": workbook.number, "rows": rows, "digest": digest}
        record(by, Deed.WORKBOOK_BUILT, workbook, changes, at=at)


def _fail(workbook_id: uuid.UUID, message: str) -> None:
    with transaction():
        workbook = db.session.get_one(Workbook, workbook_id)
        workbook.state, workbook.message = BuildState.FAILED, message


class _Progress:
    """Keeps with the workbook, now and then, how many rows are written; a busy database is told the next time."""

    def __init__(self, workbook_id: uuid.UUID, total: int, clock: Callable[[], datetime]) -> None:
        self._workbook_id, self._total, self._clock = workbook_id, total, clock
        self._kept_at = clock()

    def __call__(self, rows: int) -> None:
        if self._clock() - self._kept_at >= BEAT:
            self.keep(rows)

    def keep(self, rows: int) -> None:
        """Keep it at once."""
        self._kept_at = self._clock()
        with suppress(Busy, DBAPIError), brief_transaction():
            workbook = db.session.get_one(Workbook, self._workbook_id)
            workbook.done_rows, workbook.total_rows, workbook.heartbeat_at = rows, self._total, self._kept_at
