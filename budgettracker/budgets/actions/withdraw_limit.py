"""Take a proposed limit back before it is decided."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person


def withdraw_limit(by: Person, change: LimitChange, *, at: datetime) -> LimitChange:
    """The proposer takes a limit back before it is decided."""
    lock(change.period_id)
    db.session.refresh(change)
    if change.state != LimitState.REQUESTED:
        raise Refusal(None, "This limit has been decided already.")
    rules.require_proposer(own_proposal=change.proposed_by_id == by.id)
    change.state = LimitState.WITHDRAWN
    record(by, Deed.LIMIT_WITHDRAWN, change, {"state": [LimitState.REQUESTED, LimitState.WITHDRAWN]}, at=at)
    return change
