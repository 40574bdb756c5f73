"""Reading workbooks: those of a study, and one to look at or hand out."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.people.models import Person
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.queries import blocks_of_study, sees_study

STILL = timedelta(minutes=15)
"""A building that gave no sign of life for so long has stopped: the program was ended while it built."""
STOPPED = "The building stopped halfway because the program was stopped. Nothing was lost: build it again."
MOST_WORKBOOKS = 100


@dataclass(frozen=True, slots=True)
class ShownWorkbook:
    """A workbook as a page shows it, with the number of the costing run it was made of and who asked for it."""

    workbook: Workbook
    run_number: int | None
    asked_by: str
    state: BuildState
    message: str

    @property
    def waiting(self) -> bool:
        """Is it still being built?"""
        return self.state in (BuildState.WAITING, BuildState.BUILDING)

    @property
    def percent(self) -> int | None:
        """How much of it is written, in whole percent; None until that is known."""
        total = self.workbook.total_rows
        return min(99, 100 * self.workbook.done_rows // total) if total else None


def workbooks_of(study_id: uuid.UUID, at: datetime) -> list[ShownWorkbook]:
    """A study's workbooks, the latest first."""
    query = (
        select(Workbook, CostingRun.number, Person.name)
        .outerjoin(CostingRun, CostingRun.id == Workbook.run_id)
        .outerjoin(Person, Person.id == Workbook.asked_by_id)
        .where(Workbook.study_id == study_id)
        .order_by(Workbook.number.desc())
        .limit(MOST_WORKBOOKS)
    )
    return [_shown(workbook, number, name, at) for workbook, number, name in db.session.execute(query)]


def workbook_for(person: Person, workbook_id: uuid.UUID, *, on: date, at: datetime) -> tuple[ShownWorkbook, Study]:
    """A workbook and its study, for an evaluator who sees the study. Raises NotTheirs for anybody else."""
    query = (
        select(Workbook, CostingRun.number, Person.name, Study)
        .join(Study, Study.id == Workbook.study_id)
        .outerjoin(CostingRun, CostingRun.id == Workbook.run_id)
        .outerjoin(Person, Person.id == Workbook.asked_by_id)
        .where(Workbook.id == workbook_id, sees_study(person, on))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotTheirs
    workbook, number, name, study = row
    return _shown(workbook, number, name, at), study


def may_be_offered(study: Study) -> bool:
    """May a page offer to build a workbook: rows may leave, and nothing stops a costing run?"""
    return rows_may_leave(study) and not blocks_of_study(study)


def rows_may_leave(study: Study) -> bool:
    """Does the study's profile let rows leave, and is there an authority whose rows they would be?"""
    return bool(study.profile != Profile.PUBLISHED and study.authorities)


def is_stopped(workbook: Workbook, at: datetime) -> bool:
    """Was its building ended halfway, without anybody left to say so?"""
    last_sign = workbook.heartbeat_at or workbook.asked_at
    return workbook.state in (BuildState.WAITING, BuildState.BUILDING) and at - last_sign > STILL


def _shown(workbook: Workbook, number: int | None, name: str | None, at: datetime) -> ShownWorkbook:
    asked_by = name or "the operator"
    if is_stopped(workbook, at):
        return ShownWorkbook(workbook, number, asked_by, BuildState.FAILED, STOPPED)
    return ShownWorkbook(workbook, number, asked_by, BuildState(workbook.state), workbook.message)
