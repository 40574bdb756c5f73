"""What every deed on a limit shares: locking it, adding the change, moving the limit, and keeping the reasons."""

import uuid
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import Role, role_used
from budgettracker.budgets import rules
from budgettracker.budgets.actions.move_money import lock, move
from budgettracker.budgets.kinds import Entry, LimitState
from budgettracker.budgets.models import BudgetPeriod, LimitChange, LimitChangeDetails
from budgettracker.budgets.queries import require_decider
from budgettracker.database import db
from budgettracker.draws import draw_is_open
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.people.models import Person


def lock_waiting_limit(change: LimitChange) -> BudgetPeriod:
    """Lock the position behind a proposed limit; raises Refusal when the limit has been decided or withdrawn."""
    period = lock(change.period_id)
    db.session.refresh(change)
    if change.state != LimitState.REQUESTED:
        raise Refusal(None, f"This limit has been {change.state} already.")
    return period


def lock_limit_to_decide(change: LimitChange, by: Person, on: date) -> tuple[BudgetPeriod, Role]:
    """Lock the position behind a proposed limit, with the role this person decides it by.

    Raises Refusal when it is settled, or when this person may not decide it.
    """
    period = lock_waiting_limit(change)
    over_cap = rules.above_cap(period.cap_pence, change.to_pence)
    require_decider(change, period, by, on, over_cap=over_cap)
    return period, role_used(by.roles_on(on), rules.deciding_roles(period.cap_pence, change.to_pence))


def require_drawn(family: Family, from_pence: int, to_pence: int, on: date) -> None:
    """Refuse a limit for a family whose arm a draw will say, as rules.require_drawn words it."""
    waits = family.arm is None and draw_is_open(family.authority_id)
    rules.require_drawn(without_budget=family.without_budget(on), waits=waits, from_pence=from_pence, to_pence=to_pence)


def has_unconfirmed_limit(period_id: uuid.UUID) -> bool:
    """Did one person alone set a limit of this cap period, which no senior manager has confirmed yet?"""
    alone = select(LimitChange.id).filter_by(period_id=period_id, one_hand=True, confirmed_at=None)
    return db.session.scalars(alone.limit(1)).first() is not None


def has_waiting_limit(period_id: uuid.UUID) -> bool:
    """Does a proposed limit of this cap period wait for a decision?"""
    waiting = select(LimitChange.id).filter_by(period_id=period_id, state=LimitState.REQUESTED)
    return db.session.scalars(waiting.limit(1)).first() is not None


def add_change(
    period: BudgetPeriod, to_pence: int, by: Person | None, at: datetime, cohort_id: uuid.UUID | None = None
) -> LimitChange:
    """Add a proposed change of the limit to a locked cap period. Nothing moves until it is decided."""
    change = LimitChange(
        id=uuid7(),
        period_id=period.id,
        from_pence=period.limit_pence,
        to_pence=to_pence,
        state=LimitState.REQUESTED,
        proposed_by_id=by.id if by else None,
        proposed_at=at,
        cohort_id=cohort_id,
    )
    db.session.add(change)
    db.session.flush()
    return change


def set_limit(change: LimitChange, period: BudgetPeriod, by: Person, over_cap: bool, at: datetime) -> None:
    """Move the limit; above the cap the exception's name goes in first, or the database would refuse the row."""
    if over_cap:
        period.exception_by_id = by.id
    change.from_pence = period.limit_pence
    delta = change.to_pence - period.limit_pence
    move(by, period, Entry.LIMIT_SET, limit=delta, limit_change_id=change.id, at=at)


def settle(change: LimitChange, state: LimitState, by: Person, reason: str, at: datetime) -> None:
    """Write down how a limit was decided, by whom, when and why."""
    change.state, change.decided_by_id, change.decided_at = state, by.id, at
    write_reasons(change, decision_reason=reason)


def write_reasons(change: LimitChange, **words: str) -> None:
    """Keep the reason of a proposal or (`decision_reason`) of its decision, apart from the books."""
    details = db.session.get(LimitChangeDetails, change.id)
    if details is None:
        details = LimitChangeDetails(limit_change_id=change.id, reason="", decision_reason="")
        db.session.add(details)
    for name, text in words.items():
        setattr(details, name, text)
    db.session.flush()
