"""An authority's ledger: every move of every budget, and other help paid, filtered, in pages, with running positions."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, case, func, or_, select
from sqlalchemy.orm import aliased

from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.rules import Position
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import leads_until, same_reference
from budgettracker.ledger.kinds import OtherHelp
from budgettracker.ledger.queries.moves import moves_of, positions_after
from budgettracker.ledger.queries.vat import vat_moved
from budgettracker.people.models import Person, Team
from budgettracker.people.queries.deciders import told_apart
from budgettracker.periods import day_begins, day_of
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.spend.models import Refund, Spend, SpendDetails

MOST_PEOPLE, MOST_CATEGORIES = 2_000, 500
BATCH = 1_000
"""Lines read at once for a file."""
RESTRICTED = "Restricted"
"""Stands for the reference of a restricted family: its money is in every sum, and its words are on no line."""
CAME_IN = (Entry.BOUGHT, Entry.OVER_LIMIT, OtherHelp.PAID)
"""Moves by which an imported purchase comes in: later ones are deeds of their own."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines are wanted; None leaves a question open. Both days are included and are days of recording.

    `posted_on` is the first day of the month of finance's books that the lines stand in.
    """

    first: date | None = None
    last: date | None = None
    team_id: uuid.UUID | None = None
    family_id: uuid.UUID | None = None
    category: str | None = None
    state: str | None = None
    by_id: uuid.UUID | None = None
    posted_on: date | None = None


class Sums(NamedTuple):
    """What lines add up to, in pence: moves of the limit, committed, spent, over the limit, and other help paid."""

    limit: int = 0
    committed: int = 0
    spent: int = 0
    over: int = 0
    other: int = 0

    @property
    def cost(self) -> int:
        """Money that left: within the limit, over it, and other help."""
        return self.spent + self.over + self.other

    def plus(self, more: "Sums") -> "Sums":
        """Both together."""
        return Sums(*(pence + added for pence, added in zip(self, more, strict=True)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when it was recorded and by whom, what happened to which family's money, and the position after it.

    Moves in pence. No position for other help, which is outside every budget. `event_on` is the day it happened and
    `posted_on` the first day of the month it stands in. Reference, supplier, VAT (below zero: what came back of it) and
    method are those of the purchase, on lines by which money left or came back; `plan` is the reference of the regular plan
    that a line is of, or its payment.
    """

    id: uuid.UUID
    at: datetime
    entry: str
    family: str
    team: str
    spend_id: uuid.UUID | None
    bought_what: str
    category: str
    state: str
    bought_on: date | None
    by: str
    moves: Sums
    after: Position | None
    event_on: date | None
    posted_on: date | None
    reference: str
    plan: str
    supplier: str
    vat_pence: int | None
    vat_status: str
    method: str
    cardholder: str

    @property
    def recorded_in(self) -> date:
        """The first day of the month the line was recorded in."""
        return day_of(self.at).replace(day=1)


@dataclass(frozen=True, slots=True)
class Total:
    """How many lines there are, and what all of them add up to."""

    lines: int
    sums: Sums


def page_of(authority_id: uuid.UUID, filters: Filters, page: int, size: int) -> list[Line]:
    """One page of the lines that are wanted, the newest first."""
    return list(_lines(authority_id, filters, start=(page - 1) * size, bound=size))


def all_of(authority_id: uuid.UUID, filters: Filters, bound: int) -> Iterator[Line]:
    """Every line that is wanted in the same order, up to a bound, a batch at a time."""
    for start in range(0, bound, BATCH):
        batch = list(_lines(authority_id, filters, start=start, bound=min(BATCH, bound - start)))
        yield from batch
        if len(batch) < BATCH:
            return


def total_of(authority_id: uuid.UUID, filters: Filters) -> Total:
    """What all lines that are wanted add up to, on however many pages they stand."""
    moves, led = moves_of(authority_id), leads_until(authority_id)
    sums = [func.coalesce(func.sum(moves.c[name]), 0) for name in Sums._fields]
    count, *pence = db.session.execute(_wanted(select(func.count(), *sums), moves, led, filters)).one()
    return Total(count, Sums(*(int(value) for value in pence)))


def _lines(authority_id: uuid.UUID, filters: Filters, start: int, bound: int) -> Iterator[Line]:
    moves, led, by = moves_of(authority_id), leads_until(authority_id), aliased(Person)
    query = select(
        moves,
        Family.reference,
        Family.restricted,
        Team.name.label("team"),
        SpendDetails.bought_what,
        Category.name.label("category"),
        Spend.state,
        Spend.bought_on,
        *_for_finance(moves),
        by.name.label("by"),
        or_(moves.c.limit_imported, Spend.imported & moves.c.entry.in_(CAME_IN)).label("imported"),
    )
    newest = (
        _wanted(query, moves, led, filters)
        .join(Team, Team.id == led.c.team_id)
        .outerjoin(SpendDetails, SpendDetails.spend_id == moves.c.spend_id)
        .outerjoin(Category, Category.id == Spend.category_id)
        .outerjoin(Refund, Refund.id == moves.c.refund_id)
        .outerjoin(by, by.id == moves.c.by_id)
        .order_by(moves.c.at.desc(), moves.c.sequence.desc(), moves.c.id.desc())
    )
    rows = db.session.execute(newest.limit(bound).offset(start)).all()
    after = positions_after({row.period_id for row in rows if row.period_id is not None})
    for row in rows:
        yield Line(
            id=row.id,
            at=row.at,
            entry=row.entry,
            family=RESTRICTED if row.restricted else row.reference,
            team=row.team,
            spend_id=None if row.restricted else row.spend_id,
            bought_what="" if row.restricted else row.bought_what or "",
            category=row.category or "",
            state=row.state or "",
            bought_on=row.bought_on,
            by=f"{row.by} (as imported)" if row.by and row.imported else row.by or "",
            moves=Sums(row.limit, row.committed, row.spent, row.over, row.other),
            after=after.get(row.id),
            event_on=row.event_on,
            posted_on=row.posted_on,
            reference=row.own_reference or "",
            plan=row.plan_reference or "",
            supplier="" if row.restricted else row.supplier or "",
            vat_pence=None if row.vat_pence is None else int(row.vat_pence),
            vat_status=row.vat_status if row.vat_pence is not None else "",
            method=row.payment_method if row.moved else "",
            cardholder="" if row.restricted else row.cardholder or "",
        )


