"""Prices above the approved ones that the margin covered: nobody decided again, so they are listed by month."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.periods import month
from budgettracker.spend.kinds import Review
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.purchases import IS_BOUGHT

MOST, MOST_DEARER = 300, 10_000
"""Rows of a page, and purchases of a month, of all authorities together, that were dearer than approved."""
EARLIEST = date(2000, 1, 1)
"""The list goes back no further."""


@dataclass(frozen=True, slots=True)
class UsedMargin:
    """A purchase that came dearer than approved, in pence, within the margin; who recorded the price and who approved."""

    spend_id: uuid.UUID
    bought_on: date
    what: str
    family: str
    reference: str
    approved_pence: int
    paid_pence: int
    bought_by: str
    approved_by: str

    @property
    def extra_pence(self) -> int:
        """What was paid above the approved price."""
        return self.paid_pence - self.approved_pence


def margins_used(person: Person, day: date, on: date) -> list[UsedMargin]:
    """The margins used in the month of a day, for families of this person's teams, by day."""
    return _used_in(day, workable(person, on))


def margins_of_authority(authority_id: uuid.UUID, day: date) -> list[UsedMargin]:
    """The margins used in the month of a day, for all families of an authority, by day."""
    return _used_in(day, Spend.authority_id == authority_id)


def month_named(text: str, on: date) -> date:
    """The first day of a month as an address names it, `2026-06`; of this month where it names none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return on.replace(day=1)


def month_before(first: date) -> date | None:
    """The first day of the month before; None where nothing so old is listed."""
    return (first - timedelta(days=1)).replace(day=1) if first > EARLIEST else None


def _used_in(day: date, clause: ColumnElement[bool]) -> list[UsedMargin]:
    span = month(day)
    # Few are dearer than approved: they are looked for first, by the index of just these, and not family by family.
    dearer = select(Spend.id).where(
        IS_BOUGHT,
        func.coalesce(Spend.review, Review.NONE) == Review.NONE,
        Spend.paid_pence > Spend.approved_pence,
        Spend.imported.is_(False),
        Spend.bought_on >= span.start,
        Spend.bought_on <= span.last_day,
    )
    dearer_ids = db.session.scalars(dearer.order_by(Spend.bought_on).limit(MOST_DEARER)).all()
    if not dearer_ids:
        return []
    spends = list(
        db.session.scalars(
            select(Spend)
            .join(Spend.family)
            .options(contains_eager(Spend.family).joinedload(Family.details), joinedload(Spend.details))
            .where(clause, Spend.id.in_(dearer_ids))
            .order_by(Spend.bought_on, Spend.id)
            .limit(MOST)
        )
    )
    names = names_of([person_id for spend in spends for person_id in (spend.bought_by_id, spend.decided_by_id)])
    return [_used(spend, names) for spend in spends]


def _used(spend: Spend, names: dict[uuid.UUID, str]) -> UsedMargin:
    return UsedMargin(
        spend_id=spend.id,
        bought_on=spend.bought_on or spend.asked_on,
        what=spend.details.bought_what or "A purchase",
        reference=spend.family.reference,
        family=f"{spend.family.reference} {spend.family.details.name}",
        approved_pence=spend.approved_pence or 0,
        paid_pence=spend.paid_pence or 0,
        bought_by=names[spend.bought_by_id] if spend.bought_by_id else "",
        approved_by=names[spend.decided_by_id] if spend.decided_by_id else "",
    )
