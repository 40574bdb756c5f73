"""Correct somebody else's time, as their manager and with a reason; the person is told and may disagree."""

from datetime import date, datetime

from budgettracker.access import DECIDERS
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Person
from budgettracker.worktime import rules
from budgettracker.worktime.actions.absences import keep_absence
from budgettracker.worktime.actions.check_work import lock_day, require_open_month
from budgettracker.worktime.actions.correct_entry import require_version
from budgettracker.worktime.models import WorkCorrection, WorkEntry
from budgettracker.worktime.queries import day_minutes, is_kept_from
from budgettracker.worktime.rules import KindMinutes


def correct_for(
    by: Person, entry: WorkEntry, minutes: KindMinutes | None, reason: str, *, version: int, on: date, at: datetime
) -> WorkEntry:
    """Give somebody else's entry other minutes, or withdraw it (None), with a reason that the person reads.

    A manager of a team that the person was in that day does it, also for somebody who has left. Raises Refusal as
    correct_entry does, and on `reason`; NotTheirs for one's own entry, for those of other teams, and for a restricted family
    that the manager is not named for.
    """
    person = entry.person
    teams = person.team_ids_on(entry.worked_on) & by.team_ids_on(on)
    if person.id == by.id or not teams or not by.roles_on(on) & set(DECIDERS) or is_kept_from(by, entry):
        raise NotTheirs
    why = reason.strip()
    if not why:
        raise Refusal("reason", "Say why it is corrected: the person reads it.")
    lock_day(person, entry.worked_on)
    db.session.refresh(entry)
    if entry.withdrawn_at is not None:
        raise Refusal(None, "This entry was withdrawn.")
    require_version(entry, version)
    require_open_month(person, entry.worked_on)
    changes: dict[str, list[int | bool]]
    if minutes is None:
        entry.withdrawn_at = at
        deed, changes = Deed.WORK_WITHDRAWN, {"withdrawn": [False, True]}
    else:
        deed, changes = Deed.WORK_CORRECTED, _set_minutes(entry, minutes)
    db.session.add(
        WorkCorrection(
            authority_id=entry.authority_id,
            entry_id=entry.id,
            person_id=person.id,
            corrected_by_id=by.id,
            corrected_at=at,
            reason=why,
        )
    )
    db.session.flush()
    keep_absence(entry, at=at)
    record(by, deed, entry, changes, at=at)
    return entry


def _set_minutes(entry: WorkEntry, minutes: KindMinutes) -> dict[str, list[int | bool]]:
    rules.require_minutes(*minutes)
    rules.require_something(sum(minutes), entry.miles_hundredths, entry.expenses_pence)
    others = day_minutes(entry.person_id, entry.worked_on, leaving_out=entry.id)
    total = others + sum(minutes)
    # Nobody is asked whether the day was that long: the manager says why.
    rules.require_day(total, total, entry.worked_on, total)
    changes: dict[str, list[int | bool]] = {}
    for name, value in minutes._asdict().items():
        if getattr(entry, f"{name}_minutes") != value:
            changes[f"{name}_minutes"] = [getattr(entry, f"{name}_minutes"), value]
            setattr(entry, f"{name}_minutes", value)
    if not changes:
        raise Refusal("contact", "These are the minutes that the entry has already.")
    entry.version += 1
    return changes


def read_correction(by: Person, correction: WorkCorrection, disagreement: str, *, at: datetime) -> None:
    """The person has read what was corrected, and perhaps says in words that it was otherwise; both stay on record."""
    if correction.person_id != by.id:
        raise NotTheirs
    if correction.read_at is not None:
        raise Refusal(None, "You have answered this already.")
    correction.read_at, correction.disagreement = at, disagreement.strip()
    db.session.flush()
    changes = {"disagrees": [False, bool(correction.disagreement)]}
    record(by, Deed.WORK_CORRECTION_READ, correction, changes, at=at)
