"""Which purchases are marked so that their supplier is not named in public, and which marks are to be taken off."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.families.queries.readers import apart_from, silent_to
from budgettracker.histories import Change
from budgettracker.second_hands import Outcome
from budgettracker.spend.models import PublicationMark, Spend

PUBLICATION = "publication"
"""The kind of thing about a purchase that waits for a second hand: a mark to be taken off."""


def publication_marks(spend_id: uuid.UUID) -> list[PublicationMark]:
    """The marks of a purchase itself that stand, the first one first."""
    query = select(PublicationMark).where(PublicationMark.spend_id == spend_id, PublicationMark.taken_off_at.is_(None))
    return list(db.session.scalars(query.order_by(PublicationMark.marked_at, PublicationMark.id)))


def publication_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Which supplier may be named again, of which family's purchase, and how far the mark goes."""
    query = select(Spend).where(Spend.id.in_({row.subject_id for row in rows}))
    spends = {spend.id: spend for spend in db.session.scalars(query.options(joinedload(Spend.details)))}
    facts = {}
    for row in rows:
        spend = spends[row.subject_id]
        family, apart = spend.family, apart_from(spend.family, on, row.asked_by_id)
        whole = row.values["whole_supplier"]
        facts[row.id] = Facts(
            Outcome.PUBLISHED,
            f"A supplier may be named in public again: a purchase for {family.reference}",
            "A supplier may be named in public again",
            changes=[
                Change("Supplier", "", spend.details.supplier or "none recorded"),
                Change("Named again", "", "every purchase from it" if whole else "this purchase"),
            ],
            team_ids=frozenset({family.team_id}),
            apart=apart,
            silent_to=silent_to(family, on, apart),
        )
    return facts
