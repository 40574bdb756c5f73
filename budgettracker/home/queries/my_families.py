"""My families: a person's families with their money and what needs doing, in a handful of queries."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.budgets.queries import positions_of
from budgettracker.budgets.rules import Position
from budgettracker.database import db
from budgettracker.draws import draw_is_open
from budgettracker.families.models import Family, FamilyDetails
from budgettracker.families.queries import first_of, workable
from budgettracker.home.queries.to_do import Task, asks_about, tasks_of
from budgettracker.people.models import Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import ToDo, net_paid, to_do_of
from budgettracker.spend.queries.purchases import NO_RECEIPT, TO_BUY
from budgettracker.worktime.queries import how_many_offers

MORE_PAGES = 4
"""Of families that need something so many pages more are counted: each takes a look at its purchases."""


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """One of My families: who, the budget's position (None: no devolved budget today), and what needs doing.

    `proposed_pence` is a limit that waits for a manager's decision. `draws`: none can be set before its arm is drawn.
    """

    id: uuid.UUID
    reference: str
    name: str
    lead_worker: str | None
    mine: bool
    in_scheme: bool
    draws: bool
    position: Position | None
    to_do: ToDo
    proposed_pence: int | None
    tasks: list[Task]


def my_families(person: Person, on: date, page: int, size: int, show: str = "") -> tuple[list[FamilyCard], int]:
    """One page of the families of a person's teams that are open on a day, and how many there are.

    Those the person leads come first, of them those that need something before the others, then by reference. `show`
    picks those the person leads (`mine`) or those that need something (`needs`), which are looked through for no more than
    MORE_PAGES after this one. Always the same number of queries.
    """
    mine = Family.lead_worker_id == person.id
    in_teams = open_in_teams(person, on)
    if show:
        in_teams.append(mine if show == "mine" else _needs(person, on))
    ours, needs = select(Family.id, Family.reference_folded).where(*in_teams), _needs(person, on)
    others = ours.where(Family.lead_worker_id.is_distinct_from(person.id))
    shown = first_of((ours.where(mine, needs), ours.where(mine, ~needs), others), page, size)
    families = list(
        db.session.scalars(
            select(Family)
            .join(shown, shown.c.id == Family.id)
            .join(Family.details)
            .options(contains_eager(Family.details), joinedload(Family.lead_worker))
            .order_by(shown.c.part, Family.reference_folded, Family.id)
        )
    )
    cards = cards_of(person, families, tasks_of(person, [family.id for family in families], on), on)
    counted = select(Family.id).where(*in_teams)
    if show == "needs":
        counted = counted.limit((page + MORE_PAGES) * size)
    return cards, db.session.scalar(select(func.count()).select_from(counted.subquery())) or 0


def cards_of(
    person: Person, families: Sequence[Family], tasks: Mapping[uuid.UUID, list[Task]], on: date
) -> list[FamilyCard]:
    """What a card of each family says to a person, beside the tasks: always the same number of queries."""
    ids = [family.id for family in families]
    positions, to_do, proposed = positions_of(ids, on), to_do_of(ids), limits_proposed(ids)
    draws = draw_is_open(person.authority_id)
    return [
        FamilyCard(
            id=family.id,
            reference=family.reference,
            name=family.details.name,
            lead_worker=family.lead_worker.name if family.lead_worker else None,
            mine=family.lead_worker_id == person.id,
            in_scheme=family.scheme_id is not None,
            draws=draws and family.arm is None,
            position=None if family.without_budget(on) else positions.get(family.id),
            to_do=to_do.get(family.id, ToDo()),
            proposed_pence=proposed.get(family.id),
            tasks=tasks.get(family.id, []),
        )
        for family in families
    ]


def open_in_teams(person: Person, on: date) -> list[ColumnElement[bool]]:
    """Where-clauses on Family: those this person works with that are open on a day."""
    open_today = (Family.opened_on <= on) & or_(Family.closed_on.is_(None), Family.closed_on >= on)
    return [workable(person, on), open_today]


def how_many_need(person: Person, on: date) -> ColumnElement[int]:
    """How many of the families a person leads need something of them, and how much time colleagues ask them to confirm.

    Of families that were closed the missing receipts. Part of a longer question.
    """
    mine = select(func.count()).select_from(Family).where(Family.lead_worker_id == person.id)
    open_ones = mine.where(*open_in_teams(person, on), _needs(person, on)).scalar_subquery()
    lacking = exists().where(Spend.family_id == Family.id, NO_RECEIPT).correlate(Family)
    closed_ones = mine.where(workable(person, on), Family.closed_on < on, lacking).scalar_subquery()
    return open_ones + closed_ones + how_many_offers(person)


def closed_without_receipts(person: Person, on: date, most: int) -> list[tuple[uuid.UUID, str, int]]:
    """Closed families a person led to the end that still lack receipts, by id and reference, and how many they lack."""
    rows = db.session.execute(
        select(Family.id, Family.reference, func.count())
        .join(Spend, Spend.family_id == Family.id)
        .where(Family.lead_worker_id == person.id, workable(person, on), Family.closed_on < on, NO_RECEIPT)
        .group_by(Family.id, Family.reference, Family.reference_folded)
        .order_by(Family.reference_folded, Family.id)
        .limit(most)
    )
    return list(rows.tuples())


def _needs(person: Person, on: date) -> ColumnElement[bool]:
    """Does a family need something of its worker?

    A receipt, a purchase, a decision about a hold, a payment, a look, or an answer to what somebody else asks.
    """
    ran_out = Spend.state.in_((SpendState.REQUESTED, SpendState.APPROVED)) & (Spend.hold_expires_on < on)
    look = (Spend.state == SpendState.APPROVED) & (Spend.review_on <= on)
    purchases = exists().where(Spend.family_id == Family.id, or_(NO_RECEIPT, TO_BUY, ran_out, look))
    return or_(purchases.correlate(Family), asks_about(person))


def in_reach(person: Person, on: date, most: int) -> list[tuple[uuid.UUID, str, str]]:
    """The families of a person's teams by id, reference and name, theirs first: each one tap away."""
    mine = _named(person, on, Family.lead_worker_id == person.id, most)
    if len(mine) == most:
        return mine
    return mine + _named(person, on, Family.lead_worker_id.is_distinct_from(person.id), most - len(mine))


def _named(person: Person, on: date, which: ColumnElement[bool], most: int) -> list[tuple[uuid.UUID, str, str]]:
    rows = db.session.execute(
        select(Family.id, Family.reference, FamilyDetails.name)
        .join(Family.details)
        .where(*open_in_teams(person, on), which)
        .order_by(Family.reference_folded, Family.id)
        .limit(most)
    )
    return list(rows.tuples())


def limits_proposed(family_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """For each family with a limit proposed and not decided yet: that limit in pence, the latest where there are two."""
    rows = db.session.execute(
        select(Budget.family_id, LimitChange.to_pence)
        .join(BudgetPeriod, BudgetPeriod.budget_id == Budget.id)
        .join(LimitChange, LimitChange.period_id == BudgetPeriod.id)
        .where(Budget.family_id.in_(family_ids), LimitChange.state == LimitState.REQUESTED)
        .order_by(LimitChange.proposed_at, LimitChange.id)
    )
    return {row.family_id: row.to_pence for row in rows}


def shown_pence(spend: Spend) -> int:
    """What a purchase shows in a list, in pence: its price less what came back, else what was approved or asked."""
    if spend.paid_pence is not None:
        return net_paid(spend)
    return spend.approved_pence if spend.approved_pence is not None else spend.planned_pence
