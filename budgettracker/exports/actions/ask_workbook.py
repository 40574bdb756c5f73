"""Ask for a study's next workbook: what stops one is said at once, and it is built after the request was kept."""

from datetime import date, datetime

from sqlalchemy import func, select

from budgettracker.access import Permission, permissions_of
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.exports.queries import STOPPED, is_stopped
from budgettracker.people.models import Person
from budgettracker.studies.models import Study
from budgettracker.studies.queries import blocks_of_study
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.rules.study import require_joined


def ask_workbook(by: Person | None, study: Study, *, run: CostingRun | None = None, on: date, at: datetime) -> Workbook:
    """Ask for a study's next workbook, of one of its runs or of a new one, to be built after this is kept.

    `by` None is the operator. Raises Refusal when the profile lets no rows leave, when no authority is in the study, when
    something stops a new costing run, or while another workbook of the study is being built; NotTheirs for anybody but an
    evaluator, and for another study's run.
    """
    if by is not None and Permission.RUN_STUDIES not in permissions_of(by.roles_on(on)):
        raise NotTheirs
    require_rows(study.profile)
    require_joined(len(study.authorities))
    if run is not None and run.study_id != study.id:
        raise NotTheirs
    # A run is frozen: nothing that is missing now was missing then.
    blocks = blocks_of_study(study) if run is None else []
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
    workbook = Workbook(
        study_id=study.id,
        run_id=run.id if run else None,
        number=(last or 0) + 1,
        asked_by_id=by.id if by else None,
        asked_at=at,
    )
    db.session.add(workbook)
    db.session.flush()
    record(by, Deed.WORKBOOK_ASKED, workbook, {"study": study.id, "number": workbook.number}, at=at)
    return workbook
