"""Withdraw an entry of one's own: it stays on record and is part of no sum."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.worktime.actions.absences import keep_absence
from budgettracker.worktime.actions.ask_for_expenses import ask_for_expenses, withdraw_imported_expenses
from budgettracker.worktime.actions.check_work import lock_entry, require_open_month
from budgettracker.worktime.kinds import WithdrawnBecause
from budgettracker.worktime.models import WorkEntry


def withdraw_entry(by: Person, entry: WorkEntry, *, reason: WithdrawnBecause | None = None, at: datetime) -> WorkEntry:
    """Take back one's own entry: it stays on record and is part of no sum. Raises Refusal (closed, withdrawn)."""
    lock_entry(by, entry)
    require_open_month(by, entry.worked_on)
    entry.withdrawn_at = at
    db.session.flush()
    keep_absence(entry, at=at)
    changes: dict[str, object] = {"withdrawn": [False, True]}
    if reason is not None:
        changes["reason"] = [None, str(reason)]
    record(by, Deed.WORK_WITHDRAWN, entry, changes, at=at)
    if entry.expenses_pence:
        ask_for_expenses(by, entry, on=day_of(at), at=at)
    return entry


def withdraw_imported(by: Person, entry: WorkEntry, *, at: datetime) -> WorkEntry:
    """Take back an entry that a released import brought in, by the two who reverse the import.

    Raises Refusal where the month is closed for a team of whoever worked, and for one that was withdrawn.
    """
    worker = db.session.get_one(Person, entry.person_id)
    lock_entry(worker, entry)
    require_open_month(worker, entry.worked_on)
    entry.withdrawn_at = at
    db.session.flush()
    keep_absence(entry, at=at)
    record(by, Deed.WORK_WITHDRAWN, entry, {"withdrawn": [False, True]}, at=at)
    if entry.expenses_pence:
        withdraw_imported_expenses(by, entry, worker, at=at)
    return entry
