"""Records that are to be sealed, and those that are: of these nothing is told but that it was one."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.families.kinds import SealedBecause
from budgettracker.families.models import Family
from budgettracker.families.queries.readers import apart_from, silent_to
from budgettracker.histories import Change
from budgettracker.second_hands import Outcome

SEALING = "sealing"
"""The kind of thing about a closed family that waits for a second hand."""


def sealing_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Which record and why; once it is sealed no page names it, to nobody."""
    query = select(Family).where(Family.id.in_({row.subject_id for row in rows}))
    families = {family.id: family for family in db.session.scalars(query)}
    facts = {}
    for row in rows:
        family = families[row.subject_id]
        sealed, apart = family.sealed_on is not None, apart_from(family, on, row.asked_by_id)
        because = SealedBecause(row.values["because"]).words
        why = Change("Who reads it", "its team, and auditors", f"nobody: {because[0].lower()}{because[1:]}")
        facts[row.id] = Facts(
            Outcome.SEALING,
            "Sealing a record" if sealed else f"Sealing the record of {family.reference}",
            "Sealing a record",
            changes=[] if sealed else [why],
            team_ids=frozenset({family.team_id}),
            apart=apart,
            silent_to=silent_to(family, on, apart),
        )
    return facts
