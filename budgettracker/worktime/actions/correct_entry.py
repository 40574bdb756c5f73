"""Correct an entry of one's own."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.worktime import rules
from budgettracker.worktime.actions.absences import keep_absence
from budgettracker.worktime.actions.ask_for_expenses import ask_for_expenses
from budgettracker.worktime.actions.check_work import (
    lock_day,
    lock_entry,
    require_one_claim,
    require_open_month,
    require_work,
)
from budgettracker.worktime.actions.write_entry import (
    COLUMNS,
    contents_of_entry,
    contents_of_work,
    set_note,
    set_shares,
)
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries import day_minutes, first_entry_of
from budgettracker.worktime.rules import Work


def correct_entry(
    by: Person,
    entry: WorkEntry,
    work: Work,
    *,
    version: int,
    on: date,
    at: datetime,
    day_confirmed: int | None = None,
) -> WorkEntry:
    """Make one's own entry say something else; `version` is the one that was on the page.

    The entry's version rises and the audit keeps what it said before. Both its old and its new day must lie in open
    months. Raises as log_time does, and Refusal when the entry was changed or withdrawn meanwhile.
    """
    lock_entry(by, entry)
    require_version(entry, version)
    require_work(by, work, on, kept=entry)
    lock_day(by, work.worked_on)
    require_open_month(by, entry.worked_on)
    require_open_month(by, work.worked_on)
    others = day_minutes(by.id, work.worked_on, leaving_out=entry.id)
    before = others + (entry.minutes if entry.worked_on == work.worked_on else 0)
    rules.require_day(before, others + work.minutes, work.worked_on, day_confirmed)
    require_one_claim(first_entry_of(entry), entry.id, work.miles_hundredths)
    old, note = contents_of_entry(entry), entry.details.note if entry.details else ""
    changes: dict[str, object] = {
        name: [old[name], value] for name, value in contents_of_work(work).items() if old[name] != value
    }
    if note != work.note:
        changes["note_changed"] = [False, True]
    if not changes:
        return entry
    for name in COLUMNS:
        setattr(entry, name, getattr(work, name))
    entry.version += 1
    set_shares(entry, work.parts)
    set_note(entry, work.note)
    keep_absence(entry, at=at)
    record(by, Deed.WORK_CORRECTED, entry, changes, at=at)
    if {"expenses_pence", "worked_on", "session_reference"} & set(changes):
        ask_for_expenses(by, entry, on=on, at=at)
    return entry


def require_version(entry: WorkEntry, version: int) -> None:
    """The entry is as the page showed it. Raises Refusal."""
    if entry.version != version:
        raise Refusal(None, "This entry was changed since you opened the page. Open it again and correct it there.")
