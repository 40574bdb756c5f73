"""Comparison families that are to have a budget all the same: from which day, by whom and why."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.families.queries.readers import apart_from, silent_to
from budgettracker.histories import Change
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome

CROSSOVER = "crossover"
"""The kind of thing about a comparison family that waits for a senior manager."""


def may_cross(family: Family, on: date) -> bool:
    """Can a crossover be asked for: an open comparison family to which none was allowed yet?"""
    return family.arm == Arm.COMPARISON and family.crossed_on is None and family.open_on(on)


def crossover_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Which family, from which day on; administrators read that it is some family."""
    query = select(Family).where(Family.id.in_({row.subject_id for row in rows}))
    families = {family.id: family for family in db.session.scalars(query)}
    facts = {}
    for row in rows:
        family, day = families[row.subject_id], date.fromisoformat(row.values["crossed_on"])
        apart = apart_from(family, on, row.asked_by_id)
        facts[row.id] = Facts(
            Outcome.CROSSOVER,
            f"A budget for {family.reference}, a comparison family",
            "A budget for a comparison family",
            changes=[Change("It may have a budget", "never", f"from {long_date(day)}")],
            apart=apart,
            silent_to=silent_to(family, on, apart),
            onward=("budgets.propose_limit", {"family_id": family.id}, "Ask for a limit"),
        )
    return facts
