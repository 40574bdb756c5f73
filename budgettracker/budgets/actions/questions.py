"""Ask before deciding, and answer: neither decides anything, and the money stays held."""

from datetime import date, datetime

from budgettracker.audit.actions import Subject, record
from budgettracker.audit.models import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.actions.door import lock
from budgettracker.budgets.models import LimitChange, LimitState, Question, QuestionDetails
from budgettracker.budgets.queries import unresolved_of
from budgettracker.database import db, uuid7
from budgettracker.errors import RuleBroken
from budgettracker.families.models import Family
from budgettracker.people.models import Person


def ask_about_limit(by: Person, change: LimitChange, words: str, *, on: date, at: datetime) -> Question:
    """A manager of the family's team, who is not the proposer, asks about a limit; it goes on waiting."""
    family = change.period.budget.family
    _require_waiting(change)
    rules.require_limit_decider(
        by.roles_on(on),
        same_team=family.team_id in by.team_ids_on(on),
        own_proposal=change.proposed_by_id == by.id,
        own_request=unresolved_of(change.period_id, by.id),
        over_cap=False,
        cap_pence=change.period.cap_pence,
    )
    return add_question(by, change, family, words, at=at, limit_change=change)


def answer_about_limit(by: Person, question: Question, change: LimitChange, words: str, *, at: datetime) -> Question:
    """Somebody of the family's team, who did not ask, answers a question about a limit that still waits."""
    _require_waiting(change)
    return add_answer(by, question, change, words, at=at)


def _require_waiting(change: LimitChange) -> None:
    lock(change.period_id)
    db.session.refresh(change)
    if change.state != LimitState.REQUESTED:
        raise RuleBroken(None, f"This limit has been {change.state} already.")


def add_question(
    by: Person,
    subject: Subject,
    family: Family,
    words: str,
    *,
    at: datetime,
    limit_change: LimitChange | None = None,
) -> Question:
    """Add a question about a locked subject that waits, and record that it was asked, never what."""
    if not words:
        raise RuleBroken("question", "Write your question.")
    question = Question(
        id=uuid7(),
        family_id=family.id,
        spend_id=None if limit_change else subject.id,
        limit_change_id=limit_change.id if limit_change else None,
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
        raise RuleBroken("answer", "Write your answer.")
    question.answered_by_id, question.answered_at = by.id, at
    question.details.answer = words
    record(by, Deed.QUESTION_ANSWERED, subject, {"question": question.id}, at=at)
    return question
