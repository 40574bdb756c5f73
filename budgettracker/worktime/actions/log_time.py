"""Log time: minutes that a person worked on one day."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.worktime import rules
from budgettracker.worktime.actions.absences import keep_absence
from budgettracker.worktime.actions.ask_for_expenses import ask_for_expenses
from budgettracker.worktime.actions.check_work import lock_day, require_open_month, require_work
from budgettracker.worktime.actions.write_entry import COLUMNS, contents_of_work, set_note, set_shares
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries import day_minutes
from budgettracker.worktime.rules import Work


def log_time(
    by: Person | None,
    person: Person,
    work: Work,
    *,
    on: date,
    at: datetime,
    reference: str | None = None,
    day_confirmed: int | None = None,
) -> WorkEntry:
    """Record minutes that a person worked; `by` is who records them (None: the operator).

    Any family of the person's authority may be named: their own teams', or another's on a joint visit. Raises
    Refusal with words for a field; LongDay above 14 hours a day unless `day_confirmed` names that day's minutes;
    NotTheirs for another authority's family, activity or intervention.
    """
    if person.authority_id is None:
        raise Refusal(None, "Time is logged for people of an authority, and this account belongs to none.")
    require_work(person, work, on)
    lock_day(person, work.worked_on)
    require_open_month(person, work.worked_on)
    before = day_minutes(person.id, work.worked_on)
    rules.require_day(before, before + work.minutes, work.worked_on, day_confirmed)
    entry = WorkEntry(
        authority_id=person.authority_id,
        reference=reference,
        person_id=person.id,
        recorded_by_id=by.id if by else None,
        recorded_at=at,
        **{name: getattr(work, name) for name in COLUMNS},
    )
    db.session.add(entry)
    db.session.flush()
    set_shares(entry, work.parts)
    set_note(entry, work.note)
    keep_absence(entry, at=at)
    changes = {name: [None, value] for name, value in contents_of_work(work).items() if value not in (None, 0, [])}
    record(by, Deed.WORK_LOGGED, entry, changes, authority_id=person.authority_id, at=at)
    if by is not None and work.expenses_pence:
        ask_for_expenses(by, entry, on=on, at=at)
    return entry
