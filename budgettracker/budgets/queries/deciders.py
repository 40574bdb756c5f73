"""Who may decide a limit, and whom a higher limit would serve."""

import uuid
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, or_, select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets import rules
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod, LedgerEntry, LimitChange
from budgettracker.database import db
from budgettracker.errors import refusal_of
from budgettracker.people.models import Person


def unresolved_people(period_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By cap period, who asked for or bought what is still held or over the limit: a higher limit would serve them."""
    spends = (
        select(LedgerEntry.period_id, LedgerEntry.spend_id)
        .where(LedgerEntry.period_id.in_(period_ids), LedgerEntry.spend_id.is_not(None))
        .group_by(LedgerEntry.period_id, LedgerEntry.spend_id)
        .having(or_(func.sum(LedgerEntry.committed_delta_pence) > 0, func.sum(LedgerEntry.over_delta_pence) > 0))
        .subquery()
    )
    rows = db.session.execute(
        select(LedgerEntry.period_id, LedgerEntry.by_id)
        .join(spends, (LedgerEntry.spend_id == spends.c.spend_id) & (LedgerEntry.period_id == spends.c.period_id))
        .where(LedgerEntry.by_id.is_not(None), LedgerEntry.entry.in_((Entry.COMMITTED, Entry.BOUGHT, Entry.OVER_LIMIT)))
        .distinct()
    )
    people: dict[uuid.UUID, set[uuid.UUID]] = {period_id: set() for period_id in period_ids}
    for period_id, by_id in rows:
        people[period_id].add(by_id)
    return people


def unresolved_of(period_id: uuid.UUID, by_id: uuid.UUID) -> bool:
    """Does this person have a hold or money over the limit in the period that a higher limit would serve?"""
    return by_id in unresolved_people([period_id])[period_id]


def led_lately(changes: Collection[LimitChange]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By change of a limit, who leads its family, or led it in the days before it was asked for or since.

    By when a handover was recorded, whatever day it is said to hold from: nobody hands a family over to decide its limit.
    """
    family_of = {change.id: change.period.budget.family for change in changes}
    begin = {change.id: change.proposed_at - timedelta(days=rules.LED_DAYS) for change in changes}
    lines = select(AuditRecord).where(
        AuditRecord.subject_id.in_({family.id for family in family_of.values()}),
        AuditRecord.deed == Deed.FAMILY_HANDED_OVER,
        AuditRecord.at >= min(begin.values(), default=datetime.max.replace(tzinfo=UTC)),
    )
    handovers = list(db.session.scalars(lines.order_by(AuditRecord.id))) if changes else []
    led: dict[uuid.UUID, set[uuid.UUID]] = {}
    for change_id, family in family_of.items():
        led[change_id] = {family.lead_worker_id} if family.lead_worker_id is not None else set()
        for line in handovers:
            leads = line.changes.get("lead_worker_id")
            if line.subject_id == family.id and line.at >= begin[change_id] and isinstance(leads, list):
                led[change_id] |= {uuid.UUID(str(each)) for each in leads if each is not None}
    return led


def require_decider(
    change: LimitChange,
    period: BudgetPeriod,
    person: Person,
    on: date,
    *,
    over_cap: bool,
    to_pence: int,
    served: Collection[uuid.UUID] | None = None,
    led: Collection[uuid.UUID] | None = None,
) -> None:
    """Refuse whoever may not decide a limit of this cap period, as rules.require_limit_decider words it.

    `served` are those whose purchases a higher limit would serve, `led` those who lead the family or did lately, where that
    was asked already.
    """
    rules.require_limit_decider(
        person.roles_on(on),
        same_team=period.budget.family.team_id in person.team_ids_on(on),
        own_proposal=change.proposed_by_id == person.id,
        leads=period.budget.family.lead_worker_id == person.id,
        led=person.id in (led_lately([change])[change.id] if led is None else led),
        own_request=unresolved_of(period.id, person.id) if served is None else person.id in served,
        over_cap=over_cap,
        to_pence=to_pence,
        cap_pence=period.cap_pence,
    )


def require_limit_confirmer(change: LimitChange, person: Person, on: date) -> None:
    """Refuse whoever may not confirm a limit that one person set alone, as rules.require_limit_confirmer words it."""
    family = change.period.budget.family
    rules.require_limit_confirmer(
        person.roles_on(on),
        same_team=family.team_id in person.team_ids_on(on),
        own=person.id in (change.decided_by_id, family.lead_worker_id),
    )


def why_not_confirm(change: LimitChange, person: Person, on: date) -> str | None:
    """Why this person may not confirm a limit that one person set alone, in words; None when they may."""
    return refusal_of(require_limit_confirmer, change, person, on)


def why_not_decide(
    change: LimitChange,
    person: Person,
    on: date,
    served: Collection[uuid.UUID] | None = None,
    led: Collection[uuid.UUID] | None = None,
) -> str | None:
    """Why this person may not decide a proposed limit, in words; None when they may. `served` and `led` as for require_decider."""
    return refusal_of(
        require_decider,
        change,
        change.period,
        person,
        on,
        over_cap=rules.above_cap(change.period.cap_pence, change.to_pence),
        to_pence=change.to_pence,
        served=served,
        led=led,
    )
