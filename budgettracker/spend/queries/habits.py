"""What somebody chose when they last recorded purchases, so that the next form begins with it."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend, SpendDetails

LAST, SHOPS, CATEGORIES = 30, 10, 4


@dataclass(frozen=True, slots=True)
class Habits:
    """The way of paying chosen last (None: never), and the categories and shops chosen lately, the latest first."""

    payment_method: str | None
    category_ids: list[uuid.UUID]
    shops: list[str]


def habits_of(person: Person, on: date) -> Habits:
    """Of the last purchases this person recorded themselves, for families they still work with: one question."""
    # Vouchers of a stock and payments of a plan are paid as they are: nobody chose it.
    chosen = case((Spend.from_stock.is_(False) & Spend.plan_id.is_(None), Spend.payment_method))
    rows = db.session.execute(
        select(chosen, Spend.category_id, SpendDetails.supplier)
        .join(Family, Family.id == Spend.family_id)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .where(Spend.recorded_by_id == person.id, Spend.imported.is_(False), workable(person, on))
        .order_by(Spend.requested_at.desc(), Spend.id.desc())
        .limit(LAST)
    ).all()
    return Habits(
        next((method for method, _, _ in rows if method), None),
        list(dict.fromkeys(category for _, category, _ in rows if category))[:CATEGORIES],
        list(dict.fromkeys(shop for _, _, shop in rows if shop))[:SHOPS],
    )
