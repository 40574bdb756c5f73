"""The layouts that an authority has confirmed."""

import uuid

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.imports.models import ImportLayout
from budgettracker.imports.tables.answers import Answers, Layout
from budgettracker.imports.tables.read_folder import names_once
from budgettracker.people.models import Person


def knowing(answers: Answers, authority_id: uuid.UUID | None) -> Answers:
    """Answers beside what the books of an authority know: layouts that were confirmed, and whose name is whose."""
    people = db.session.execute(select(Person.name, Person.email).where(Person.authority_id == authority_id)).all()
    named = names_once((name, email) for name, email in people)
    return answers.with_layouts(_layouts_of(authority_id)).with_people(named)


def _layouts_of(authority_id: uuid.UUID | None) -> dict[Layout, dict[str, tuple[str, ...]]]:
    """An authority's confirmed answers by table and layout; none for an authority that does not exist yet."""
    query = select(ImportLayout).where(ImportLayout.authority_id == authority_id).order_by(ImportLayout.confirmed_at)
    return {(row.table_name, row.layout): row.by_key for row in db.session.scalars(query)}
