"""Work time into the books: checked row by row, written many rows at a time."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date
from itertools import count

from sqlalchemy import select

from budgettracker.audit.actions import record_many
from budgettracker.audit.kinds import Deed
from budgettracker.bulk import Rows
from budgettracker.database import db, uuid7
from budgettracker.errors import Refusal
from budgettracker.imports import queries
from budgettracker.imports.actions.activities import Activities
from budgettracker.imports.actions.council import Council, says
from budgettracker.imports.kinds import TableName
from budgettracker.imports.queries import Kept
from budgettracker.imports.queries.standing import chunks
from budgettracker.imports.tables.rows import WorktimeRow
from budgettracker.people.models import Person, Team
from budgettracker.periods import month
from budgettracker.worktime import rules
from budgettracker.worktime.kinds import ForWhom
from budgettracker.worktime.models import WorkEntry, WorkEntryDetails, WorkShare

BATCH = 5_000
"""Entries held before they are written."""
ENTRY = (
    *("id", "authority_id", "reference", "person_id", "worked_on", "activity_id", "intervention_id", "for_whom"),
    *("contact_minutes", "preparation_minutes", "travel_minutes", "miles_hundredths", "expenses_pence"),
    *("session_reference", "places", "version", "recorded_by_id", "recorded_at", "withdrawn_at"),
)
SHARE = ("id", "entry_id", "family_id", "position", "weight")
DETAILS = ("entry_id", "note")


def write_worktime(council: Council) -> None:
    """Add work entries; those in the books already stay, and one there with other content is reported."""
    rows = council.folder.worktime
    if not rows:
        return
    standing = queries.entries_named(council.authority.id, {row.entry_ref for row in rows})
    checks = _Checks(council, [row for row in rows if row.entry_ref not in standing])
    batch = _Batch(council)
    for place, row in enumerate(rows, start=1):
        kept = standing.get(row.entry_ref)
        if kept is not None:
            council.already(row, _differs(row, kept))
        else:
            entry = checks.entry(row)
            if entry is not None and not council.doomed:
                batch.add(entry)
        if place % BATCH == 0:
            batch.write()
            council.tell("worktime, written", place)
    batch.write()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A checked row with the ids of what it names."""

    row: WorktimeRow
    person_id: uuid.UUID
    activity_id: uuid.UUID
    intervention_id: uuid.UUID | None
    parts: tuple[tuple[uuid.UUID | None, int], ...]


class _Checks:
    """What a row of work time must agree with in the authority's books and in the rows above it."""

    def __init__(self, council: Council, rows: list[WorktimeRow]) -> None:
        self._council = council
        self._activities = Activities(council)
        people = {row.email: council.people[row.email] for row in rows if row.email in council.people}
        self._closed = _lock_months(council, people)
        days = [row.worked_on for row in rows]
        ids = {person.id: email for email, person in people.items()}
        self._minutes: dict[tuple[str, date], int] = defaultdict(int)
        if days:
            logged = queries.minutes_by_day(list(ids), min(days), max(days))
            self._minutes.update({(ids[person_id], day): total for (person_id, day), total in logged.items()})
        self._days: dict[tuple[str, date], str | None] = {}

    def entry(self, row: WorktimeRow) -> _Entry | None:
        """The row with the ids of what it names, or None when it is refused; everything wrong with it is reported."""
        council, before = self._council, len(self._council.problems)
        person = council.person(row, "email", row.email)
        if person is not None and not council.is_stand_in(person):
            if (reason := self._day_refused(row, person)) is not None:
                council.refuse(row, "worked_on", reason)
            self._count(row)
        parts = self._parts(row)
        self._activities.check(row)
        if len(council.problems) > before or person is None or parts is None:
            return None
        activity, intervention = self._activities.of(row), self._activities.intervention_of(row)
        return _Entry(row, person.id, activity.id, intervention.id if intervention else None, parts)

    def _day_refused(self, row: WorktimeRow, person: Person) -> str | None:
        key = (row.email, row.worked_on)
        if key not in self._days:
            self._days[key] = self._why_not(person, row.worked_on)
        return self._days[key]

    def _why_not(self, person: Person, day: date) -> str | None:
        names = [team.name for team in person.teams_on(day) if (team.id, month(day).start) in self._closed]
        try:
            rules.require_worked_day(day, self._council.on, person.active_from, person.active_to)
            rules.require_open_month(day, names)
        except Refusal as refusal:
            return refusal.message
        return None

    def _count(self, row: WorktimeRow) -> None:
        key = (row.email, row.worked_on)
        logged = self._minutes[key]
        day = f"{row.worked_on:%d/%m/%Y}"
        if logged + row.minutes > rules.DAY_MINUTES:
            words = (
                f"has {logged:,} minutes on {day} in the authority's records and the rows above; with these "
                f"{row.minutes:,} the day has more than 24 hours."
            )
            self._council.refuse(row, "email", words, row.email)
            return
        self._minutes[key] += row.minutes
        if logged <= rules.LONG_DAY_MINUTES < self._minutes[key]:
            words = (
                f"“{row.email}” comes to {rules.in_words(self._minutes[key])} on {day}. It is kept as it is written."
            )
            self._council.note(row, "email", words)

    def _parts(self, row: WorktimeRow) -> tuple[tuple[uuid.UUID | None, int], ...] | None:
        """Families and weights by reference as text, other families last: the order in which shares are rounded."""
        council, lacking = self._council, False
        weights = row.family_minutes or (1,) * len(row.family_refs)
        parts: list[tuple[uuid.UUID | None, int]] = []
        for reference, weight in sorted(zip(row.family_refs, weights, strict=True)):
            family = council.families.get(reference)
            if family is None:
                council.leans(row, "family_refs", TableName.FAMILIES, reference)
                lacking = True
            else:
                parts.append((family.id, weight))
        if row.other_families:
            parts.append((None, row.other_minutes or 1))
        return None if lacking else tuple(parts)


