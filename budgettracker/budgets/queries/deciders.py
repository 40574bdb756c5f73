"""Who may decide a limit, and whom a higher limit would serve."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_, select

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


def require_decider(
    period: BudgetPeriod,
    person: Person,
    on: date,
    *,
    own_proposal: bool,
    over_cap: bool,
    to_pence: int,
    served: Collection[uuid.UUID] | None = None,
) -> None:
    """Refuse whoever may not decide a limit of this cap period, as rules.require_limit_decider words it.

    `served` are those whose purchases a higher limit would serve, where that was asked already.
    """
    rules.require_limit_decider(
        person.roles_on(on),
        same_team=period.budget.family.team_id in person.team_ids_on(on),
        own_proposal=own_proposal,
        leads=period.budget.family.lead_worker_id == person.id,
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
    change: LimitChange, person: Person, on: date, served: Collection[uuid.UUID] | None = None
) -> str | None:
    """Why this person may not decide a proposed limit, in words; None when they may. `served` as for require_decider."""
    return refusal_of(
        require_decider,
        change.period,
        person,
        on,
        own_proposal=change.proposed_by_id == person.id,
        over_cap=rules.above_cap(change.period.cap_pence, change.to_pence),
        to_pence=change.to_pence,
        served=served,
    )
