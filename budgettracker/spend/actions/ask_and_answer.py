"""Ask about a purchase before deciding, and answer: neither decides anything, and the money stays held."""

from datetime import date, datetime

from budgettracker.errors import Refusal
from budgettracker.people.actions.queue_message import queue_message
from budgettracker.people.kinds import MessageKind
from budgettracker.people.models import Person
from budgettracker.questions.actions import add_answer, add_question
from budgettracker.questions.kinds import About
from budgettracker.questions.models import Question
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import require_decider


def ask_about_spend(by: Person, spend: Spend, question: str, *, on: date, at: datetime) -> Question:
    """A manager of the family's team asks about a request, or about money that left; it goes on waiting.

    Whoever decides may ask, whatever their band; never about a purchase of their own. Raises Refusal otherwise, and
    when the purchase waits for no decision any more.
    """
    _lock_waiting(spend)
    require_decider(spend, by, on)
    made = add_question(by, spend, spend.family, question, at=at, about=About.PURCHASE)
    queue_message(spend.authority_id, spend.recorded_by_id, MessageKind.QUESTION, at=at)
    return made


def answer_about_spend(by: Person, question: Question, spend: Spend, answer: str, *, at: datetime) -> Question:
    """Somebody of the family's team, who did not ask, answers a question about a purchase that still waits."""
    _lock_waiting(spend)
    return add_answer(by, question, spend, answer, at=at)


def _lock_waiting(spend: Spend) -> None:
    lock_spend(spend)
    if not spend.waits:
        words = "decided" if spend.state == SpendState.BOUGHT else spend.state
        raise Refusal(None, f"This purchase has been {words} already.")
