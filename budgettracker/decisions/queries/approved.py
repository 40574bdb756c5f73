"""What several approvals at once came to: what was approved, and what was left and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import limit_changes
from budgettracker.database import db
from budgettracker.decisions.queries.decisions import decisions, family_of
from budgettracker.decisions.queries.waiting import Row
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend

MOST = 500
NEEDS_REASON = "It needs a reason, so decide it on its own page."
READ_ANEW = "What it says has changed since you opened the list, or is hidden. Decide it on its own page."


@dataclass(frozen=True, slots=True)
class Unapproved:
    """A request or a limit that was ticked and not approved: its name, and why it was left, in words."""

    name: str
    why: str


def why_left(person: Person, rows: Sequence[Row], on: date) -> list[Unapproved]:
    """Why each of these requests and limits, which were ticked, was not approved."""
    waiting = [row for row in rows if row.state == SpendState.REQUESTED]
    not_mine = {decision.id: decision.not_mine for decision in decisions(person, waiting, on)}
    unapproved = []
    for row in rows:
        why = not_mine.get(row.id) or (NEEDS_REASON if isinstance(row, LimitChange) else READ_ANEW)
        unapproved.append(Unapproved(name_of(row), why if row in waiting else f"This has been {row.state} already."))
    return unapproved


def approved_at(person: Person, at: datetime, on: date) -> list[str]:
    """The names of what this person approved at one moment."""
    spends = db.session.scalars(
        select(Spend)
        .join(Spend.family)
        .options(joinedload(Spend.details), contains_eager(Spend.family).joinedload(Family.details))
        .where(Spend.decided_by_id == person.id, Spend.decided_at == at, workable(person, on))
        .where(Spend.state.in_((SpendState.APPROVED, SpendState.BOUGHT)))
        .order_by(Spend.requested_at, Spend.id)
        .limit(MOST)
    )
    changes = db.session.scalars(
        limit_changes()
        .where(LimitChange.decided_by_id == person.id, LimitChange.decided_at == at, workable(person, on))
        .where(LimitChange.state == LimitState.APPROVED)
        .order_by(LimitChange.proposed_at, LimitChange.id)
        .limit(MOST)
    )
    return [name_of(row) for row in (*spends, *changes)]


def name_of(row: Row) -> str:
    """A request or a limit by its amount, what it is for, and the family."""
    family = family_of(row)
    called = f"{family.reference} {family.details.name}"
    if isinstance(row, LimitChange):
        return f"A limit of {pounds(row.to_pence)} for {called}"
    return f"{pounds(row.planned_pence)}, {row.details.bought_what or 'a purchase'}, for {called}"
