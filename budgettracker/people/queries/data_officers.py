"""Who is named to protect data in an authority, and who is to be."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select

from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.histories import Change
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome

DATA_OFFICER = "data_officer"
"""The kind of thing about a person that waits for a senior manager."""
MOST = 20


def data_officers(authority_id: uuid.UUID, on: date) -> list[str]:
    """The names of an authority's data protection officers on a day."""
    named = (Person.authority_id == authority_id, Person.protects_from <= on)
    still = or_(Person.protects_until.is_(None), Person.protects_until >= on)
    return list(db.session.scalars(select(Person.name).where(*named, still).order_by(Person.name).limit(MOST)))


def data_officer_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Who is to be named, and from which day on."""
    names = names_of([row.subject_id for row in rows])
    facts = {}
    for row in rows:
        title = f"{names[row.subject_id]} as data protection officer"
        day = long_date(date.fromisoformat(row.values["from"]))
        changes = [Change("Reads all incidents", "no", f"from {day}")]
        facts[row.id] = Facts(Outcome.DATA_OFFICER, title, title, changes=changes, apart=frozenset({row.subject_id}))
    return facts
