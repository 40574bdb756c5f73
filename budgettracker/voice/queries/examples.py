"""What managers wrote for everybody of a scheme."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person
from budgettracker.voice.models import WrittenExample

MOST = 200


def examples_of(scheme_id: uuid.UUID) -> list[WrittenExample]:
    """What stands for a scheme, the latest first."""
    query = select(WrittenExample).options(joinedload(WrittenExample.details))
    stands = query.where(WrittenExample.scheme_id == scheme_id, WrittenExample.retired_at.is_(None))
    return list(db.session.scalars(stands.order_by(WrittenExample.written_at.desc(), WrittenExample.id).limit(MOST)))


def example_for(person: Person, example_id: uuid.UUID) -> WrittenExample:
    """Something that stands for a scheme of the person's own authority; raises NotTheirs."""
    row = db.session.get(WrittenExample, example_id)
    if row is None or row.retired_at is not None or row.authority_id != person.authority_id:
        raise NotTheirs
    return row
