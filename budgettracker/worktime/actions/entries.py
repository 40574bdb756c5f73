"""Log time, correct an entry, withdraw it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.periods import long_date
from budgettracker.worktime import rules
from budgettracker.worktime.kinds import ActivityKind, ForWhom, WithdrawnBecause
from budgettracker.worktime.models import Activity, Intervention, WorkEntry, WorkEntryDetails, WorkShare
from budgettracker.worktime.queries import closed_teams, day_minutes


@dataclass(frozen=True, slots=True)
class Part:
    """A family's place in an entry, by its id (None: other families), with its weight: 1 each, or its minutes."""

    family_id: uuid.UUID | None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Work:
    """What was worked: the day, the kind of work, for whom (no parts: nobody), minutes, hundredths of a mile, pence.

    `by_minutes` says that the weights are minutes, which then add up to the entry's. Parts may be in any order.
    """

    worked_on: date
    activity_id: uuid.UUID
    parts: tuple[Part, ...] = ()
    contact_minutes: int = 0
    preparation_minutes: int = 0
    travel_minutes: int = 0
    miles_hundredths: int = 0
    expenses_pence: int = 0
    by_minutes: bool = False
    intervention_id: uuid.UUID | None = None
    session_reference: str | None = None
    places: int | None = None
    note: str = ""

    @property
    def minutes(self) -> int:
        """All minutes of the entry."""
        return self.contact_minutes + self.preparation_minutes + self.travel_minutes

    @property
    def for_whom(self) -> ForWhom:
        """Named families (perhaps with others), other families alone, or nobody."""
        if any(part.family_id is not None for part in self.parts):
            return ForWhom.FAMILIES
        return ForWhom.OTHER if self.parts else ForWhom.NOBODY


COLUMNS = (
    *("worked_on", "activity_id", "intervention_id", "for_whom", "contact_minutes", "preparation_minutes"),
    *("travel_minutes", "miles_hundredths", "expenses_pence", "session_reference", "places"),
)
"""What an entry and the work it records share, field by field."""


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
    """Record minutes that a person worked; `by` is who records them (None: the operator's import).

    Any family of the person's authority may be named: their own teams', or another's on a joint visit. Raises
    Refusal with words for a field; LongDay above 14 hours a day unless `day_confirmed` names that day's minutes;
    NotTheirs for another authority's family, activity or intervention.
    """
    if person.authority_id is None:
        raise Refusal(None, "Time is logged for people of an authority, and this account belongs to none.")
    _require_work(person, work, on)
    _lock(person, work.worked_on)
    _require_open(person, work.worked_on)
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
    _set_shares(entry, work.parts)
    _set_note(entry, work.note)
    changes = {name: [None, value] for name, value in _said(work).items() if value not in (None, 0, [])}
    record(by, Deed.WORK_LOGGED, entry, changes, authority_id=person.authority_id, at=at)
    return entry


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
    person = _lock_entry(by, entry)
    _require_version(entry, version)
    _require_work(person, work, on, kept=entry)
    _lock(person, work.worked_on)
    _require_open(person, entry.worked_on)
    _require_open(person, work.worked_on)
    others = day_minutes(person.id, work.worked_on, leaving_out=entry.id)
    before = others + (entry.minutes if entry.worked_on == work.worked_on else 0)
    rules.require_day(before, others + work.minutes, work.worked_on, day_confirmed)
    old, note = _said_by(entry), entry.details.note if entry.details else ""
    changes: dict[str, object] = {name: [old[name], value] for name, value in _said(work).items() if old[name] != value}
    if note != work.note:
        changes["note_changed"] = [False, True]
    if not changes:
        return entry
    for name in COLUMNS:
        setattr(entry, name, getattr(work, name))
    entry.version += 1
    _set_shares(entry, work.parts)
    _set_note(entry, work.note)
    record(by, Deed.WORK_CORRECTED, entry, changes, at=at)
    return entry


def withdraw_entry(by: Person, entry: WorkEntry, *, reason: WithdrawnBecause | None = None, at: datetime) -> WorkEntry:
    """Take back one's own entry: it stays on record and is part of no sum. Raises Refusal (closed, withdrawn)."""
    person = _lock_entry(by, entry)
    _require_open(person, entry.worked_on)
    entry.withdrawn_at = at
    db.session.flush()
    changes: dict[str, object] = {"withdrawn": [False, True]}
    if reason is not None:
        changes["reason"] = [None, str(reason)]
    record(by, Deed.WORK_WITHDRAWN, entry, changes, at=at)
    return entry


