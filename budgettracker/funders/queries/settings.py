"""Reading what was saved for a study's tables, and who signed a run's grades."""

import uuid
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.funders.kinds import Grade, Indicator
from budgettracker.funders.models import FunderSettings, RunGrades
from budgettracker.funders.rules.self_grade import Signed
from budgettracker.funders.rules.settings import Settings, loaded
from budgettracker.people.models import Person
from budgettracker.periods import day_of, long_date


def settings_row(session: Session, study_id: uuid.UUID) -> FunderSettings | None:
    """The settings that count for a study: those saved last; None before anybody saved some."""
    query = select(FunderSettings).where(FunderSettings.study_id == study_id).order_by(FunderSettings.number.desc())
    return session.scalars(query.limit(1)).one_or_none()


def settings_of(session: Session, study_id: uuid.UUID) -> Settings:
    """The settings of a study's tables; as they stand at first where nobody saved others."""
    row = settings_row(session, study_id)
    return Settings() if row is None else replace(loaded(row.settings), saved_on=long_date(day_of(row.saved_at)))


def signed_of(session: Session, run_id: uuid.UUID) -> Signed | None:
    """The grades of a run that were signed last, and by whom; None where nobody signed."""
    query = (
        select(RunGrades, Person.name)
        .join(Person, Person.id == RunGrades.signed_by_id)
        .where(RunGrades.run_id == run_id)
        .order_by(RunGrades.signed_at.desc(), RunGrades.id)
    )
    row = session.execute(query.limit(1)).one_or_none()
    if row is None:
        return None
    grades, name = row
    given = {indicator: Grade(getattr(grades, indicator)) for indicator in Indicator}
    return Signed(given, name, long_date(day_of(grades.signed_at)))
