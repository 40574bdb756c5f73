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
    queries = []
    for kind, waiting in _waiting(began_before(on)):
        each = waiting.subquery()
        columns = literal(str(kind)).label("kind"), Team.id, Team.name, func.sum(each.c.things), func.min(each.c.oldest)
        query = select(*columns).join(Family, Family.id == each.c.family_id).join(Team, Team.id == Family.team_id)
        queries.append(query.where(families).group_by(Team.id, Team.name))
    return [
        InTeam(kind, team_id, team, int(things), oldest)
        for kind, team_id, team, things, oldest in db.session.execute(union_all(*queries))
    ]


def _waiting(before: datetime) -> list[tuple[LongKind, Select[Any]]]:
    """For each kind: by family how many began to wait before a moment, and when the first of them did.

    By family first, so that few rows are read where little waits, however many families there are.
    """
    bought_at = func.coalesce(Spend.recorded_bought_at, Spend.requested_at)

    def counted(family_id: Any, since: Any, things: Any = None) -> Select[Any]:
        count = func.count() if things is None else func.count(things.distinct())
        columns = family_id.label("family_id"), count.label("things"), func.min(since).label("oldest")
        return select(*columns).where(since < before).group_by(family_id)

    def spends(since: Any, *waits: ColumnElement[bool]) -> Select[Any]:
        return counted(Spend.family_id, since).where(*waits)

    def limits(things: Any, *waits: ColumnElement[bool]) -> Select[Any]:
        periods = counted(Budget.family_id, LimitChange.proposed_at, things).select_from(LimitChange)
        changes = periods.join(BudgetPeriod, BudgetPeriod.id == LimitChange.period_id)
        return changes.join(Budget, Budget.id == BudgetPeriod.budget_id).where(*waits)

    proposals = counted(Spend.family_id, SpendProposal.proposed_at).select_from(SpendProposal)
    ticks = counted(Spend.family_id, Refund.recorded_at).select_from(Refund)
    opening = BudgetPeriod.opening_waits.is_(True), LimitChange.opening.is_(True), LimitChange.confirmed_at.is_(None)
    return [
        (LongKind.REQUEST, spends(Spend.requested_at, Spend.state == SpendState.REQUESTED)),
        (LongKind.REVIEW, spends(bought_at, Spend.review == Review.OPEN)),
        (LongKind.LIMIT, limits(None, LimitChange.state == LimitState.REQUESTED)),
        (LongKind.OPENING, limits(BudgetPeriod.id, *opening)),
        (
            LongKind.PROPOSAL,
            proposals.join(Spend, Spend.id == SpendProposal.spend_id).where(
                SpendProposal.state == ProposalState.PROPOSED
            ),
        ),
        (LongKind.TICK, ticks.join(Spend, Spend.id == Refund.spend_id).where(Refund.ticked_at.is_(None))),
        (LongKind.OWN_MONEY, spends(bought_at, *own_pocket.WAITS)),
        (LongKind.HIDING, counted(Hiding.family_id, Hiding.hidden_at).where(Hiding.state == HidingState.HIDDEN)),
    ]
