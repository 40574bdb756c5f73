"""Families that are to be opened again, as those who confirm it read them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import apart_from, silent_to
from budgettracker.histories import Change
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome


def reopening_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Which family, when its work ended, and what becomes of its limit; administrators read that it is some family."""
    families = {
        family.id: family
        for family in db.session.scalars(select(Family).where(Family.id.in_({row.subject_id for row in rows})))
    }
    facts = {}
    for row in rows:
        family = families[row.subject_id]
        apart = apart_from(family, on, row.asked_by_id)
        facts[row.id] = Facts(
            Outcome.REOPENED,
            f"Opening {family.reference} again",
            "Opening a closed family again",
            changes=[
                Change("The work", f"ended on {long_date(date.fromisoformat(row.values['closed_on']))}", "goes on"),
                Change("The limit", "what it was", "what has been spent, until a new one is approved"),
            ],
            team_ids=frozenset({family.team_id}),
            apart=apart,
            silent_to=silent_to(family, on, apart),
        )
    return facts
