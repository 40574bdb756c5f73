"""Save what a study's tables for funders need."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.funders.models import FunderSettings
from budgettracker.funders.queries.settings import settings_row
from budgettracker.funders.rules.settings import Settings, written
from budgettracker.people.models import Person
from budgettracker.studies.models import Study


def save_settings(by: Person, study: Study, settings: Settings, *, at: datetime) -> FunderSettings:
    """Save the settings of a study's tables as the ones that count from now on; those before stay on record."""
    before = settings_row(db.session(), study.id)
    row = FunderSettings(
        study_id=study.id,
        number=before.number + 1 if before else 1,
        settings=written(settings),
        saved_by_id=by.id,
        saved_at=at,
    )
    db.session.add(row)
    db.session.flush()
    record(by, Deed.FUNDER_SETTINGS_SAVED, study, {"number": row.number}, at=at)
    return row
