"""Keeping a question and its answer; the deeds are those of budgets and spend."""

from datetime import datetime

from budgettracker.audit.actions import Subject, record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.people.actions.queue_message import queue_message
from budgettracker.people.kinds import MessageKind
from budgettracker.people.models import Person
from budgettracker.questions import rules
from budgettracker.questions.kinds import About
from budgettracker.questions.models import Question, QuestionDetails


def add_question(
    by: Person,
    subject: Subject,
    family: Family,
    words: str,
    *,
    at: datetime,
    about: About,
) -> Question:
    """Add a question about a locked subject that waits, and record that it was asked, never what."""
    if not words:
        raise Refusal("question", "Write your question.")
    question = Question(
        id=uuid7(),
        family_id=family.id,
        spend_id=subject.id if about is About.PURCHASE else None,
        limit_change_id=subject.id if about is About.LIMIT else None,
        asked_by_id=by.id,
        asked_at=at,
    )
    db.session.add(question)
    db.session.flush()
    db.session.add(QuestionDetails(question_id=question.id, question=words, answer=""))
    record(by, Deed.QUESTION_ASKED, subject, {"question": question.id}, at=at)
    return question


def add_answer(by: Person, question: Question, subject: Subject, words: str, *, at: datetime) -> Question:
    """Answer a question about a locked subject that still waits, and record that it was answered, never what."""
    db.session.refresh(question)
    rules.require_answer(answered=question.answered_at is not None, own=question.asked_by_id == by.id)
    if not words:
        raise Refusal("answer", "Write your answer.")
    question.answered_by_id, question.answered_at = by.id, at
    question.details.answer = words
    record(by, Deed.QUESTION_ANSWERED, subject, {"question": question.id}, at=at)
    if by.authority_id is not None:
        queue_message(by.authority_id, question.asked_by_id, MessageKind.ANSWER, at=at)
    return question
