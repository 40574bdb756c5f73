"""What waits for families of a team longer than a level's patience: how many things of each kind, since when."""

import uuid
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.confirmations.rules import began_before
from budgettracker.database import db
from budgettracker.decisions.kinds import LongKind
from budgettracker.families.kinds import HidingState
from budgettracker.families.models import Family, Hiding
from budgettracker.people.models import Team
from budgettracker.spend.kinds import ProposalState, Review, SpendState
from budgettracker.spend.models import Refund, Spend, SpendProposal
from budgettracker.spend.queries import own_pocket


class InTeam(NamedTuple):
    """How many things of a kind have waited in a team, and since when the first of them."""

    kind: str
    team_id: uuid.UUID
    team: str
    things: int
    oldest: datetime


def in_teams(families: ColumnElement[bool], on: date) -> list[InTeam]:
    """What has waited that long for these families, by the family's team and by kind; one question."""
    queries = [query.where(families).group_by(Team.id, Team.name) for query in _waiting(began_before(on))]
    return [InTeam(*row) for row in db.session.execute(union_all(*queries))]


def _waiting(before: datetime) -> list[Select[Any]]:
    """For each kind: by the family's team how many began to wait before a moment, and when the first of them did."""
    bought_at = func.coalesce(Spend.recorded_bought_at, Spend.requested_at)

    def counted(kind: LongKind, since: Any, things: Any = None) -> Select[Any]:
        count = func.count() if things is None else func.count(things.distinct())
        columns = literal(str(kind)).label("kind"), Team.id, Team.name, count, func.min(since)
        return select(*columns).select_from(Team).join(Family, Family.team_id == Team.id).where(since < before)

    def spends(kind: LongKind, since: Any, *waits: ColumnElement[bool]) -> Select[Any]:
        return counted(kind, since).join(Spend, Spend.family_id == Family.id).where(*waits)

    def limits(kind: LongKind, things: Any, *waits: ColumnElement[bool]) -> Select[Any]:
        periods = counted(kind, LimitChange.proposed_at, things).join(Budget, Budget.family_id == Family.id)
        changes = periods.join(BudgetPeriod, BudgetPeriod.budget_id == Budget.id)
        return changes.join(LimitChange, LimitChange.period_id == BudgetPeriod.id).where(*waits)

    proposals = spends(LongKind.PROPOSAL, SpendProposal.proposed_at, SpendProposal.state == ProposalState.PROPOSED)
    ticks = spends(LongKind.TICK, Refund.recorded_at, Refund.ticked_at.is_(None))
    hidings = counted(LongKind.HIDING, Hiding.hidden_at).join(Hiding, Hiding.family_id == Family.id)
    opening = BudgetPeriod.opening_waits.is_(True), LimitChange.opening.is_(True), LimitChange.confirmed_at.is_(None)
    return [
        spends(LongKind.REQUEST, Spend.requested_at, Spend.state == SpendState.REQUESTED),
        spends(LongKind.REVIEW, bought_at, Spend.review == Review.OPEN),
        limits(LongKind.LIMIT, None, LimitChange.state == LimitState.REQUESTED),
        limits(LongKind.OPENING, BudgetPeriod.id, *opening),
        proposals.join(SpendProposal, SpendProposal.spend_id == Spend.id),
        ticks.join(Refund, Refund.spend_id == Spend.id),
        spends(LongKind.OWN_MONEY, bought_at, *own_pocket.WAITS),
        hidings.where(Hiding.state == HidingState.HIDDEN),
    ]
