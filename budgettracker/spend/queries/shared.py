"""Receipts that families share: which families may share one, and the other shares of a purchase."""

import uuid
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.families.queries import visible, workable
from budgettracker.people.models import Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend

MOST = 300


def families_of_scheme(person: Person, scheme_id: uuid.UUID, on: date) -> list[Family]:
    """The open families of this person's teams with a budget in a scheme, by reference; no restricted one."""
    return list(
        db.session.scalars(
            select(Family)
            .options(joinedload(Family.details))
            .where(
                workable(person, on),
                Family.scheme_id == scheme_id,
                Family.restricted.is_(False),
                or_(Family.arm.is_(None), Family.arm == Arm.BUDGET, Family.crossed_on <= on),
                or_(Family.closed_on.is_(None), Family.closed_on >= on),
            )
            .order_by(Family.reference_folded, Family.id)
            .limit(MOST)
        )
    )


def other_shares(person: Person, spend: Spend, on: date) -> list[Spend]:
    """The other shares of the receipt, for families this person works with; none of a purchase that is no share."""
    if spend.shared_id is None:
        return []
    return list(
        db.session.scalars(
            select(Spend)
            .join(Spend.family)
            .options(contains_eager(Spend.family).joinedload(Family.details))
            .where(Spend.shared_id == spend.shared_id, Spend.id != spend.id, workable(person, on))
            .order_by(Family.reference_folded, Spend.id)
        )
    )


def shares_in_sight(person: Person, spend: Spend, on: date) -> bool:
    """Is a purchase one share of a receipt, and sees this person every family that has another? Else nothing tells of them."""
    if spend.shared_id is None:
        return False
    shares = exists().where(Spend.shared_id == spend.shared_id, Spend.family_id == Family.id)
    return not db.session.scalar(select(exists().where(shares, ~visible(person, on))))


def bought_shares_without(person: Person, spend: Spend, digest: str, on: date) -> list[Spend]:
    """The other shares that this person works with, have been made, and lack a file with this digest."""
    return [
        each
        for each in other_shares(person, spend, on)
        if each.state in (SpendState.BOUGHT, SpendState.REVERSED)
        and digest not in {receipt.digest for receipt in each.receipts}
    ]