def _lock_entry(by: Person, entry: WorkEntry) -> Person:
    if entry.person_id != by.id:
        raise NotTheirs
    _lock(by, entry.worked_on)
    db.session.refresh(entry)
    if entry.withdrawn_at is not None:
        raise Refusal(None, "This entry was withdrawn. Log the time again if it was worked.")
    return by


def _lock(person: Person, worked_on: date) -> None:
    """Two entries of one person follow one another, and a month is not closed under one that is being written.

    The locks leave rows that merely refer to the person alone (NO KEY UPDATE), so that two forms of one person queue
    instead of standing in each other's way. SQLite has one writer anyway.
    """
    db.session.execute(select(Person.id).filter_by(id=person.id).with_for_update(key_share=True))
    teams = select(Team.id).where(Team.id.in_(person.team_ids_on(worked_on))).order_by(Team.id)
    db.session.execute(teams.with_for_update(read=True))


def _require_open(person: Person, worked_on: date) -> None:
    rules.require_open_month(worked_on, closed_teams(person.team_ids_on(worked_on), worked_on))


def _require_version(entry: WorkEntry, version: int) -> None:
    if entry.version != version:
        raise Refusal(None, "This entry was changed since you opened the page. Open it again and correct it there.")


def _require_work(person: Person, work: Work, on: date, kept: WorkEntry | None = None) -> None:
    rules.require_worked_day(work.worked_on, on, person.active_from, person.active_to)
    rules.require_minutes(work.contact_minutes, work.preparation_minutes, work.travel_minutes)
    rules.require_something(work.minutes, work.miles_hundredths, work.expenses_pence)
    activity = db.session.get(Activity, work.activity_id)
    if activity is None or activity.authority_id != person.authority_id:
        raise NotTheirs
    used_before = kept is not None and kept.activity_id == activity.id
    if activity.retired_on is not None and activity.retired_on <= work.worked_on and not used_before:
        words = f"{activity.name} is not used since {long_date(activity.retired_on)}. Choose another activity."
        raise Refusal("activity", words)
    if activity.kind == ActivityKind.DIRECT and not work.parts:
        raise Refusal("for_whom", f"{activity.name} is work with a family. Say which one, or choose other families.")
    if work.intervention_id is not None:
        intervention = db.session.get(Intervention, work.intervention_id)
        if intervention is None or intervention.authority_id != person.authority_id:
            raise NotTheirs
    _require_parts(person, work)


def _require_parts(person: Person, work: Work) -> None:
    ids = [part.family_id for part in work.parts]
    if len(set(ids)) != len(ids):
        raise Refusal("families", "A family is named twice. Name each family once.")
    if any(part.weight <= 0 for part in work.parts) or (work.by_minutes and work.parts):
        rules.require_shared_minutes(work.minutes, [part.weight for part in work.parts])
    named = [each for each in ids if each is not None]
    asked = select(Family.id).where(Family.id.in_(named), Family.authority_id == person.authority_id)
    if len(db.session.scalars(asked).all()) != len(named):
        raise NotTheirs


def _set_shares(entry: WorkEntry, parts: Sequence[Part]) -> None:
    for share in entry.shares:
        db.session.delete(share)
    db.session.flush()
    asked = select(Family.id, Family.reference).where(
        Family.id.in_([part.family_id for part in parts if part.family_id])
    )
    references = {family.id: family.reference for family in db.session.execute(asked)}
    # By reference as text, other families last: the order in which minutes and pence are rounded.
    ordered = sorted(parts, key=lambda part: (part.family_id is None, references.get(part.family_id, "")))
    for position, part in enumerate(ordered):
        db.session.add(WorkShare(entry_id=entry.id, family_id=part.family_id, position=position, weight=part.weight))
    db.session.flush()
    db.session.expire(entry, ["shares"])


def _set_note(entry: WorkEntry, note: str) -> None:
    kept = db.session.get(WorkEntryDetails, entry.id)
    if kept is not None and not note:
        db.session.delete(kept)
    elif kept is not None:
        kept.note = note
    elif note:
        db.session.add(WorkEntryDetails(entry_id=entry.id, note=note))
    db.session.flush()
    db.session.expire(entry, ["details"])


def _said(work: Work) -> dict[str, object]:
    """What the work says, fit for the audit: ids, numbers, codes and days."""
    said = {name: getattr(work, name) for name in COLUMNS}
    parts = sorted((str(part.family_id or "other"), part.weight) for part in work.parts)
    return {**said, "families": [list(part) for part in parts]}


def _said_by(entry: WorkEntry) -> dict[str, object]:
    said = {name: getattr(entry, name) for name in COLUMNS}
    parts = sorted((str(share.family_id or "other"), share.weight) for share in entry.shares)
    return {**said, "families": [list(part) for part in parts]}
