"""Ask about a purchase before deciding, and answer: neither decides anything, and the money stays held."""

from datetime import date, datetime

from budgettracker.access import DECIDERS
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.questions.actions import add_answer, add_question
from budgettracker.questions.kinds import About
from budgettracker.questions.models import Question
from budgettracker.spend import rules
from budgettracker.spend.actions.common import lock_spend
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Spend


def ask_about_spend(by: Person, spend: Spend, words: str, *, on: date, at: datetime) -> Question:
    """A manager of the family's team asks about a request, or about money that left; it goes on waiting.

    Whoever decides may ask, whatever their band; never about a purchase of their own.
    """
    _require_waiting(spend)
    rules.require_decider(
        by.roles_on(on),
        DECIDERS,
        own=by.id in (spend.recorded_by_id, spend.bought_by_id),
        same_team=spend.family.team_id in by.team_ids_on(on),
    )
    return add_question(by, spend, spend.family, words, at=at, about=About.PURCHASE)


def answer_about_spend(by: Person, question: Question, spend: Spend, words: str, *, at: datetime) -> Question:
    """Somebody of the family's team, who did not ask, answers a question about a purchase that still waits."""
    _require_waiting(spend)
    return add_answer(by, question, spend, words, at=at)


def _require_waiting(spend: Spend) -> None:
    lock_spend(spend)
    if spend.review == Review.OPEN or spend.state == SpendState.REQUESTED:
        return
    words = "decided" if spend.state == SpendState.BOUGHT else spend.state
    raise Refusal(None, f"This purchase has been {words} already.")
