"""The dated lines of a family, the latest first, each with who recorded it; and the one that holds, in words."""

import uuid
from datetime import date

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.voice.kinds import Interpreter, Language
from budgettracker.voice.models import FamilyLanguage, FamilyWishes
from budgettracker.voice.rules import wishes_in_words

MOST = 50
"""Lines of one family that its page lists."""


def wishes_of(family_id: uuid.UUID) -> list[tuple[FamilyWishes, str]]:
    """The lines about the children's wishes, each with the name of who recorded it; the first holds."""
    query = (
        select(FamilyWishes, Person.name)
        .join(Person, Person.id == FamilyWishes.recorded_by_id)
        .where(FamilyWishes.family_id == family_id)
        .order_by(FamilyWishes.happened_on.desc(), FamilyWishes.recorded_at.desc(), FamilyWishes.id)
        .limit(MOST)
    )
    return list(db.session.execute(query).tuples())


def languages_of(family_id: uuid.UUID) -> list[tuple[FamilyLanguage, str]]:
    """The lines about the family's language, each with the name of who recorded it; the first holds."""
    query = (
        select(FamilyLanguage, Person.name)
        .join(Person, Person.id == FamilyLanguage.recorded_by_id)
        .where(FamilyLanguage.family_id == family_id)
        .order_by(FamilyLanguage.asked_on.desc(), FamilyLanguage.recorded_at.desc(), FamilyLanguage.id)
        .limit(MOST)
    )
    return list(db.session.execute(query).tuples())


def wishes_line(family_id: uuid.UUID, on: date) -> str:
    """The line about the children's wishes that holds on a day, as records of the family print it; empty where none did."""
    held = (row for row, _ in wishes_of(family_id) if row.happened_on <= on)
    row = next(held, None)
    return wishes_in_words(row.wishes, row.happened_on, row.next_on, on) if row else ""


def language_line(family_id: uuid.UUID) -> str:
    """The family's language and interpreter, since which day and by whom recorded; empty where nobody asked."""
    latest = languages_of(family_id)
    if not latest:
        return ""
    row, name = latest[0]
    words = f"{Language(row.language).words}. {Interpreter(row.interpreter).words}"
    return f"{words} (asked on {long_date(row.asked_on)}, {name})"
