"""Withdraw an entry of one's own: it stays on record and is part of no sum."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.worktime.actions.absences import keep_absence
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
    return entry
