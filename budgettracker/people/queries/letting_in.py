"""Who was kept out and is to be let in again: what of it waits for a second hand."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.histories import Change
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome

LETTING_IN = "letting_in"
"""The kind of thing about a person that waits for a second hand: the end of a suspension, or a later last day."""


def letting_in_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Who is to be let in, and what kept them out."""
    names = names_of([row.subject_id for row in rows])
    facts = {}
    for row in rows:
        title = f"Letting {names[row.subject_id]} in again"
        changes = [Change("Suspended", "yes", "no")] if row.values["suspended"] else []
        if row.values["last_day"]:
            before, after = (long_date(date.fromisoformat(day)) if day else "none" for day in row.values["last_day"])
            changes.append(Change("Last day", before, after))
        facts[row.id] = Facts(Outcome.OTHER_LINK, title, title, changes=changes, apart=frozenset({row.subject_id}))
    return facts


def suspended_by(person: Person, by_id: uuid.UUID, at: datetime) -> bool:
    """Did this person suspend somebody at that moment?"""
    line = select(AuditRecord.id).where(
        AuditRecord.subject_id == person.id,
        AuditRecord.deed == Deed.PERSON_SUSPENDED,
        AuditRecord.by_id == by_id,
        AuditRecord.at == at,
    )
    return db.session.scalars(line.limit(1)).first() is not None