_BUYER = select(Person.name).where(Person.id == Spend.bought_by_id, Spend.imported.is_(False)).scalar_subquery()
_CARDHOLDER = func.coalesce(func.nullif(SpendDetails.cardholder, ""), _BUYER)
"""Whose card it was: that of whoever bought it, unless another was named."""
_Plan = aliased(Spend)
_PLAN = select(_Plan.reference).where(_Plan.id == Spend.plan_id).scalar_subquery()
"""The reference of the plan that a purchase is a payment of."""


def _for_finance(moves: Subquery) -> tuple[Any, ...]:
    """What finance needs to find a line in its own system: of the purchase, or of the money that came back for it."""
    moved = moves.c.entry.in_(CAME_IN) | moves.c.refund_id.is_not(None)
    return (
        case((moved, func.coalesce(Refund.reference, Spend.reference))).label("own_reference"),
        case((Spend.plan_id.is_not(None), _PLAN), (Spend.regular, Spend.reference)).label("plan_reference"),
        case((moved, SpendDetails.supplier)).label("supplier"),
        case((moved, vat_moved(moves.c.refund_id))).label("vat_pence"),
        Spend.vat_status,
        func.coalesce(Spend.payment_method, "").label("payment_method"),
        case((moved & (Spend.payment_method == PaymentMethod.PURCHASE_CARD), _CARDHOLDER)).label("cardholder"),
        moved.label("moved"),
    )


def _wanted(query: Select[Any], moves: Subquery, led: Subquery, filters: Filters) -> Select[Any]:
    """The lines that pass every filter, with their family, its team of the line's own moment, and their purchase."""
    then = (led.c.starts_at <= moves.c.at) & (led.c.ends_at.is_(None) | (moves.c.at < led.c.ends_at))
    query = (
        query.select_from(moves)
        .join(Family, Family.id == moves.c.family_id)
        .join(led, (led.c.family_id == moves.c.family_id) & then)
        .outerjoin(Spend, Spend.id == moves.c.spend_id)
    )
    if filters.first is not None:
        query = query.where(moves.c.at >= day_begins(filters.first))
    if filters.last is not None:
        query = query.where(moves.c.at < day_begins(filters.last + timedelta(days=1)))
    if filters.team_id is not None:
        query = query.where(led.c.team_id == filters.team_id)
    if filters.family_id is not None:
        query = query.where(moves.c.family_id == filters.family_id)
    if filters.category is not None:
        named = select(Category.id).where(Category.name == filters.category)
        query = query.where(Spend.category_id.in_(named))
    if filters.state is not None:
        query = query.where(Spend.state == filters.state)
    if filters.by_id is not None:
        query = query.where(moves.c.by_id == filters.by_id)
    if filters.posted_on is not None:
        query = query.where(moves.c.posted_on == filters.posted_on)
    return query


def family_named(authority_id: uuid.UUID, reference: str) -> Family | None:
    """A family of the authority by its reference, however its letters are typed."""
    query = select(Family).where(
        Family.authority_id == authority_id, same_reference(reference), Family.restricted.is_(False)
    )
    return db.session.scalars(query.order_by(Family.reference != reference.strip(), Family.id).limit(1)).first()


def family_with(authority_id: uuid.UUID, family_id: uuid.UUID) -> Family | None:
    """A family of the authority by its id."""
    return db.session.scalars(
        select(Family).filter_by(id=family_id, authority_id=authority_id, restricted=False)
    ).one_or_none()


def categories_of(authority_id: uuid.UUID) -> list[str]:
    """The names of all categories of an authority's schemes, each once."""
    query = select(Category.name).join(Scheme, Scheme.id == Category.scheme_id)
    named = query.where(Scheme.authority_id == authority_id).distinct().order_by(Category.name)
    return list(db.session.scalars(named.limit(MOST_CATEGORIES)))


def recorders_of(authority_id: uuid.UUID, on: date) -> list[tuple[uuid.UUID, str]]:
    """Those of an authority who have moved money in its ledger or recorded other help, by name; see told_apart."""
    moves = moves_of(authority_id)
    query = select(Person).where(Person.id.in_(select(moves.c.by_id).distinct()))
    return told_apart(db.session.scalars(query.order_by(Person.name, Person.id).limit(MOST_PEOPLE)).all(), on)
