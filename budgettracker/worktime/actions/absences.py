"""Time away, in its one store: what an entry of kind absent keeps there, and what a file brings."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete

from budgettracker.audit.actions import ManyLines
from budgettracker.audit.kinds import Deed, Plain
from budgettracker.bulk import Rows, as_kept
from budgettracker.database import db
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.periods import inclusive
from budgettracker.worktime import rules
from budgettracker.worktime.kinds import ActivityKind
from budgettracker.worktime.models import Absence, Activity, WorkEntry
from budgettracker.worktime.queries.absences import absent_days

COLUMNS = (
    *("id", "authority_id", "person_id", "absent_on", "minutes", "in_hours", "entry_id"),
    *("recorded_by_id", "recorded_at"),
)


class AbsentDay(NamedTuple):
    """Minutes of a day on which somebody was away; `in_hours`: the post's hours of a year leave them out already."""

    person_id: uuid.UUID
    absent_on: date
    minutes: int
    in_hours: bool = True


def record_absences(
    by: Person | None, authority_id: uuid.UUID, days: Collection[AbsentDay], *, at: datetime
) -> list[uuid.UUID]:
    """Record days away as a file tells them, one row a person and day; gives the ids. `by` None is the operator.

    The people are the authority's own and the months open: the caller has looked (`ManyDays`). Raises Refusal: minutes
    that are not of a day, and a day that has time away already, from an entry, another file, or a row above.
    """
    if not days:
        return []
    within = inclusive(min(day.absent_on for day in days), max(day.absent_on for day in days))
    taken = absent_days({day.person_id for day in days}, within)
    for day in days:
        rules.require_absent_minutes(day.minutes)
        rules.require_absent_once(day.absent_on, taken.get((day.person_id, day.absent_on)))
        taken[day.person_id, day.absent_on] = False
    rows, lines = Rows(Absence, COLUMNS), ManyLines("absence", by=by, authority_id=authority_id, at=at)
    ids = [uuid7() for _ in days]
    for absence_id, day in zip(ids, days, strict=True):
        rows.add(_row(absence_id, authority_id, day, None, by.id if by else None, at))
        changes: dict[str, Plain] = {
            "person": [None, str(day.person_id)],
            "absent_on": [None, day.absent_on.isoformat()],
            "minutes": [None, day.minutes],
            "in_hours": [None, day.in_hours],
        }
        lines.add(Deed.ABSENCE_RECORDED, absence_id.hex, changes, new=True)
    db.session.flush()
    rows.write()
    lines.write()
    return ids


def keep_absence(entry: WorkEntry, *, at: datetime) -> None:
    """Make the store of time away say what an entry says by now; an entry of work, or one taken back, has no row there.

    Raises Refusal where a file has told that day's time away.
    """
    db.session.execute(delete(Absence).where(Absence.entry_id == entry.id))
    # Asked anew: an entry that was corrected still holds the activity it had.
    kind = db.session.get_one(Activity, entry.activity_id).kind
    if kind != ActivityKind.ABSENT or entry.withdrawn_at is not None or not entry.minutes:
        return
    by_entry = absent_days([entry.person_id], inclusive(entry.worked_on, entry.worked_on)).get(
        (entry.person_id, entry.worked_on), True
    )
    if not by_entry:
        rules.require_absent_once(entry.worked_on, by_entry)
    db.session.add(
        Absence(
            authority_id=entry.authority_id,
            person_id=entry.person_id,
            absent_on=entry.worked_on,
            minutes=entry.minutes,
            entry_id=entry.id,
            recorded_by_id=entry.recorded_by_id,
            recorded_at=at,
        )
    )
    db.session.flush()


def write_absences(
    entries: Iterable[tuple[uuid.UUID, AbsentDay]], authority_id: uuid.UUID, by: Person | None, at: datetime
) -> None:
    """Many entries of kind absent, each by its id, into the store of time away; their own audit lines tell of them."""
    rows = Rows(Absence, COLUMNS)
    for entry_id, day in entries:
        rows.add(_row(uuid7(), authority_id, day, entry_id, by.id if by else None, at))
    rows.write()


def _row(
    absence_id: uuid.UUID,
    authority_id: uuid.UUID,
    day: AbsentDay,
    entry_id: uuid.UUID | None,
    by_id: uuid.UUID | None,
    at: datetime,
) -> tuple[str | int | None, ...]:
    return (
        absence_id.hex,
        authority_id.hex,
        day.person_id.hex,
        day.absent_on.isoformat(),
        day.minutes,
        int(day.in_hours),
        entry_id.hex if entry_id else None,
        by_id.hex if by_id else None,
        as_kept(at),
    )
