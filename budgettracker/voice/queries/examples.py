"""What managers wrote for everybody of a scheme."""

import re
import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family, FamilyDetails
from budgettracker.families.queries import visible
from budgettracker.people.models import Person
from budgettracker.voice.models import WrittenExample

MOST = 200


def examples_of(scheme_id: uuid.UUID) -> list[WrittenExample]:
    """What stands for a scheme, the latest first."""
    query = select(WrittenExample).options(joinedload(WrittenExample.details))
    stands = query.where(WrittenExample.scheme_id == scheme_id, WrittenExample.retired_at.is_(None))
    return list(db.session.scalars(stands.order_by(WrittenExample.written_at.desc(), WrittenExample.id).limit(MOST)))


def family_named(reader: Person, text: str, on: date) -> str | None:
    """The name or reference of a family of the reader's authority that stands in a text, as they may know it; None for none."""
    known = select(Family.reference, FamilyDetails.name).outerjoin(FamilyDetails, FamilyDetails.family_id == Family.id)
    rows = db.session.execute(known.where(Family.authority_id == reader.authority_id, visible(reader, on)))
    words = _words(text)
    return next((each for row in rows for each in row if each and _words(each) in words), None)


def _words(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} "


def example_for(person: Person, example_id: uuid.UUID) -> WrittenExample:
    """Something that stands for a scheme of the person's own authority; raises NotTheirs."""
    row = db.session.get(WrittenExample, example_id)
    if row is None or row.retired_at is not None or row.authority_id != person.authority_id:
        raise NotTheirs
    return row
