"""Limits: proposed by one person, decided by another, withdrawn, set for a cohort, or brought in from before."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.actions.door import lock, move, open_period
from budgettracker.budgets.kinds import Entry, LimitState
from budgettracker.budgets.models import BudgetPeriod, LimitChange, LimitChangeDetails
from budgettracker.budgets.queries import position_of, unresolved_of
from budgettracker.database import db, uuid7
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme


def propose_limit(
    by: Person, family: Family, scheme: Scheme, to_pence: int, reason: str, *, on: date, at: datetime
) -> LimitChange:
    """A practitioner of the family's team proposes a limit in pence; another person decides it."""
    period = lock(open_period(family, scheme, on, at=at).id)
    rules.require_limit(position_of(period), to_pence)
    if rules.above_cap(period.cap_pence, to_pence) and not reason:
        raise Refusal("reason", "This is above the scheme's cap. Say why an exception is needed.")
    if _waiting(period.id):
        raise Refusal(None, "A limit for this family is already waiting for a decision.")
    change = _change(period, to_pence, by, at)
    _words(change, reason=reason)
    record(by, Deed.LIMIT_PROPOSED, change, {"limit_pence": [period.limit_pence, to_pence]}, at=at)
    return change


def approve_limit(by: Person, change: LimitChange, reason: str = "", *, on: date, at: datetime) -> LimitChange:
    """A manager of the family's team, who is not the proposer, approves a limit; above the cap a senior manager, with a reason."""
    period = _decidable(by, change, on)
    over_cap = rules.above_cap(period.cap_pence, change.to_pence)
    if over_cap and not reason:
        raise Refusal("reason", "This limit is above the cap. Give the reason for the exception.")
    rules.require_limit(position_of(period), change.to_pence)
    _set(by, period, change, over_cap, at)
    _decided(change, LimitState.APPROVED, by, reason, at)
    record(by, Deed.LIMIT_APPROVED, change, {"limit_pence": [change.from_pence, change.to_pence]}, at=at)
    return change


def decline_limit(by: Person, change: LimitChange, reason: str, *, on: date, at: datetime) -> LimitChange:
    """A manager declines a proposed limit and says why."""
    _decidable(by, change, on)
    if not reason:
        raise Refusal("reason", "Say why you decline, so that the worker knows what to do next.")
    _decided(change, LimitState.DECLINED, by, reason, at)
    record(by, Deed.LIMIT_DECLINED, change, {"state": [LimitState.REQUESTED, LimitState.DECLINED]}, at=at)
    return change


def withdraw_limit(by: Person, change: LimitChange, *, at: datetime) -> LimitChange:
    """The proposer takes a limit back before it is decided."""
    lock(change.period_id)
    db.session.refresh(change)
    if change.state != LimitState.REQUESTED:
        raise Refusal(None, "This limit has been decided already.")
    if change.proposed_by_id != by.id:
        raise Refusal(None, "Only the person who proposed a limit can withdraw it.")
    change.state = LimitState.WITHDRAWN
    record(by, Deed.LIMIT_WITHDRAWN, change, {"state": [LimitState.REQUESTED, LimitState.WITHDRAWN]}, at=at)
    return change


def set_limits_for_cohort(
    by: Person, families: Sequence[Family], scheme: Scheme, to_pence: int, reason: str, *, on: date, at: datetime
) -> list[LimitChange]:
    """One decision for a cohort: a manager sets the same limit for several families of their teams that have none yet."""
    if not reason:
        raise Refusal("reason", "Say why these families get this limit.")
    periods = [(open_period(family, scheme, on, at=at).id, family) for family in families]
    cohort_id = uuid7()
    made: list[LimitChange] = []
    # In order of id, so that two cohorts never wait for each other.
    for period_id, family in sorted(periods, key=lambda each: each[0]):
        period = lock(period_id)
        if period.limit_pence > 0 or _waiting(period.id):
            raise Refusal("families", f"Family {family.reference} has a limit by now, or one waits. Leave it out.")
        over_cap = rules.above_cap(period.cap_pence, to_pence)
        rules.require_limit_decider(
            by.roles_on(on),
            same_team=family.team_id in by.team_ids_on(on),
            own_proposal=False,
            own_request=unresolved_of(period.id, by.id),
            over_cap=over_cap,
            cap_pence=period.cap_pence,
        )
        rules.require_limit(position_of(period), to_pence)
        change = _change(period, to_pence, by, at, cohort_id)
        _set(by, period, change, over_cap, at)
        _decided(change, LimitState.APPROVED, by, reason, at)
        record(by, Deed.LIMIT_SET, change, {"limit_pence": [change.from_pence, to_pence]}, at=at)
        made.append(change)
    return made


