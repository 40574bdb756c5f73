"""Ask about a limit before deciding, and answer: neither decides anything, and the limit goes on waiting."""

from datetime import date, datetime

from budgettracker.budgets.actions.change_limit import lock_waiting_limit
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import require_decider
from budgettracker.people.models import Person
from budgettracker.questions.actions import add_answer, add_question
from budgettracker.questions.kinds import About
from budgettracker.questions.models import Question


def ask_about_limit(by: Person, change: LimitChange, question: str, *, on: date, at: datetime) -> Question:
    """A manager of the family's team, who is not the proposer, asks about a limit; it goes on waiting."""
    period = lock_waiting_limit(change)
    require_decider(change, period, by, on, over_cap=False)
    return add_question(by, change, period.budget.family, question, at=at, about=About.LIMIT)


def answer_about_limit(by: Person, question: Question, change: LimitChange, answer: str, *, at: datetime) -> Question:
    """Somebody of the family's team, who did not ask, answers a question about a limit that still waits."""
    lock_waiting_limit(change)
    return add_answer(by, question, change, answer, at=at)
