"""What an authority confirmed before of finance files with the same headings."""

import uuid

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.imports.models import ImportLayout
from budgettracker.ledger.payments.rules.answers import TABLE
from budgettracker.ledger.payments.rules.read_file import Earlier


def payment_layouts(authority_id: uuid.UUID) -> Earlier:
    """Confirmed answers by the digest of a file's headings."""
    query = select(ImportLayout).filter_by(authority_id=authority_id, table_name=TABLE)
    return {row.layout: row.by_key for row in db.session.scalars(query.order_by(ImportLayout.layout))}
