"""What was answered about a purchase, as its pages print it."""

import uuid

from budgettracker.database import db
from budgettracker.spend.models import SpendReasons
from budgettracker.voice.kinds import ANSWERS, PurchaseQuestion


def answers_of(spend_id: uuid.UUID) -> dict[PurchaseQuestion, str]:
    """The code of each answer about a purchase; empty where a question was not answered."""
    row = db.session.get(SpendReasons, spend_id)
    return {question: getattr(row, question.value, None) or "" for question in PurchaseQuestion}


def reasons_of(spend_id: uuid.UUID) -> list[tuple[str, str]]:
    """Each question that was answered about a purchase, with its answer in words."""
    row = db.session.get(SpendReasons, spend_id)
    if row is None:
        return []
    codes = ((question, answers, getattr(row, question.value)) for question, answers in ANSWERS.items())
    return [(question.words, answers(code).words) for question, answers, code in codes if code is not None]
