"""Log the time of many people at once, for imports: checked entry by entry, written thousands at a time."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy import select

from budgettracker.audit.actions import record_many
from budgettracker.audit.kinds import Deed
from budgettracker.bulk import Rows, chunks
from budgettracker.database import db, uuid7
from budgettracker.people.models import Person, Team
from budgettracker.periods import month
from budgettracker.worktime import rules
from budgettracker.worktime.actions.absences import AbsentDay, write_absences
from budgettracker.worktime.actions.write_entry import families_in_audit
from budgettracker.worktime.models import WorkEntry, WorkEntryDetails, WorkShare
from budgettracker.worktime.queries import closed_months, minutes_by_day
from budgettracker.worktime.rules import Work

ENTRY = (
    *("id", "authority_id", "reference", "person_id", "worked_on", "activity_id", "intervention_id", "for_whom"),
    *("contact_minutes", "preparation_minutes", "travel_minutes", "miles_hundredths", "expenses_pence"),
    *("session_reference", "places", "version", "recorded_by_id", "recorded_at", "withdrawn_at"),
)
SHARE = ("id", "entry_id", "family_id", "position", "weight")
DETAILS = ("entry_id", "note")


class ManyDays:
    """The days of many people, held until their entries are written: who may log on them, and how much they hold.

    Nobody else closes a month of these people's teams, or logs for them, meanwhile.
    """

    def __init__(self, people: Collection[Person], days: Collection[date], *, on: date) -> None:
        self._on = on
        ids = sorted(person.id for person in people)
        teams = sorted({membership.team_id for person in people for membership in person.memberships})
        _lock(ids, teams)
        self._closed = closed_months(teams)
        self._minutes: dict[tuple[uuid.UUID, date], int] = defaultdict(int)
        if days:
            self._minutes.update(minutes_by_day(ids, min(days), max(days)))
        self._closed_for: dict[tuple[uuid.UUID, date], list[str]] = {}

    def require_open(self, person: Person, worked_on: date) -> None:
        """The day has come, the person worked here on it, and no team of theirs closed its month. Raises Refusal."""
        rules.require_worked_day(worked_on, self._on, person.active_from, person.active_to)
        key = (person.id, worked_on)
        if key not in self._closed_for:
            starts_on = month(worked_on).start
            self._closed_for[key] = [
                team.name for team in person.teams_on(worked_on) if (team.id, starts_on) in self._closed
            ]
        rules.require_open_month(worked_on, self._closed_for[key])

    def minutes(self, person: Person, worked_on: date) -> int:
        """The minutes of a day so far: those in the books and those added here."""
        return self._minutes[person.id, worked_on]

    def add(self, person: Person, worked_on: date, minutes: int) -> None:
        """Make a day so many minutes longer; long days are taken as they are written. Raises DayFull."""
        before = self._minutes[person.id, worked_on]
        after = before + minutes
        rules.require_day(before, after, worked_on, confirmed=after)
        self._minutes[person.id, worked_on] = after


def _lock(person_ids: list[uuid.UUID], team_ids: list[uuid.UUID]) -> None:
    """What `lock_day` does for one entry: people in the order of their ids, then teams."""
    for ids in chunks(person_ids):
        people = select(Person.id).where(Person.id.in_(ids)).order_by(Person.id)
        db.session.execute(people.with_for_update(key_share=True))
    for ids in chunks(team_ids):
        teams = select(Team.id).where(Team.id.in_(ids)).order_by(Team.id)
        db.session.execute(teams.with_for_update(read=True))


@dataclass
class ManyEntries:
    """Entries of one authority on their way into the tables, as the drivers take them, each with its audit line."""

    by: Person | None
    authority_id: uuid.UUID
    at: datetime
    _entries: Rows = field(default_factory=lambda: Rows(WorkEntry, ENTRY))
    _shares: Rows = field(default_factory=lambda: Rows(WorkShare, SHARE))
    _details: Rows = field(default_factory=lambda: Rows(WorkEntryDetails, DETAILS))
    _absences: list[tuple[uuid.UUID, AbsentDay]] = field(default_factory=list)
    _lines: list[tuple[uuid.UUID, dict[str, object]]] = field(default_factory=list)
    _ids: Iterator[uuid.UUID] = field(default_factory=lambda: _ids_in_order())

    def add(self, person_id: uuid.UUID, work: Work, reference: str, *, absent: bool = False) -> None:
        """Keep one checked entry; its parts stand by reference as text, other families last (see set_shares).

        `absent` time stands in the store of time away too: the caller has looked that no file told of that day.
        """
        entry_id = next(self._ids)
        self._entries.add(
            (
                entry_id.hex,
                self.authority_id.hex,
                reference,
                person_id.hex,
                work.worked_on.isoformat(),
                work.activity_id.hex,
                work.intervention_id.hex if work.intervention_id else None,
                str(work.for_whom),
                work.contact_minutes,
                work.preparation_minutes,
                work.travel_minutes,
                work.miles_hundredths,
                work.expenses_pence,
                work.session_reference,
                work.places,
                1,
                self.by.id.hex if self.by else None,
                self.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
                None,
            )
        )
        for position, part in enumerate(work.parts):
            family = part.family_id.hex if part.family_id else None
            self._shares.add((next(self._ids).hex, entry_id.hex, family, position, part.weight))
        if work.note:
            self._details.add((entry_id.hex, work.note))
        if absent and work.minutes:
            self._absences.append((entry_id, AbsentDay(person_id, work.worked_on, work.minutes)))
        self._lines.append((entry_id, _audit_line(person_id, work)))

    def write(self) -> None:
        """Write what is kept."""
        db.session.flush()
        for rows in (self._entries, self._shares, self._details):
            rows.write()
        write_absences(self._absences, self.authority_id, self.by, self.at)
        self._absences = []
        record_many(self._lines, Deed.WORK_LOGGED, "work_entry", by=self.by, authority_id=self.authority_id, at=self.at)
        self._lines = []


def _audit_line(person_id: uuid.UUID, work: Work) -> dict[str, object]:
    """What the audit keeps of an entry that came in a file: it also says whose it is, and nothing that is nought."""
    amounts = {
        "contact_minutes": work.contact_minutes,
        "preparation_minutes": work.preparation_minutes,
        "travel_minutes": work.travel_minutes,
        "miles_hundredths": work.miles_hundredths,
        "expenses_pence": work.expenses_pence,
        "places": work.places,
    }
    contents: dict[str, object] = {"person": person_id, "worked_on": work.worked_on, "activity": work.activity_id}
    contents |= {name: amount for name, amount in amounts.items() if amount}
    contents["for_whom"] = work.for_whom
    if work.intervention_id is not None:
        contents["intervention"] = work.intervention_id
    if work.parts:
        contents["families"] = families_in_audit((part.family_id, part.weight) for part in work.parts)
    return {name: [None, value] for name, value in contents.items()}


def _ids_in_order() -> Iterator[uuid.UUID]:
    """Ids that sort in the order they are given out."""
    first = uuid7().int & ~(1 << 61)
    return (uuid.UUID(int=first + passed) for passed in count())
