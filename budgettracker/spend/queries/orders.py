"""Orders: what was approved and is to be bought, as business support sees it, by reference and order only."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import joinedload

from budgettracker.access import Role
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.spend.queries.purchases import TO_BUY

MOST = 200


@dataclass(frozen=True, slots=True)
class Order:
    """One order: the family's reference, what and where to buy, up to how many pence, and by when it is needed."""

    spend_id: uuid.UUID
    reference: str
    bought_what: str
    pence: int
    supplier: str
    needed_by: date | None
    bought_on: date | None


def _of_their_teams(person: Person, on: date) -> ColumnElement[bool]:
    """Families of the teams that this person buys for; never a restricted one, whose orders its workers buy themselves."""
    if Role.BUSINESS_SUPPORT not in person.roles_on(on):
        return false()
    of_teams = Family.team_id.in_(person.team_ids_on(on))
    return (Family.authority_id == person.authority_id) & of_teams & Family.restricted.is_(False)


def orders_to_buy(person: Person, on: date) -> list[Order]:
    """What was approved for families of their teams and nobody has bought, the most urgent first."""
    return _orders(person, on, TO_BUY)


def orders_to_arrive(person: Person, on: date) -> list[Order]:
    """What this person bought and nobody has confirmed to have reached the family, the oldest first."""
    return _orders(person, on, _arriving(person))


def _arriving(person: Person) -> ColumnElement[bool]:
    return (Spend.state == SpendState.BOUGHT) & (Spend.bought_by_id == person.id) & Spend.delivered_on.is_(None)


def _orders(person: Person, on: date, condition: ColumnElement[bool]) -> list[Order]:
    rows: Sequence[tuple[Spend, str, SpendDetails]] = [
        row._tuple()
        for row in db.session.execute(
            select(Spend, Family.reference, SpendDetails)
            .join(Family, Family.id == Spend.family_id)
            .join(SpendDetails, SpendDetails.spend_id == Spend.id)
            .where(condition, _of_their_teams(person, on))
            .order_by(Spend.needed_by.is_(None), Spend.needed_by, Spend.requested_at, Spend.id)
            .limit(MOST)
        )
    ]
    return [
        Order(
            spend.id,
            reference,
            details.bought_what,
            spend.paid_pence or spend.approved_pence or 0,
            details.supplier,
            spend.needed_by,
            spend.bought_on,
        )
        for spend, reference, details in rows
    ]


def order_to_buy(person: Person, spend_id: uuid.UUID, on: date) -> Spend:
    """The purchase behind one order that is to be bought; raises NotTheirs."""
    return _one(person, spend_id, on, TO_BUY)


def order_to_arrive(person: Person, spend_id: uuid.UUID, on: date) -> Spend:
    """The purchase behind one order that this person bought and that is to arrive; raises NotTheirs."""
    return _one(person, spend_id, on, _arriving(person))


def _one(person: Person, spend_id: uuid.UUID, on: date, condition: ColumnElement[bool]) -> Spend:
    query = select(Spend).join(Spend.family).where(Spend.id == spend_id, condition, _of_their_teams(person, on))
    spend = db.session.scalars(query.options(joinedload(Spend.details))).one_or_none()
    if spend is None:
        raise NotTheirs
    return spend
