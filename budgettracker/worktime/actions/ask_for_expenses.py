"""Ask that somebody else confirm what work cost, and let the asking follow the entry."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from budgettracker.access import DECIDERS, Role
from budgettracker.confirmations.actions import Wish, ask, ask_from_file, withdraw
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.second_hands import Outcome
from budgettracker.worktime import queries, rules
from budgettracker.worktime.models import WorkEntry


def ask_for_expenses(by: Person, entry: WorkEntry, *, on: date, at: datetime) -> None:
    """What an entry of one's own cost waits for a manager where the rules say so: counted at once, not yet paid back.

    An earlier request is withdrawn where the sum has changed or the entry was taken back. Raises Refusal on `expenses` where
    a family of the entry has a sealed record, so that nobody could confirm it.
    """
    earlier = queries.expenses_asked(entry.id)
    pence = entry.expenses_pence if entry.withdrawn_at is None else 0
    same = earlier is not None and earlier.values["expenses_pence"] == pence
    if earlier is not None and earlier.waits and not same:
        withdraw(by, earlier, at=at)
    if same or not _takes_second_hand(entry, pence):
        return
    rules.require_somebody_to_confirm(queries.of_sealed_record(entry.id))
    ask(by, queries.EXPENSES, entry, {"expenses_pence": pence}, as_role=_role(by, on), on=on, at=at)


def ask_for_imported_expenses(
    by: Person | None, authority_id: uuid.UUID, dear: Mapping[str, Person], *, on: date, at: datetime
) -> None:
    """What entries of a file cost waits like any other: `dear` has the worker by the reference of each new entry.

    `by` made the import (None: the operator), and is as little its second hand as the worker is.
    """
    wishes = [
        Wish(
            entry.id,
            {"expenses_pence": entry.expenses_pence, "imported_by": by.id if by else None},
            entry.person_id,
            _role(dear[str(entry.reference)], on),
        )
        for entry in queries.entries_by_reference(authority_id, dear)
    ]
    outcome, kind = Outcome.EXPENSES, queries.EXPENSES
    ask_from_file(by, kind, WorkEntry.__tablename__, wishes, outcome, authority_id=authority_id, at=at)


def withdraw_imported_expenses(by: Person, entry: WorkEntry, worker: Person, *, at: datetime) -> None:
    """An import was taken back: what its entry cost waits for nobody any more."""
    earlier = queries.expenses_asked(entry.id)
    if earlier is not None and earlier.waits:
        withdraw(by, earlier, whose=worker, at=at)


def _role(worker: Person, on: date) -> Role:
    held = worker.roles_on(on)
    return next((role for role in DECIDERS if role in held), Role.PRACTITIONER)


def _takes_second_hand(entry: WorkEntry, pence: int) -> bool:
    month_pence = queries.expenses_in_month(entry.person_id, entry.worked_on) if pence else 0
    return rules.takes_second_hand(pence, of_session=entry.session_reference is not None, month_pence=month_pence)


def confirm_expenses(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Somebody else has confirmed it; raises Refusal where the entry does not say so any more."""
    entry = db.session.get_one(WorkEntry, wish.subject_id)
    if entry.withdrawn_at is not None or entry.expenses_pence != wish.values["expenses_pence"]:
        raise Refusal(None, "The entry was changed or taken back since this was asked for. Decline it.")
