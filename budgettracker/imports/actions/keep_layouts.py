"""Keep what was confirmed of how an authority's files are laid out, so that it is asked once."""

import json

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.imports.actions.books import Books
from budgettracker.imports.models import ImportLayout


def keep_layouts(books: Books) -> None:
    """Keep the answers about columns, units and orders that the import was read with; the import's own line records it."""
    for name, (layout, answers) in books.folder.layouts.items():
        if not answers:
            continue
        query = select(ImportLayout).filter_by(authority_id=books.authority.id, table_name=str(name), layout=layout)
        kept = db.session.scalars(query).first()
        if kept is not None and kept.by_key == answers:
            continue
        if kept is None:
            kept = ImportLayout(authority_id=books.authority.id, table_name=str(name), layout=layout)
            db.session.add(kept)
        kept.answers = json.dumps(answers, sort_keys=True)
        kept.confirmed_by_id = books.by.id if books.by is not None else None
        kept.confirmed_at = books.at
    db.session.flush()
