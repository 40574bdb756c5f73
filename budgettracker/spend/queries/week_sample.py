"""What was put right or taken out in the last week, for a manager to look at some of it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.periods import day_begins
from budgettracker.spend.models import Refund, Spend, SpendBefore
from budgettracker.spend.queries.proposals import require_looker

DAYS, MOST = timedelta(days=7), 500


@dataclass(frozen=True, slots=True)
class CorrectedAtOnce:
    """What one person put right on one purchase at one moment; its id is that of the first thing."""

    spend: Spend
    rows: list[SpendBefore]

    @property
    def id(self) -> uuid.UUID:
        """The id of the first thing that was put right."""
        return self.rows[0].id

    @property
    def at(self) -> datetime:
        """When it was put right."""
        return self.rows[0].corrected_at


def corrections_of_week(person: Person, on: date) -> list[CorrectedAtOnce]:
    """What others put right in place in the last seven days, in this person's teams; looked at or not, the oldest first."""
    since = day_begins(on - DAYS)
    return _at_once(
        _corrections(person, on).where(SpendBefore.corrected_at >= since, SpendBefore.corrected_by_id != person.id)
    )


def corrections_named(person: Person, ids: Collection[uuid.UUID], on: date) -> list[CorrectedAtOnce]:
    """These corrections, each by the id of its first thing, as far as they are of this person's teams."""
    spends = select(SpendBefore.spend_id).where(SpendBefore.id.in_(ids))
    return [each for each in _at_once(_corrections(person, on).where(Spend.id.in_(spends))) if each.id in set(ids)]


def taken_out_in_week(person: Person, on: date) -> list[uuid.UUID]:
    """The ids of what one person took out or corrected alone in the last seven days, in this person's teams; ticked or not."""
    query = (
        select(Refund.id)
        .join(Spend, Spend.id == Refund.spend_id)
        .join(Spend.family)
        .where(
            Refund.authority_id == person.authority_id,
            Refund.reversal.is_(True),
            Refund.recorded_at >= day_begins(on - DAYS),
            Refund.recorded_by_id != person.id,
            workable(person, on),
        )
    )
    return list(db.session.scalars(query.order_by(Refund.recorded_at, Refund.id).limit(MOST)))


def require_correction_looker(row: SpendBefore, spend: Spend, person: Person, on: date) -> None:
    """Refuse whoever put it right, had a part in the purchase, or is no manager of the family's team."""
    if row.corrected_by_id == person.id:
        raise Refusal(None, "You put this right yourself, so somebody else looks at it.")
    require_looker(spend, person, on)


def _corrections(person: Person, on: date) -> Select[tuple[SpendBefore, Spend]]:
    return (
        select(SpendBefore, Spend)
        .join(Spend, Spend.id == SpendBefore.spend_id)
        .join(Spend.family)
        .join(Family.details)
        .join(Spend.details)
        .options(contains_eager(Spend.family).contains_eager(Family.details), contains_eager(Spend.details))
        .where(SpendBefore.authority_id == person.authority_id, workable(person, on))
        .order_by(SpendBefore.corrected_at, SpendBefore.spend_id, SpendBefore.id)
        .limit(MOST)
    )


def _at_once(query: Select[tuple[SpendBefore, Spend]]) -> list[CorrectedAtOnce]:
    grouped: dict[tuple[uuid.UUID, datetime, uuid.UUID], CorrectedAtOnce] = {}
    for row, spend in db.session.execute(query):
        key = (spend.id, row.corrected_at, row.corrected_by_id)
        grouped.setdefault(key, CorrectedAtOnce(spend, [])).rows.append(row)
    return list(grouped.values())
