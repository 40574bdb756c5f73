"""Ask that somebody else confirm what work cost, and let the asking follow the entry."""

from datetime import date, datetime

from budgettracker.access import DECIDERS, Role
from budgettracker.confirmations.actions import ask, withdraw
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.worktime import queries, rules
from budgettracker.worktime.models import WorkEntry


def ask_for_expenses(by: Person, entry: WorkEntry, *, on: date, at: datetime) -> None:
    """What an entry of one's own cost waits for a manager where the rules say so: counted at once, not yet paid back.

    An earlier request is withdrawn where the sum has changed or the entry was taken back.
    """
    earlier = queries.expenses_asked(entry.id)
    pence = entry.expenses_pence if entry.withdrawn_at is None else 0
    same = earlier is not None and earlier.values["expenses_pence"] == pence
    if earlier is not None and earlier.waits and not same:
        withdraw(by, earlier, at=at)
    if same or not _takes_second_hand(entry, pence):
        return
    held = by.roles_on(on)
    role = next((role for role in DECIDERS if role in held), Role.PRACTITIONER)
    ask(by, queries.EXPENSES, entry, {"expenses_pence": pence}, as_role=role, on=on, at=at)


def _takes_second_hand(entry: WorkEntry, pence: int) -> bool:
    month_pence = queries.expenses_in_month(entry.person_id, entry.worked_on) if pence else 0
    return rules.takes_second_hand(pence, of_session=entry.session_reference is not None, month_pence=month_pence)


def confirm_expenses(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Somebody else has confirmed it; raises Refusal where the entry does not say so any more."""
    entry = db.session.get_one(WorkEntry, wish.subject_id)
    if entry.withdrawn_at is not None or entry.expenses_pence != wish.values["expenses_pence"]:
        raise Refusal(None, "The entry was changed or taken back since this was asked for. Decline it.")
