"""Write down what became of a purchase: that it reached the family, and whether it helped."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.kinds import Helped
from budgettracker.spend.models import Spend
from budgettracker.spend.rules import require_bought, require_delivered_on


def confirm_delivery(by: Person, spend: Spend, delivered_on: date, *, on: date, at: datetime) -> Spend:
    """Write down on which day a purchase reached the family; another day puts an earlier one right.

    Raises Refusal for what was not bought, and on `delivered_on` for a day before that or to come.
    """
    lock_spend(spend)
    require_bought(spend.state)
    require_delivered_on(delivered_on, spend.bought_on, on)
    changes = {"delivered_on": [spend.delivered_on, delivered_on], "delivered_by": [spend.delivered_by_id, by.id]}
    spend.delivered_on, spend.delivered_by_id = delivered_on, by.id
    record(by, Deed.SPEND_DELIVERED, spend, changes, at=at)
    return spend


def note_help(by: Person, spend: Spend, helped: Helped, *, family: bool = False, at: datetime) -> Spend:
    """Write down whether a purchase helped, as the worker sees it, or as the `family` says: each answer stands by itself.

    A later answer takes the earlier one's place. Raises Refusal for what was not bought.
    """
    lock_spend(spend)
    require_bought(spend.state)
    name = "family_helped" if family else "helped"
    changes = {name: [getattr(spend, name), helped], f"{name}_by": [getattr(spend, f"{name}_by_id"), by.id]}
    setattr(spend, name, helped)
    setattr(spend, f"{name}_by_id", by.id)
    setattr(spend, f"{name}_at", at)
    record(by, Deed.SPEND_HELP_NOTED, spend, changes, at=at)
    return spend
