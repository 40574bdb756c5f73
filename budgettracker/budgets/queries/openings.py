"""Opening balances: limits that were imported before an authority was live, with what had been spent of them by then."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets import rules
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.budgets.queries.deciders import led_lately
from budgettracker.database import db
from budgettracker.errors import refusal_of
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person, Team
from budgettracker.versions import version_of

Columns = TypeVar("Columns", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Opening:
    """One family's opening balance, and why the person who looks may not confirm it (empty: they may)."""

    period: BudgetPeriod
    words: str
    why_left: str

    @property
    def id(self) -> uuid.UUID:
        """The cap period's id."""
        return self.period.id

    @property
    def tick(self) -> str:
        """What its tick box sends: the id, and a sign of the sums that stand beside it."""
        return f"{self.period.id}.{sums_sign(self.period)}"


@dataclass(frozen=True, slots=True)
class OpeningSums:
    """How many opening balances wait, and what they come to in pence."""

    count: int = 0
    limit_pence: int = 0
    spent_pence: int = 0
    over_pence: int = 0


def sums_sign(period: BudgetPeriod) -> str:
    """A short sign of an opening balance's sums, which the page that shows them carries along."""
    sums = {"limit": period.limit_pence, "spent": period.spent_pence, "over": period.over_pence}
    return version_of(sums)


def openings_that_wait(person: Person, on: date, page: int, size: int) -> list[Opening]:
    """One page of the opening balances that wait in this person's teams, by reference."""
    rows = _periods().where(*_waiting(person, on)).order_by(Family.reference_folded, BudgetPeriod.id)
    return _openings(person, list(db.session.scalars(rows.limit(size).offset((page - 1) * size))), on)


def openings_named(person: Person, period_ids: Collection[uuid.UUID], on: date) -> list[Opening]:
    """These opening balances of families of this person's teams, confirmed by now or not."""
    rows = _periods().where(BudgetPeriod.id.in_(period_ids), workable(person, on)).order_by(BudgetPeriod.id)
    return _openings(person, list(db.session.scalars(rows)), on)


def sums_of_openings(person: Person, on: date) -> OpeningSums:
    """What the opening balances come to that wait in this person's teams."""
    sums = (BudgetPeriod.limit_pence, BudgetPeriod.spent_pence, BudgetPeriod.over_pence)
    query = select(func.count(), *(func.coalesce(func.sum(each), 0) for each in sums))
    row = db.session.execute(_joined(query).where(*_waiting(person, on))).one()
    return OpeningSums(*map(int, row))


def openings_by_team(authority_id: uuid.UUID | None) -> list[tuple[str, int, int]]:
    """For those who see no families: each team in which opening balances wait, how many, and their limits in pence.

    A restricted family's is not among them: a senior manager reads this too, and which of them are theirs elsewhere.
    """
    query = _joined(select(Team.name, func.count(), func.sum(BudgetPeriod.limit_pence))).join(Family.team)
    ours = (Family.authority_id == authority_id) & Family.restricted.is_(False)
    waiting = query.where(BudgetPeriod.opening_waits.is_(True), ours)
    rows = db.session.execute(waiting.group_by(Team.id, Team.name).order_by(Team.name, Team.id))
    return [(name, count, int(pence)) for name, count, pence in rows]


def opening_changes(period_id: uuid.UUID) -> list[LimitChange]:
    """The imported changes of a cap period's limit that nobody has confirmed, the latest last."""
    changes = select(LimitChange).where(
        LimitChange.period_id == period_id, LimitChange.opening.is_(True), LimitChange.confirmed_at.is_(None)
    )
    return list(db.session.scalars(changes.order_by(LimitChange.decided_at, LimitChange.id)))


def importers_of(change_ids: Collection[uuid.UUID]) -> set[uuid.UUID | None]:
    """Who brought these limits in, as the audit has it; None: whoever runs the tracker."""
    lines = select(AuditRecord.by_id).where(AuditRecord.subject_id.in_(change_ids), AuditRecord.deed == Deed.LIMIT_SET)
    return set(db.session.scalars(lines))


def require_confirmer(period: BudgetPeriod, person: Person, on: date) -> None:
    """Refuse whoever may not confirm an opening balance, as rules.require_opening_hand words it."""
    changes = opening_changes(period.id)
    led = led_lately(changes)
    rules.require_opening_hand(
        period.opening_waits,
        senior=Role.SENIOR_MANAGER in person.roles_on(on),
        same_team=period.budget.family.team_id in person.team_ids_on(on),
        leads=period.budget.family.lead_worker_id == person.id,
        led=any(person.id in led[change.id] for change in changes),
        imported=person.id in importers_of([change.id for change in changes]),
    )


def _openings(person: Person, periods: Sequence[BudgetPeriod], on: date) -> list[Opening]:
    return [
        Opening(period, _called(period), refusal_of(require_confirmer, period, person, on) or "") for period in periods
    ]


def _called(period: BudgetPeriod) -> str:
    family = period.budget.family
    return f"{family.reference} {family.details.name}"


def _waiting(person: Person, on: date) -> tuple[ColumnElement[bool], ...]:
    return BudgetPeriod.opening_waits.is_(True), workable(person, on)


def _periods() -> Select[tuple[BudgetPeriod]]:
    with_family = contains_eager(BudgetPeriod.budget).contains_eager(Budget.family)
    return _joined(select(BudgetPeriod)).options(with_family.joinedload(Family.details))


def _joined(query: Select[Columns]) -> Select[Columns]:
    return query.select_from(BudgetPeriod).join(BudgetPeriod.budget).join(Budget.family)
