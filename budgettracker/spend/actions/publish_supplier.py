"""Let a supplier that was kept back be named in public again: one asks, a manager of the team confirms."""

from datetime import date, datetime

from budgettracker.access import WORK_WITH_FAMILIES, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.models import PublicationMark, Spend
from budgettracker.spend.queries.publication import PUBLICATION, publication_marks

NOT_MARKED = "Nothing about this purchase is kept back by a mark of its own."


def ask_to_publish(by: Person, spend: Spend, reason: str, *, on: date, at: datetime) -> Confirmation:
    """Ask that the marks of a purchase be taken off. Until somebody else has confirmed it they stand.

    Raises Refusal where it has none, and where this waits already.
    """
    marks = _standing(spend)
    role = role_used(by.roles_on(on), WORK_WITH_FAMILIES)
    values = {"whole_supplier": any(mark.whole_supplier for mark in marks)}
    return ask(by, PUBLICATION, spend, values, as_role=role, reason=reason, on=on, at=at)


def publish_supplier(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Take the marks off, by the hand of who confirms. Files that finance has made stay as they are.

    Raises Refusal where none stands any more, and where the whole supplier was marked since it was asked for.
    """
    spend = db.session.get_one(Spend, wish.subject_id)
    lock_spend(spend)
    marks = _standing(spend)
    whole = any(mark.whole_supplier for mark in marks)
    if whole and not wish.values["whole_supplier"]:
        raise Refusal(
            None, "The whole supplier was marked since this was asked for. Decline it, so that it is asked anew."
        )
    for mark in marks:
        mark.taken_off_at, mark.taken_off_by_id = at, by.id
    db.session.flush()
    record(by, Deed.SPEND_PUBLISHED, spend, {"whole_supplier": whole, "asked_by": wish.asked_by_id}, at=at)


def _standing(spend: Spend) -> list[PublicationMark]:
    marks = publication_marks(spend.id)
    if not marks:
        raise Refusal(None, NOT_MARKED)
    return marks
