"""Higher caps that wait for a second hand, in words."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from budgettracker.budgets import rules
from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.histories import Change
from budgettracker.schemes.models import Scheme
from budgettracker.second_hands import Outcome

CAP = "cap"
"""The kind of thing that waits for a second hand: a higher cap of a scheme, or none."""


def cap_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Higher caps that were asked for: of which scheme, and from what to what."""
    names = dict(
        db.session.execute(select(Scheme.id, Scheme.name).where(Scheme.id.in_({row.subject_id for row in rows})))
        .tuples()
        .all()
    )
    facts = {}
    for row in rows:
        title = f"The cap for one family in {names[row.subject_id]}"
        before, after = (rules.cap_words(pence) for pence in row.values["cap"])
        facts[row.id] = Facts(
            Outcome.BANDS_LOOSENED, title, title, changes=[Change("Cap for one family", before, after)]
        )
    return facts
