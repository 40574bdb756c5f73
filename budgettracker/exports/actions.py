"""Asking for a workbook, building it, and proving it before it is offered."""

import hashlib
import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from budgettracker.access import Permission, permissions_of
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import brief_transaction, db, transaction
from budgettracker.errors import Busy, NotTheirs, Refusal
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.exports.queries import STOPPED, is_stopped
from budgettracker.exports.study.budgets import limits_in_force
from budgettracker.exports.study.proof import faults
from budgettracker.exports.study.scene import Scene, scene_of
from budgettracker.exports.study.workbook import StudyWorkbook, study_workbook, write
from budgettracker.people.models import Person
from budgettracker.studies import keys
from budgettracker.studies.actions import run_study
from budgettracker.studies.models import Study
from budgettracker.studies.queries import blocks_of_study
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.rules.pseudonyms import Pseudonyms
from budgettracker.studies.rules.study import require_joined

BEAT = timedelta(seconds=1)
"""How often a building says how far it is."""

UNPROVED = "The workbook was built but did not prove right, so it is not offered. Tell whoever operates the program: "
FAULT = "The workbook could not be built because of a fault in the program. Tell whoever operates it."


@dataclass(frozen=True, slots=True)
class Places:
    """Where workbooks and the studies' keys lie, and whether this is a real installation."""

    workbooks: Path
    keys: Path
    production: bool


def ask_workbook(by: Person | None, study: Study, *, on: date, at: datetime) -> Workbook:
    """Ask for a study's next workbook, to be built after this is kept; `by` None is the operator.

    Raises Refusal when the profile lets no rows leave, when no authority is in the study, when something stops a
    costing run, or while another workbook of the study is being built; NotTheirs for anybody but an evaluator.
    """
    if by is not None and Permission.RUN_STUDIES not in permissions_of(by.roles_on(on)):
        raise NotTheirs
    require_rows(study.profile)
    require_joined(len(study.authorities))
    blocks = blocks_of_study(study)
    if blocks:
        raise Refusal(None, "A workbook cannot be built yet. " + " ".join(blocks))
    # One at a time may take the study's next number.
    db.session.execute(select(Study.id).where(Study.id == study.id).with_for_update())
    busy = select(Workbook).where(
        Workbook.study_id == study.id, Workbook.state.in_((BuildState.WAITING, BuildState.BUILDING))
    )
    for other in db.session.scalars(busy):
        if not is_stopped(other, at):
            raise Refusal(None, f"Workbook {other.number} of this study is being built. Wait until it is ready.")
        other.state, other.message = BuildState.FAILED, STOPPED
    last = db.session.scalar(select(func.max(Workbook.number)).where(Workbook.study_id == study.id))
    workbook = Workbook(study_id=study.id, number=(last or 0) + 1, asked_by_id=by.id if by else None, asked_at=at)
    db.session.add(workbook)
    db.session.flush()
    record(by, Deed.WORKBOOK_ASKED, workbook, {"study": study.id, "number": workbook.number}, at=at)
    return workbook


def build_workbook(
    by: Person | None, workbook_id: uuid.UUID, places: Places, *, on: date, clock: Callable[[], datetime]
) -> Workbook:
    """Make a costing run, write its workbook, prove it from its bytes, and only then offer it.

    Runs outside any request, in short transactions of its own: nobody waits for it to write. What fails is kept with
    the workbook in words, and its file is removed.
    """
    try:
        _start(by, workbook_id, on, clock)
        file = _file_of(workbook_id, places)
        bytes_, rows = _write_proved(workbook_id, places, file, clock)
        _finish(by, workbook_id, file, bytes_, rows, clock)
    except Refusal as refusal:
        _fail(workbook_id, refusal.message)
    except Exception:
        # Nobody waits for an answer who could be told: the page that asks how far it is must be.
        _fail(workbook_id, FAULT)
        raise
    return db.session.get_one(Workbook, workbook_id)


def _start(by: Person | None, workbook_id: uuid.UUID, on: date, clock: Callable[[], datetime]) -> None:
    with transaction():
        workbook = db.session.get_one(Workbook, workbook_id)
        workbook.state, workbook.heartbeat_at = BuildState.BUILDING, clock()
    with transaction():
        workbook = db.session.get_one(Workbook, workbook_id)
        run = run_study(by, db.session.get_one(Study, workbook.study_id), on=on, at=clock())
        workbook.run_id, workbook.heartbeat_at = run.id, clock()


def _file_of(workbook_id: uuid.UUID, places: Places) -> Path:
    folder = places.workbooks
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o077:
        raise Refusal(None, "The folder EXPORTS_FOLDER can be read by others. Its mode must be 0700.")
    return folder / f"{workbook_id.hex}.xlsx"


def _write_proved(workbook_id: uuid.UUID, places: Places, file: Path, clock: Callable[[], datetime]) -> tuple[str, int]:
    """Write the file under another name and prove it; gives its digest and number of data rows."""
    unproved = file.with_suffix(".unproved")
    try:
        with Session(db.engine) as session:
            scene = _scene(session, workbook_id, places)
            made = study_workbook(scene)
            beat = _Beat(workbook_id, made.rows, clock)
            write(made, unproved, beat)
            unproved.chmod(0o600)
            beat.now(made.rows)
            _require_proved(unproved, scene, made, beat)
        digest = _digest(unproved)
        os.replace(unproved, file)
        return digest, made.rows
    finally:
        unproved.unlink(missing_ok=True)


def _scene(session: Session, workbook_id: uuid.UUID, places: Places) -> Scene:
    if db.engine.dialect.name != "sqlite":
        # One moment of the database for all sheets; on SQLite a reading transaction is that already.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    workbook = session.get_one(Workbook, workbook_id)
    assert workbook.run_id is not None
    key = keys.key_for(workbook.study_id, places.keys, places.production)
    return scene_of(
        session, workbook.study_id, workbook.run_id, workbook.number, version("budgettracker"), lambda: Pseudonyms(key)
    )


def _require_proved(file: Path, scene: Scene, made: StudyWorkbook, beat: "_Beat") -> None:
    rows = {sheet.name: sheet.length for sheet in made.data}
    found = faults(file, totals_of(scene.run), rows, limits_in_force(scene), lambda: beat(made.rows))
    if found:
        raise Refusal(None, UNPROVED + "; ".join(found) + ".")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _finish(
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


class _Beat:
    """Says now and then how far the building is; when the database is busy it says so the next time."""

    def __init__(self, workbook_id: uuid.UUID, total: int, clock: Callable[[], datetime]) -> None:
        self._workbook_id, self._total, self._clock = workbook_id, total, clock
        self._last = clock()

    def __call__(self, done: int) -> None:
        if self._clock() - self._last >= BEAT:
            self.now(done)

    def now(self, done: int) -> None:
        """Say it at once."""
        self._last = self._clock()
        with suppress(Busy, DBAPIError), brief_transaction():
            workbook = db.session.get_one(Workbook, self._workbook_id)
            workbook.done_rows, workbook.total_rows, workbook.heartbeat_at = done, self._total, self._last