def record_past_limit(
    by: Person | None,
    family: Family,
    scheme: Scheme,
    to_pence: int,
    reason: str,
    *,
    proposed_by: Person | None,
    approved_by: Person,
    approved_on: date,
    at: datetime,
) -> LimitChange:
    """A limit as it was decided before the program was used: both names, its day and its reason, told as it happened."""
    if proposed_by is not None and proposed_by.id == approved_by.id:
        raise Refusal("approved_by", "Nobody approves a limit they asked for.")
    period = lock(open_period(family, scheme, approved_on, at=at).id)
    rules.require_limit(position_of(period), to_pence)
    over_cap = rules.above_cap(period.cap_pence, to_pence)
    if over_cap and Role.SENIOR_MANAGER not in approved_by.roles_on(approved_on):
        raise Refusal("limit", "The limit is above the cap, and only a senior manager can make an exception.")
    change = _change(period, to_pence, proposed_by, at)
    change.imported = True
    _set(approved_by, period, change, over_cap, at)
    _decided(change, LimitState.APPROVED, approved_by, reason, at)
    changes = {"limit_pence": [change.from_pence, to_pence]}
    record(by, Deed.LIMIT_SET, change, changes, at=at, authority_id=family.authority_id)
    return change


def _decidable(by: Person, change: LimitChange, on: date) -> BudgetPeriod:
    period = lock(change.period_id)
    db.session.refresh(change)
    if change.state != LimitState.REQUESTED:
        raise Refusal(None, f"This limit has been {change.state} already.")
    rules.require_limit_decider(
        by.roles_on(on),
        same_team=period.budget.family.team_id in by.team_ids_on(on),
        own_proposal=change.proposed_by_id == by.id,
        own_request=unresolved_of(period.id, by.id),
        over_cap=rules.above_cap(period.cap_pence, change.to_pence),
        cap_pence=period.cap_pence,
    )
    return period


def _waiting(period_id: uuid.UUID) -> bool:
    waiting = select(LimitChange.id).filter_by(period_id=period_id, state=LimitState.REQUESTED)
    return db.session.scalars(waiting.limit(1)).first() is not None


def _change(
    period: BudgetPeriod, to_pence: int, by: Person | None, at: datetime, cohort_id: uuid.UUID | None = None
) -> LimitChange:
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


def _set(by: Person, period: BudgetPeriod, change: LimitChange, over_cap: bool, at: datetime) -> None:
    """Move the limit; above the cap the exception's name goes in first, or the database would refuse the row."""
    if over_cap:
        period.exception_by_id = by.id
    change.from_pence = period.limit_pence
    delta = change.to_pence - period.limit_pence
    move(by, period, Entry.LIMIT_SET, limit=delta, limit_change_id=change.id, at=at)


def _decided(change: LimitChange, state: LimitState, by: Person, reason: str, at: datetime) -> None:
    change.state, change.decided_by_id, change.decided_at = state, by.id, at
    _words(change, decision_reason=reason)


def _words(change: LimitChange, **words: str) -> None:
    details = db.session.get(LimitChangeDetails, change.id)
    if details is None:
        details = LimitChangeDetails(limit_change_id=change.id, reason="", decision_reason="")
        db.session.add(details)
    for name, text in words.items():
        setattr(details, name, text)
    db.session.flush()
