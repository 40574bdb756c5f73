"""Read questions and their answers: about a purchase or a limit, and the one that somebody is about to answer."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.questions.models import Question, QuestionDetails

MOST = 500
"""Questions read for one page."""


@dataclass(frozen=True, slots=True)
class QuestionAndAnswer:
    """One question with its answer, which is empty until there is one."""

    id: uuid.UUID
    question: str
    asked_by: str
    asked_by_id: uuid.UUID
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None

    @property
    def answered(self) -> bool:
        """Has somebody answered?"""
        return self.answered_at is not None


def questions_about(subject_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[QuestionAndAnswer]]:
    """By purchase or change of a limit, what was asked about it, the oldest first; in one query."""
    if not subject_ids:
        return {}
    asker, answerer = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(Question, QuestionDetails, asker.name, answerer.name)
        .join(QuestionDetails, QuestionDetails.question_id == Question.id)
        .join(asker, asker.id == Question.asked_by_id)
        .outerjoin(answerer, answerer.id == Question.answered_by_id)
        .where(or_(Question.spend_id.in_(subject_ids), Question.limit_change_id.in_(subject_ids)))
        .order_by(Question.asked_at, Question.id)
        .limit(MOST)
    )
    questions: dict[uuid.UUID, list[QuestionAndAnswer]] = {}
    for row, words, asked_by, answered_by in rows:
        question = QuestionAndAnswer(
            row.id,
            words.question,
            asked_by,
            row.asked_by_id,
            row.asked_at,
            words.answer,
            answered_by or "",
            row.answered_at,
        )
        questions.setdefault(row.spend_id or row.limit_change_id, []).append(question)
    return questions


def question_to_answer(person: Person, question_id: uuid.UUID, on: date, *, about_limit: bool) -> Question:
    """One question about a family of the person's own teams; raises NotTheirs."""
    about = Question.limit_change_id if about_limit else Question.spend_id
    question = db.session.scalars(
        select(Question)
        .join(Family, Family.id == Question.family_id)
        .options(joinedload(Question.details))
        .where(Question.id == question_id, about.is_not(None), workable(person, on))
    ).one_or_none()
    if question is None:
        raise NotTheirs
    return question
