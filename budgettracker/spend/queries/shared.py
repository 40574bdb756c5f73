"""Receipts that families share: which families may share one, and the other shares of a purchase."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.families.queries import visible, workable
from budgettracker.people.models import Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Receipt, Spend

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


def shares_out_of_sight(
    person: Person, family_ids: Collection[uuid.UUID], on: date
) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Of these families' shares those of receipts of which a family out of this person's sight has another.

    Each as family and receipt. What adds up to such a receipt's whole would tell of the other family.
    """
    other = aliased(Spend)
    rows = db.session.execute(
        select(Spend.family_id, Spend.shared_id)
        .join(other, other.shared_id == Spend.shared_id)
        .where(Spend.family_id.in_(family_ids), other.family_id.in_(select(Family.id).where(~visible(person, on))))
        .distinct()
    )
    return {(family_id, shared_id) for family_id, shared_id in rows if shared_id is not None}


def held_pictures(receipt_ids: Collection[uuid.UUID], seen: ColumnElement[bool]) -> set[uuid.UUID]:
    """Of these receipts those that nobody opens who does not see every family of them: of those `seen` is true.

    A picture that one person put with purchases of several families shows what the shop sold in all, those of a family that
    was restricted or sealed since too: that it is held is all that is said.
    """
    if not receipt_ids:
        return set()
    own, other = aliased(Receipt), aliased(Receipt)
    same_file = (other.digest == own.digest) & (other.added_by_id == own.added_by_id) & (other.spend_id != own.spend_id)
    query = select(own.id).join(other, same_file).join(Spend, Spend.id == other.spend_id).join(Spend.family)
    return set(db.session.scalars(query.where(own.id.in_(receipt_ids), ~seen).distinct()))


def bought_shares_without(person: Person, spend: Spend, digest: str, on: date) -> list[Spend]:
    """The other shares that this person works with, have been made, and lack a file with this digest."""
    return [
        each
        for each in other_shares(person, spend, on)
        if each.state in (SpendState.BOUGHT, SpendState.REVERSED)
        and digest not in {receipt.digest for receipt in each.receipts}
    ]
