"""Which decisions wait, in what order: ids first, so that a page of a long list reads that page alone."""

import functools
import operator
import uuid
from datetime import date

from sqlalchemy import ColumnElement, Date, Select, Subquery, cast, func, literal, null, select, union_all

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.budgets.queries import limits_to_decide
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.spend.kinds import ProposalState, Review, SpendState
from budgettracker.spend.models import Spend, SpendProposal
from budgettracker.spend.queries import own_pocket, spends_to_decide

Row = Spend | LimitChange
"""What waits: a request or a purchase under review, or a limit."""
SPEND, LIMIT = "spend", "limit"


def waiting_rows(person: Person, on: date, page: int, size: int) -> tuple[list[Row], int]:
    """One page of what waits in this person's teams, by when it is needed, then the oldest; and how many wait in all."""
    keys = _keys(person, on)
    query = (
        select(keys.c.kind, keys.c.id, func.count().over())
        .order_by(keys.c.needed_by.is_(None), keys.c.needed_by, keys.c.since, keys.c.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    seen = db.session.execute(query).all()
    order = [(str(kind), row_id) for kind, row_id, _ in seen]
    # Beyond the last page there is no row that could say how many there are.
    total = seen[0][2] if seen else db.session.scalar(select(func.count()).select_from(keys)) or 0
    rows = rows_by_id(
        person,
        [row_id for kind, row_id in order if kind == SPEND],
        [row_id for kind, row_id in order if kind == LIMIT],
        on,
    )
    return [rows[row_id] for _, row_id in order if row_id in rows], total


def how_many_wait(person: Person, on: date) -> ColumnElement[int]:
    """How much waits in this person's teams that somebody else asked for, as part of a longer question.

    Requests, money that left, money from somebody's own pocket, proposals and limits. What is above their band counts
    too, since they may ask about it.
    """
    others, in_teams = Spend.recorded_by_id != person.id, workable(person, on)
    spends = select(func.count()).select_from(Spend).join(Spend.family).where(others, in_teams)
    proposals = select(func.count()).select_from(SpendProposal).join(SpendProposal.spend).join(Spend.family)
    proposals = proposals.where(others, in_teams, SpendProposal.proposed_by_id != person.id)
    limits = select(func.count()).select_from(LimitChange).join(LimitChange.period).join(BudgetPeriod.budget)
    limits = limits.join(Family, Family.id == Budget.family_id).where(LimitChange.proposed_by_id != person.id, in_teams)
    each = (
        spends.where(Spend.state == SpendState.REQUESTED),
        spends.where(Spend.review == Review.OPEN),
        spends.where(*own_pocket.WAITS),
        proposals.where(SpendProposal.state == ProposalState.PROPOSED),
        limits.where(LimitChange.state == LimitState.REQUESTED),
    )
    return functools.reduce(operator.add, (count.scalar_subquery() for count in each))


def rows_by_id(
    person: Person, spend_ids: list[uuid.UUID], change_ids: list[uuid.UUID], on: date
) -> dict[uuid.UUID, Row]:
    """These purchases and limits, of families of this person's teams, by id."""
    rows: list[Row] = [*spends_to_decide(person, spend_ids, on), *limits_to_decide(person, change_ids, on)]
    return {row.id: row for row in rows}


def _keys(person: Person, on: date) -> Subquery:
    """The kind and id of all that waits in this person's teams, with what orders it."""
    no_day = cast(null(), Date).label("needed_by")
    spends: Select[tuple[str, uuid.UUID]] = select(literal(SPEND).label("kind"), Spend.id.label("id"))
    return union_all(
        spends.add_columns(Spend.needed_by.label("needed_by"), Spend.requested_at.label("since"))
        .join(Spend.family)
        .where(Spend.state == SpendState.REQUESTED, workable(person, on)),
        spends.add_columns(no_day, func.coalesce(Spend.recorded_bought_at, Spend.requested_at).label("since"))
        .join(Spend.family)
        .where(Spend.review == Review.OPEN, workable(person, on)),
        select(literal(LIMIT).label("kind"), LimitChange.id.label("id"), no_day, LimitChange.proposed_at.label("since"))
        .join(LimitChange.period)
        .join(BudgetPeriod.budget)
        .join(Family, Family.id == Budget.family_id)
        .where(LimitChange.state == LimitState.REQUESTED, workable(person, on)),
    ).subquery()
