"""Sign the grades of a run."""

from collections.abc import Mapping
from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db
from budgettracker.funders.kinds import Grade, Indicator
from budgettracker.funders.models import RunGrades
from budgettracker.people.models import Person


def sign_grades(by: Person, run: CostingRun, grades: Mapping[Indicator, Grade], *, at: datetime) -> RunGrades:
    """Give a run its four grades under one's own name; the latest count, earlier ones stay on record."""
    given = {str(indicator): str(grade) for indicator, grade in grades.items()}
    row = RunGrades(run_id=run.id, signed_by_id=by.id, signed_at=at, **given)
    db.session.add(row)
    db.session.flush()
    record(by, Deed.RUN_GRADED, run, given, at=at)
    return row
