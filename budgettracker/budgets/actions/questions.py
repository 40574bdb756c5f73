"""Ask before deciding, and answer: neither decides anything, and the money stays held."""

from datetime import date, datetime

from budgettracker.budgets import rules
from budgettracker.budgets.actions.door import lock
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import unresolved_of
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.questions.actions import add_answer, add_question
from budgettracker.questions.kinds import About
from budgettracker.questions.models import Question


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
    return add_question(by, change, family, words, at=at, about=About.LIMIT)


def answer_about_limit(by: Person, question: Question, change: LimitChange, words: str, *, at: datetime) -> Question:
    """Somebody of the family's team, who did not ask, answers a question about a limit that still waits."""
    _require_waiting(change)
    return add_answer(by, question, change, words, at=at)


def _require_waiting(change: LimitChange) -> None:
    lock(change.period_id)
    db.session.refresh(change)
    if change.state != LimitState.REQUESTED:
        raise Refusal(None, f"This limit has been {change.state} already.")
