"""Who may decide a limit, and whom a higher limit would serve."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, cast, func, null, or_, select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.budgets import rules
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod, LedgerEntry, LimitChange
from budgettracker.database import db
from budgettracker.errors import refusal_of
from budgettracker.people.models import Person


def unresolved_people(period_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By cap period, who asked for or bought what is still held or over the limit: a higher limit would serve them."""
    return _by_period(period_ids, db.session.execute(_unresolved(period_ids)))


def _by_period(period_ids: Collection[uuid.UUID], rows: Iterable[Row[Any]]) -> dict[uuid.UUID, set[uuid.UUID]]:
    people: dict[uuid.UUID, set[uuid.UUID]] = {period_id: set() for period_id in period_ids}
    for row in rows:
        people[row.about_id].add(row.by_id)
    return people


def _unresolved(period_ids: Collection[uuid.UUID], *more: ColumnElement[Any]) -> Select[Any]:
    """Who asked for or bought what is still held or over the limit, by cap period, with `more` columns."""
    spends = (
        select(LedgerEntry.period_id, LedgerEntry.spend_id)
        .where(LedgerEntry.period_id.in_(period_ids), LedgerEntry.spend_id.is_not(None))
        .group_by(LedgerEntry.period_id, LedgerEntry.spend_id)
        .having(or_(func.sum(LedgerEntry.committed_delta_pence) > 0, func.sum(LedgerEntry.over_delta_pence) > 0))
        .subquery()
    )
    return (
        select(LedgerEntry.period_id.label("about_id"), LedgerEntry.by_id, *more)
        .join(spends, (LedgerEntry.spend_id == spends.c.spend_id) & (LedgerEntry.period_id == spends.c.period_id))
        .where(LedgerEntry.by_id.is_not(None), LedgerEntry.entry.in_((Entry.COMMITTED, Entry.BOUGHT, Entry.OVER_LIMIT)))
        .distinct()
    )


@dataclass(frozen=True, slots=True)
class ApartFromLimits:
    """Who does not decide limits that wait: by cap period whom a higher one would serve, by change who led lately."""

    served: Mapping[uuid.UUID, Collection[uuid.UUID]]
    led: Mapping[uuid.UUID, Collection[uuid.UUID]]


def apart_from_limits(changes: Collection[LimitChange]) -> ApartFromLimits:
    """Who does not decide these limits, of any number of them by one question to the database."""
    handovers = _handovers(changes)
    period_ids = {change.period_id for change in changes}
    both = handovers.union_all(_unresolved(period_ids, cast(null(), Text), cast(null(), AuditRecord.at.type)))
    rows = db.session.execute(both).all()
    served = [row for row in rows if row.body is None]
    return ApartFromLimits(_by_period(period_ids, served), _led(changes, [row for row in rows if row.body is not None]))


def unresolved_of(period_id: uuid.UUID, by_id: uuid.UUID) -> bool:
    """Does this person have a hold or money over the limit in the period that a higher limit would serve?"""
    return by_id in unresolved_people([period_id])[period_id]


def led_lately(changes: Collection[LimitChange]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By change of a limit, who leads its family, or led it in the days before it was asked for or since.

    By when a handover was recorded, whatever day it is said to hold from: nobody hands a family over to decide its limit.
    """
    return _led(changes, db.session.execute(_handovers(changes)).all() if changes else [])


def _handovers(changes: Collection[LimitChange]) -> Select[Any]:
    """The lines of handing over these families since the earliest day that counts, named as those of _unresolved."""
    begin = min((_counts_from(change) for change in changes), default=datetime.max.replace(tzinfo=UTC))
    return select(
        AuditRecord.subject_id.label("about_id"), AuditRecord.by_id, AuditRecord.body.label("body"), AuditRecord.at
    ).where(
        AuditRecord.subject_id.in_({change.period.budget.family_id for change in changes}),
        AuditRecord.deed == Deed.FAMILY_HANDED_OVER,
        AuditRecord.at >= begin,
    )


def _counts_from(change: LimitChange) -> datetime:
    return change.proposed_at - timedelta(days=rules.LED_DAYS)


def _led(changes: Collection[LimitChange], handovers: Sequence[Row[Any]]) -> dict[uuid.UUID, set[uuid.UUID]]:
    led: dict[uuid.UUID, set[uuid.UUID]] = {}
    for change in changes:
        family = change.period.budget.family
        led[change.id] = {family.lead_worker_id} if family.lead_worker_id is not None else set()
        for line in handovers:
            leads = changes_in(line.body).get("lead_worker_id")
            if line.about_id == family.id and line.at >= _counts_from(change) and isinstance(leads, list):
                led[change.id] |= {uuid.UUID(str(each)) for each in leads if each is not None}
    return led


def require_decider(
    change: LimitChange,
    period: BudgetPeriod,
    person: Person,
    on: date,
    *,
    over_cap: bool,
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
        to_pence=change.to_pence,
        cap_pence=period.cap_pence,
    )


def require_limit_confirmer(change: LimitChange, person: Person, on: date) -> None:
    """Refuse whoever may not confirm a limit that one person set alone, as rules.require_limit_confirmer words it."""
    family = change.period.budget.family
    rules.require_limit_confirmer(
        person.roles_on(on),
        same_team=family.team_id in person.team_ids_on(on),
        own=person.id in (change.decided_by_id, family.lead_worker_id),
        led=person.id in led_lately([change])[change.id],
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
        served=served,
        led=led,
    )
