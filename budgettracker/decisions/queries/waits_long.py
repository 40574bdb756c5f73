"""What has waited longer than a level's patience, by team: for the level above, for whoever covers, and for its own."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.confirmations.rules import PATIENCE
from budgettracker.database import db
from budgettracker.decisions.kinds import LongKind
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.people.queries.deciders import deciders_of, with_roles
from budgettracker.periods import day_begins
from budgettracker.spend.kinds import ProposalState, Reimbursement, Review, SpendState
from budgettracker.spend.models import Spend, SpendProposal
from budgettracker.working_days import day_before


@dataclass(frozen=True, slots=True)
class WaitsLong:
    """How many things of one kind have waited too long in a team, since when the oldest, and who may decide there."""

    team: str
    kind: LongKind
    count: int
    oldest: datetime
    people: tuple[str, ...]
    own: bool
    """Is it a team of whoever looks, so that Decisions lists each of them?"""


def waits_long(person: Person, on: date) -> list[WaitsLong]:
    """What has waited longer than two working days in a person's teams; for a senior manager in all of the authority's."""
    rows, own = _rows(person, on), person.team_ids_on(on)
    deciders = deciders_of({row.team_id for row in rows}, on)
    lines = [
        WaitsLong(
            row.team,
            LongKind(row.kind),
            row.things,
            row.oldest,
            tuple(each.words for each in with_roles(deciders, row.team_id, DECIDERS, ())),
            row.team_id in own,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.team.casefold(), line.oldest, line.kind))


def how_many_wait_long(person: Person, on: date) -> int:
    """How many things have waited that long, in one question."""
    return sum(row.things for row in _rows(person, on))


class _Row(NamedTuple):
    """How many things of a kind have waited in a team, and since when the first of them."""

    kind: str
    team_id: uuid.UUID
    team: str
    things: int
    oldest: datetime


def _rows(person: Person, on: date) -> list[_Row]:
    before = day_begins(day_before(PATIENCE, on) + timedelta(days=1))
    teams: ColumnElement[bool] = Team.authority_id == person.authority_id
    if Role.SENIOR_MANAGER not in person.roles_on(on):
        teams &= Team.id.in_(person.team_ids_on(on))
    queries = [query.where(teams).group_by(Team.id, Team.name) for query in _waiting(before)]
    return [_Row(*row) for row in db.session.execute(union_all(*queries))]


def _waiting(before: datetime) -> list[Select[Any]]:
    """For each kind: by the family's team how many began to wait before a moment, and when the first of them did."""
    bought_at = func.coalesce(Spend.recorded_bought_at, Spend.requested_at)

    def counted(kind: LongKind, since: Any) -> Select[Any]:
        columns = literal(str(kind)).label("kind"), Team.id, Team.name, func.count(), func.min(since)
        return select(*columns).select_from(Team).join(Family, Family.team_id == Team.id).where(since < before)

    def spends(kind: LongKind, since: Any, *waits: ColumnElement[bool]) -> Select[Any]:
        return counted(kind, since).join(Spend, Spend.family_id == Family.id).where(*waits)

    limits = (
        counted(LongKind.LIMIT, LimitChange.proposed_at)
        .join(Budget, Budget.family_id == Family.id)
        .join(BudgetPeriod, BudgetPeriod.budget_id == Budget.id)
        .join(LimitChange, LimitChange.period_id == BudgetPeriod.id)
        .where(LimitChange.state == LimitState.REQUESTED)
    )
    proposals = spends(LongKind.PROPOSAL, SpendProposal.proposed_at, SpendProposal.state == ProposalState.PROPOSED)
    own_money = Spend.state == SpendState.BOUGHT, Spend.reimbursement == Reimbursement.WAITING
    return [
        spends(LongKind.REQUEST, Spend.requested_at, Spend.state == SpendState.REQUESTED),
        spends(LongKind.REVIEW, bought_at, Spend.review == Review.OPEN),
        limits,
        proposals.join(SpendProposal, SpendProposal.spend_id == Spend.id),
        spends(LongKind.OWN_MONEY, bought_at, *own_money),
    ]
