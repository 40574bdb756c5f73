"""Write down which language a family is spoken with, and who interprets."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.voice import rules
from budgettracker.voice.kinds import Interpreter, Language
from budgettracker.voice.models import FamilyLanguage


def record_language(
    by: Person, family: Family, language: Language, interpreter: Interpreter, asked_on: date, *, on: date, at: datetime
) -> FamilyLanguage:
    """One dated line of the family. Raises Refusal on `asked_on` (in the future, before the work with it)."""
    rules.require_asked_on("asked_on", asked_on, family.opened_on, on)
    row = FamilyLanguage(
        authority_id=family.authority_id,
        family_id=family.id,
        language=language,
        interpreter=interpreter,
        asked_on=asked_on,
        recorded_by_id=by.id,
        recorded_at=at,
    )
    db.session.add(row)
    db.session.flush()
    changes = {"language": str(language), "interpreter": str(interpreter), "asked_on": asked_on}
    record(by, Deed.LANGUAGE_RECORDED, family, changes, at=at)
    return row
