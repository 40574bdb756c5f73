"""Approve a proposed limit."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.actions.change_limit import (
    lock_limit_to_decide,
    require_drawn,
    set_limit,
    settle,
)
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import position_of
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged


def approve_limit(by: Person, change: LimitChange, reason: str = "", *, on: date, at: datetime) -> LimitChange:
    """A manager of the family's team, neither proposer nor lead, approves a limit; above the cap a senior manager, with a
    reason."""
    period, role = lock_limit_to_decide(change, by, on)
    over_cap = rules.above_cap(period.cap_pence, change.to_pence)
    if over_cap and not reason:
        words = rules.above_cap_words(change.to_pence, period.cap_pence, "Give the reason for the exception.")
        raise Refusal("reason", words)
    require_drawn(period.budget.family, period.limit_pence, change.to_pence, on)
    rules.require_limit(position_of(period), change.to_pence)
    set_limit(change, period, by, over_cap, at)
    period.opening_waits = False
    settle(change, LimitState.APPROVED, by, reason, at)
    changes: dict[str, object] = {"limit_pence": [change.from_pence, change.to_pence], **judged(Outcome.LIMIT, role)}
    changes |= as_cover(by, role, period.budget.family.team_id, on)
    record(by, Deed.LIMIT_APPROVED, change, changes, at=at)
    return change
