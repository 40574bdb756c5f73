"""Write down what a purchase was for in the plan and how it came about; a purchase that takes its place keeps that."""

from collections.abc import Mapping
from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend, SpendReasons
from budgettracker.voice.kinds import PurchaseQuestion


def record_reasons(by: Person, spend: Spend, answers: Mapping[PurchaseQuestion, str], *, at: datetime) -> None:
    """The answers about a purchase, beside it; nothing is written where nothing was answered."""
    values = {str(question): answer for question, answer in answers.items() if answer}
    if not values:
        return
    db.session.add(SpendReasons(spend_id=spend.id, authority_id=spend.authority_id, **values))
    db.session.flush()
    record(by, Deed.SPEND_REASONS_RECORDED, spend, {"answers": sorted(values)}, at=at)


def write_reason(spend: Spend, question: PurchaseQuestion, answer: str) -> None:
    """Put one answer right; nothing, where it is taken back."""
    row = db.session.get(SpendReasons, spend.id)
    if row is None:
        row = SpendReasons(spend_id=spend.id, authority_id=spend.authority_id)
        db.session.add(row)
    setattr(row, question.value, answer or None)
    db.session.flush()


def keep_reasons(spend: Spend, new: Spend) -> None:
    """What was answered about a purchase holds for the one that takes its place, and of a plan for each payment."""
    known = db.session.get(SpendReasons, spend.id)
    if known is None:
        return
    values = {question.value: getattr(known, question.value) for question in PurchaseQuestion}
    db.session.add(SpendReasons(spend_id=new.id, authority_id=new.authority_id, **values))
