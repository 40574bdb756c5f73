"""The layouts that an authority has confirmed."""

import uuid

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.imports.models import ImportLayout
from budgettracker.imports.tables.answers import Layout


def layouts_of(authority_id: uuid.UUID | None) -> dict[Layout, dict[str, tuple[str, ...]]]:
    """An authority's confirmed answers by table and layout; none for an authority that does not exist yet."""
    query = select(ImportLayout).where(ImportLayout.authority_id == authority_id).order_by(ImportLayout.confirmed_at)
    return {(row.table_name, row.layout): row.by_key for row in db.session.scalars(query)}
