"""What children of a family said, and what was done; the first for those who work with the family alone."""

import uuid
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.voice.kinds import ChildAnswer, ChildQuestion
from budgettracker.voice.models import ChildView, WeDid

MOST = 100
"""Talks with the children of one family that its page lists."""


def child_views_of(family_id: uuid.UUID) -> list[ChildView]:
    """The talks with the children of a family, the latest first."""
    newest = _views().where(ChildView.family_id == family_id)
    return list(db.session.scalars(newest.order_by(ChildView.asked_on.desc(), ChildView.id).limit(MOST)))


def child_view_for(person: Person, child_view_id: uuid.UUID, on: date) -> ChildView:
    """A talk with a child of a family this person works with; raises NotTheirs, also where they may only look."""
    query = _views().join(ChildView.family).where(ChildView.id == child_view_id, workable(person, on))
    view = db.session.scalars(query.options(joinedload(ChildView.family).joinedload(Family.details))).one_or_none()
    if view is None:
        raise NotTheirs
    return view


def answers_of(view: ChildView) -> dict[ChildQuestion, ChildAnswer]:
    """What the child answered, by question; what was not asked is not there."""
    codes = ((question, getattr(view, question.value)) for question in ChildQuestion)
    return {question: ChildAnswer(code) for question, code in codes if code is not None}


def _views() -> Select[tuple[ChildView]]:
    return select(ChildView).options(
        joinedload(ChildView.details),
        joinedload(ChildView.child),
        selectinload(ChildView.done).joinedload(WeDid.details),
    )
