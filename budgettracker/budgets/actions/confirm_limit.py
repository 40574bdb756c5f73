"""Confirm a limit that one person set alone, from the time before that took two."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import require_limit_confirmer
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.second_hands import Outcome, judged


def confirm_limit(by: Person, change: LimitChange, *, on: date, at: datetime) -> LimitChange:
    """A senior manager of the family's team, who neither set it nor leads the family, confirms a limit as it stands.

    Nothing moves; from then on it can be raised again. Raises Refusal for anybody else, and where nothing is to confirm.
    """
    lock(change.period_id)
    db.session.refresh(change)
    if not change.one_hand or change.confirmed_at is not None:
        raise Refusal(None, "This limit needs no confirmation.")
    require_limit_confirmer(change, by, on)
    change.confirmed_by_id, change.confirmed_at = by.id, at
    changes = {"limit_pence": change.to_pence, **judged(Outcome.LIMIT, Role.SENIOR_MANAGER)}
    record(by, Deed.LIMIT_CONFIRMED, change, changes, at=at)
    return change
