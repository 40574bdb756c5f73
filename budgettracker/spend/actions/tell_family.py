"""Write down that a family was told of a refusal: by whom, when and how."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def tell_family(by: Person, spend: Spend, told_on: date, how: str, *, on: date, at: datetime) -> Spend:
    """Write down that the family was told that a request was declined, and how they can complain.

    Raises Refusal for what was not declined, a day before the decision or to come, and without words.
    """
    lock_spend(spend)
    if spend.state != SpendState.DECLINED or spend.decided_at is None:
        raise Refusal(None, "Only of a request that was declined is the family told of a refusal.")
    if told_on > on or told_on < spend.decided_at.date():
        raise Refusal("told_on", "Enter a day from the decision until today.")
    if not how:
        raise Refusal("how", "Say how they were told, for example by phone, and what they said.")
    changes = {"told_on": [spend.told_on, told_on], "told_by": [spend.told_by_id, by.id]}
    spend.told_on, spend.told_by_id, spend.details.told_how = told_on, by.id, how
    record(by, Deed.SPEND_FAMILY_TOLD, spend, changes, at=at)
    return spend
