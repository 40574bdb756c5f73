"""Reading what finance stated: what counts of it, and how it came about."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from budgettracker.costing.paid.kinds import PaidFor
from budgettracker.costing.paid.models import PaidLine
from budgettracker.costing.paid.rules.stating import Days
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person, Post
from budgettracker.periods import Period


def stated_lines(session: Session, authority_ids: Sequence[uuid.UUID], within: Period | None = None) -> list[PaidLine]:
    """What counts of what some authorities stated, of days that touch a period: of each days the highest number."""
    query = select(PaidLine).where(PaidLine.authority_id.in_(authority_ids))
    if within is not None:
        query = query.where(PaidLine.starts_on < within.end, PaidLine.ends_on >= within.start)
    query = query.options(joinedload(PaidLine.post), joinedload(PaidLine.stated_by))
    counting: dict[tuple[object, ...], PaidLine] = {}
    for line in session.scalars(query.order_by(PaidLine.number, PaidLine.stated_at, PaidLine.id)):
        counting[line.authority_id, line.paid_for, line.post_id, line.starts_on, line.ends_on] = line
    return sorted(counting.values(), key=lambda line: (line.starts_on, line.post.name if line.post else "", line.id))


def same_days(line: PaidLine) -> list[PaidLine]:
    """How often these days were stated for the same, the latest first."""
    query = select(PaidLine).filter_by(
        authority_id=line.authority_id,
        paid_for=line.paid_for,
        post_id=line.post_id,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
    )
    ordered = query.options(joinedload(PaidLine.stated_by)).order_by(PaidLine.number.desc())
    return list(db.session.scalars(ordered))


def days_stated(authority_id: uuid.UUID, paid_for: PaidFor, post_id: uuid.UUID | None) -> dict[Days, PaidLine]:
    """The days stated for a post (or for purchases), each with the line that counts."""
    query = select(PaidLine).filter_by(authority_id=authority_id, paid_for=paid_for, post_id=post_id)
    rows = db.session.scalars(query.order_by(PaidLine.number))
    return {Days(line.starts_on, line.ends_on): line for line in rows}


def paid_line_for(person: Person, line_id: uuid.UUID) -> PaidLine:
    """A statement of the person's own authority; raises NotTheirs for any other."""
    query = select(PaidLine).where(PaidLine.id == line_id, PaidLine.authority_id == person.authority_id)
    line = db.session.scalars(query).one_or_none()
    if line is None:
        raise NotTheirs
    return line


def posts_to_state(authority_id: uuid.UUID) -> list[Post]:
    """An authority's posts by name."""
    return list(db.session.scalars(select(Post).filter_by(authority_id=authority_id).order_by(Post.name, Post.id)))