def _lock_months(council: Council, people: dict[str, Person]) -> set[tuple[uuid.UUID, date]]:
    """The closed months of these people's teams; nobody closes another one, or logs for them, until this is written."""
    teams = sorted({each.team_id for person in people.values() for each in person.memberships})
    ids = sorted(person.id for person in people.values())
    for some in chunks(ids):
        db.session.execute(
            select(Person.id).where(Person.id.in_(some)).order_by(Person.id).with_for_update(key_share=True)
        )
    for some in chunks(teams):
        db.session.execute(select(Team.id).where(Team.id.in_(some)).order_by(Team.id).with_for_update(read=True))
    return queries.closed_months(teams)


def _differs(row: WorktimeRow, kept: Kept) -> dict[str, bool]:
    weights = row.family_minutes or (1,) * len(row.family_refs)
    families: tuple[tuple[str | None, int], ...] = tuple(sorted(zip(row.family_refs, weights, strict=True)))
    if row.other_families:
        families += ((None, row.other_minutes or 1),)
    return {
        "email": row.email != kept.email,
        "worked_on": row.worked_on != kept.worked_on,
        "activity": row.activity.casefold() != kept.activity.casefold(),
        "contact_minutes": row.contact_minutes != kept.contact_minutes,
        "preparation_minutes": row.preparation_minutes != kept.preparation_minutes,
        "travel_minutes": row.travel_minutes != kept.travel_minutes,
        "family_refs": families != kept.families,
        "session_ref": says(row.session_ref, kept.session_ref),
        "places": says(row.places, kept.places),
        "miles": row.miles_hundredths != kept.miles_hundredths,
        "expenses": row.expenses_pence != kept.expenses_pence,
        "intervention": (row.intervention or "").casefold() != (kept.intervention or "").casefold(),
        "note": says(row.note, kept.note),
    }


@dataclass
class _Batch:
    """Entries on their way into the tables, as the drivers take them, with the first line of each one's audit."""

    council: Council
    entries: Rows = field(default_factory=lambda: Rows(WorkEntry, ENTRY))
    shares: Rows = field(default_factory=lambda: Rows(WorkShare, SHARE))
    details: Rows = field(default_factory=lambda: Rows(WorkEntryDetails, DETAILS))
    lines: list[tuple[uuid.UUID, dict[str, object]]] = field(default_factory=list)
    _ids: Iterator[uuid.UUID] = field(default_factory=lambda: _ids_in_order())

    def add(self, entry: _Entry) -> None:
        """Keep one entry."""
        row, council, entry_id = entry.row, self.council, next(self._ids)
        named = any(family is not None for family, _ in entry.parts)
        for_whom = ForWhom.FAMILIES if named else ForWhom.OTHER if entry.parts else ForWhom.NOBODY
        amounts = {
            "contact_minutes": row.contact_minutes,
            "preparation_minutes": row.preparation_minutes,
            "travel_minutes": row.travel_minutes,
            "miles_hundredths": row.miles_hundredths,
            "expenses_pence": row.expenses_pence,
            "session_reference": row.session_ref,
            "places": row.places,
        }
        self.entries.add(
            (
                entry_id.hex,
                council.authority.id.hex,
                row.entry_ref,
                entry.person_id.hex,
                row.worked_on.isoformat(),
                entry.activity_id.hex,
                entry.intervention_id.hex if entry.intervention_id else None,
                str(for_whom),
                *amounts.values(),
                1,
                council.by.id.hex if council.by else None,
                council.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
                None,
            )
        )
        for position, (family_id, weight) in enumerate(entry.parts):
            family = family_id.hex if family_id else None
            self.shares.add((next(self._ids).hex, entry_id.hex, family, position, weight))
        if row.note:
            self.details.add((entry_id.hex, row.note))
        said: dict[str, object] = {"person": entry.person_id, "worked_on": row.worked_on, "activity": entry.activity_id}
        said |= {name: value for name, value in amounts.items() if value and name != "session_reference"}
        families = [[str(family_id or "other"), weight] for family_id, weight in entry.parts]
        said |= {"for_whom": for_whom, "intervention": entry.intervention_id, "families": sorted(families)}
        self.lines.append((entry_id, {name: [None, value] for name, value in said.items() if value not in (None, [])}))
        self.council.written[TableName.WORKTIME] += 1

    def write(self) -> None:
        """Write what is kept."""
        db.session.flush()
        for rows in (self.entries, self.shares, self.details):
            rows.write()
        council = self.council
        record_many(
            self.lines, Deed.WORK_LOGGED, "work_entry",
            by=council.by, authority_id=council.authority.id, at=council.at,
        )  # fmt: skip
        self.lines = []


def _ids_in_order() -> Iterator[uuid.UUID]:
    """Ids that sort in the order they are given out."""
    first = uuid7().int & ~(1 << 61)
    return (uuid.UUID(int=first + passed) for passed in count())
