"""The sheet Outcomes: what became of the families, as it stood when the run was made."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from budgettracker.costing.run.models import RunMember
from budgettracker.exports.study.columns import circumstance, day, pseudonym, quasi_identifier
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.families.kinds import Arm
from budgettracker.outcomes.kinds import Outcome
from budgettracker.outcomes.models import FamilyOutcome
from budgettracker.workbooks import Sheet, columns_of


class OutcomeRow(NamedTuple):
    """An outcome of a family or a child."""

    family: Annotated[str, pseudonym("The family", "family_outcome.family_id")]
    child: Annotated[str | None, pseudonym("The child; none: the whole family", "family_outcome.child_id")]
    authority: Annotated[str, quasi_identifier("The family's authority", "family_outcome.authority_id")]
    arm: Annotated[str, circumstance("The arm as allocated", "", values=tuple(Arm))]
    outcome: Annotated[str, circumstance("What happened", "family_outcome.outcome", values=tuple(Outcome), width=26)]
    code: Annotated[str, circumstance("The council's own code; none where none was given", "family_outcome.code")]
    happened_on: Annotated[date, day("When", "family_outcome.happened_on")]


def outcomes_sheet(data: StudyData) -> Sheet:
    """Every outcome of the run's families that stood when the run was made, by family and day."""
    return Sheet(
        name="Outcomes",
        columns=columns_of(OutcomeRow),
        rows=_rows(data),
        count=data.session.scalar(select(func.count()).select_from(FamilyOutcome).where(_of_run(data))) or 0,
        description="What became of families and children, recorded by day for both arms; those after the study's last day too",
    )


def _of_run(data: StudyData) -> ColumnElement[bool]:
    """Recorded by the time of the run and not withdrawn by then, of a family of the run."""
    made = data.run.made_at
    members = select(RunMember.family_id).where(RunMember.run_id == data.run.id)
    return and_(
        FamilyOutcome.family_id.in_(members),
        FamilyOutcome.recorded_at <= made,
        or_(FamilyOutcome.withdrawn_at.is_(None), FamilyOutcome.withdrawn_at > made),
    )


def _rows(data: StudyData) -> Iterator[OutcomeRow]:
    rows = [
        OutcomeRow(
            family=data.by_id[row.family_id].pseudonym,
            child=data.child(row.child_id),
            authority=data.authorities[row.authority_id],
            arm=data.by_id[row.family_id].arm,
            outcome=row.outcome,
            code=row.code or NONE,
            happened_on=data.day(row.happened_on) or row.happened_on,
        )
        for row in data.session.scalars(select(FamilyOutcome).where(_of_run(data)))
    ]
    yield from sorted(rows, key=lambda row: (row.family, row.happened_on, row.outcome, row.child or "", row.code))
