"""The codes of an authority's accounts."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.ledger.weekly.kinds import CodeUse
from budgettracker.ledger.weekly.models import AccountCode
from budgettracker.ledger.weekly.rules import Code, Codes
from budgettracker.people.models import Person, Team
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.kinds import PaymentMethod

MOST_CODES, MOST_CATEGORIES = 2_000, 1_000


def codes_of(authority_id: uuid.UUID) -> Codes:
    """All codes of an authority, of every day."""
    query = select(AccountCode).where(AccountCode.authority_id == authority_id)
    rows = db.session.scalars(query.order_by(AccountCode.set_at, AccountCode.id))
    return Codes(
        [
            Code(row.code_for, row.category_id, row.team_id, row.payment_method or "", row.code, row.starts_on)
            for row in rows
        ]
    )


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code as its page lists it: what for, from which day, who set it."""

    use: str
    what_for: str
    code: str
    starts_on: date
    set_by: str


def shown_codes(authority_id: uuid.UUID) -> list[ShownCode]:
    """The codes with what they are for, the latest of each first."""
    query = (
        select(AccountCode, Category.name, Scheme.name, Team.name, Person.name)
        .outerjoin(Category, Category.id == AccountCode.category_id)
        .outerjoin(Scheme, Scheme.id == Category.scheme_id)
        .outerjoin(Team, Team.id == AccountCode.team_id)
        .join(Person, Person.id == AccountCode.set_by_id)
        .where(AccountCode.authority_id == authority_id)
        .order_by(AccountCode.code_for, Scheme.name, Category.name, Team.name, AccountCode.payment_method)
        .order_by(AccountCode.starts_on.desc(), AccountCode.set_at.desc())
    )
    return [
        ShownCode(CodeUse(row.code_for).words, _what_for(row, category, scheme, team), row.code, row.starts_on, by)
        for row, category, scheme, team, by in db.session.execute(query.limit(MOST_CODES))
    ]


def _what_for(row: AccountCode, category: str | None, scheme: str | None, team: str | None) -> str:
    if row.code_for == CodeUse.PAID_BY:
        return PaymentMethod(row.payment_method).words if row.payment_method else "Any other way"
    if row.code_for == CodeUse.VAT:
        return "VAT"
    parts = [f"{category}, {scheme}" if category else "", team or ""]
    return "; ".join(part for part in parts if part) or "Everything else"


def categories_to_code(authority_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """The categories of the authority's schemes, by scheme and in its own order."""
    query = select(Category.id, Category.name, Scheme.name).join(Scheme, Scheme.id == Category.scheme_id)
    own = query.where(Scheme.authority_id == authority_id).order_by(Scheme.name, Category.position, Category.name)
    return [(id_, f"{name}, {scheme}") for id_, name, scheme in db.session.execute(own.limit(MOST_CATEGORIES))]
