"""What a purchase says that can be put right, what it said before, and which purchases took whose place."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import visible, workable
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend, SpendBefore
from budgettracker.spend.queries.reasons import answers_of
from budgettracker.spend.rules import MoneyFacts
from budgettracker.versions import version_of
from budgettracker.voice.kinds import PurchaseQuestion

MOST_FAMILIES = 500
LONGEST_CHAIN = 100
"""Corrections of corrections that are looked at: nobody makes so many."""
IN_WORDS = ("bought_what", "purpose", "supplier", "cardholder", "note")
"""The words of a purchase that stand apart from the books."""


def money_facts(spend: Spend) -> MoneyFacts:
    """What a purchase's money hangs on as it stands: its price and day, until it is bought those it was asked for."""
    pence = spend.planned_pence if spend.paid_pence is None else spend.paid_pence
    return MoneyFacts(pence, spend.bought_on or spend.asked_on, spend.family_id, spend.kind)


def standing(spend: Spend) -> Mapping[str, object]:
    """Everything of a purchase that can be put right, by the names of the form that does it."""
    money = money_facts(spend)
    words = {name: getattr(spend.details, name) for name in IN_WORDS}
    return {
        **words,
        "amount": money.pence,
        "bought_on": money.day,
        "family": str(money.family_id),
        "paid_from": money.kind,
        "category": str(spend.category_id or ""),
        "child": str(spend.child_id or ""),
        "payment_method": spend.payment_method or "",
        "vat": spend.vat_pence,
        "vat_status": spend.vat_status,
        "state": spend.state,
        **{str(question): answer for question, answer in answers_of(spend.id).items()},
    }


def words_sign(spend: Spend) -> str:
    """A short sign for what a decider reads of a purchase, which the page on which they decide carries along."""
    words: dict[str, object] = {name: getattr(spend.details, name) for name in IN_WORDS}
    return version_of(words | {"child": spend.child_id, "payment_method": spend.payment_method})


@dataclass(frozen=True, slots=True)
class PutRight:
    """One thing a purchase said before, who put it right and when."""

    called: str
    was: str
    by: str
    at: datetime


ANSWERS = {
    "bought_what": "What was bought",
    "purpose": "Should help with",
    "supplier": "Shop or supplier",
    "cardholder": "Cardholder",
    "note": "Note",
    "category_id": "Category",
    "child_id": "For",
    "payment_method": "Paid by",
    "vat_pence": "VAT in it",
    "vat_status": "VAT paid back",
    **{question.value: question.words for question in PurchaseQuestion},
}
"""What can be put right in place, as pages call it."""


def said_before(spend_id: uuid.UUID) -> list[PutRight]:
    """What a purchase said before it was put right in place, the latest first."""
    rows = list(
        db.session.scalars(
            select(SpendBefore)
            .where(SpendBefore.spend_id == spend_id)
            .order_by(SpendBefore.corrected_at.desc(), SpendBefore.id.desc())
        )
    )
    names = names_of([row.corrected_by_id for row in rows]) if rows else {}
    return [PutRight(ANSWERS[row.what], row.was, names[row.corrected_by_id], row.corrected_at) for row in rows]


def place_taken(spend: Spend) -> tuple[Spend | None, Spend | None]:
    """The purchase that one took the place of, and the one that took its own place; whoever may see them."""
    linked = or_(Spend.corrects_id == spend.id, Spend.id == spend.corrects_id)
    rows = db.session.scalars(select(Spend).options(joinedload(Spend.details)).where(linked)).all()
    before = next((row for row in rows if row.id == spend.corrects_id), None)
    after = next((row for row in rows if row.corrects_id == spend.id), None)
    return before, after


def successors_of(spend_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Spend]:
    """The purchases that took the place of these, by the id of the first one."""
    if not spend_ids:
        return {}
    rows = db.session.scalars(select(Spend).where(Spend.corrects_id.in_(spend_ids)))
    return {row.corrects_id: row for row in rows if row.corrects_id is not None}


def in_sight(person: Person, spend: Spend | None, on: date) -> Spend | None:
    """The purchase, if this person sees the family it is for."""
    if spend is None:
        return None
    sees = select(Family.id).where(Family.id == spend.family_id, visible(person, on))
    return spend if db.session.scalar(sees) is not None else None


def chain_of(spend: Spend) -> list[Spend]:
    """A purchase with all it took the place of and all that took its place, the first one first."""
    chain = [spend]
    for _ in range(LONGEST_CHAIN):
        if chain[0].corrects_id is None:
            break
        chain.insert(0, db.session.get_one(Spend, chain[0].corrects_id))
    for _ in range(LONGEST_CHAIN):
        after = db.session.scalars(select(Spend).where(Spend.corrects_id == chain[-1].id)).one_or_none()
        if after is None:
            break
        chain.append(after)
    return chain


def first_recorded_at(spend: Spend) -> datetime | None:
    """When the purchase was recorded as bought, before any correction: from then on its recorder mends it alone for a while."""
    first = chain_of(spend)[0] if spend.corrects_id is not None else spend
    return (
        first.recorded_bought_at
        if first.state in (SpendState.BOUGHT, SpendState.REVERSED)
        else spend.recorded_bought_at
    )


def families_to_choose(person: Person, on: date) -> list[Family]:
    """The families a purchase of this person may be for, as people count references."""
    query = select(Family).options(joinedload(Family.details)).where(workable(person, on))
    return list(db.session.scalars(query.order_by(Family.reference_folded, Family.id).limit(MOST_FAMILIES)))


def called(family: Family) -> str:
    """A family in a list to choose from: `WM-001 Okafor`."""
    return f"{family.reference} {family.details.name}"
