"""Log the time of many people at once, for imports: checked entry by entry, written thousands at a time."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from functools import partial

from sqlalchemy import select

from budgettracker.audit.actions import ManyLines
from budgettracker.audit.kinds import Deed, Plain
from budgettracker.bulk import Rows, as_kept, chunks, ids_in_order
from budgettracker.database import db
from budgettracker.people.models import Person, Team
from budgettracker.periods import month
from budgettracker.worktime import rules
from budgettracker.worktime.actions.absences import AbsentDay, write_absences
from budgettracker.worktime.kinds import ForWhom, Vehicle
from budgettracker.worktime.models import WorkEntry, WorkEntryDetails, WorkShare
from budgettracker.worktime.queries import closed_months, minutes_by_day
from budgettracker.worktime.rules import Work

ENTRY = (
    *("id", "authority_id", "reference", "person_id", "worked_on", "activity_id", "intervention_id", "for_whom"),
    *("contact_minutes", "preparation_minutes", "travel_minutes", "miles_hundredths", "vehicle", "passengers"),
    *("expenses_pence", "session_reference", "places", "version", "recorded_by_id", "recorded_at", "withdrawn_at"),
)
SHARE = ("id", "entry_id", "family_id", "position", "weight")
DETAILS = ("entry_id", "note")
_AMOUNTS = (
    *("contact_minutes", "preparation_minutes", "travel_minutes", "miles_hundredths", "expenses_pence", "places"),
    "passengers",
)
_VEHICLES = {vehicle: str(vehicle) for vehicle in Vehicle}
_WHOM = {whom: str(whom) for whom in ForWhom}
"""Words of a closed list as plain text, which drivers take many times faster."""


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
        self._minutes: dict[uuid.UUID, dict[date, int]] = defaultdict(dict)
        if days:
            for (person_id, day), minutes in minutes_by_day(ids, min(days), max(days)).items():
                self._minutes[person_id][day] = minutes
        self._closed_for: dict[tuple[uuid.UUID, date], list[str]] = {}

    def require_open(self, person: Person, worked_on: date) -> None:
        """The day has come, the person worked here on it, and no team of theirs closed its month. Raises Refusal."""
        rules.require_worked_day(worked_on, self._on, person.active_from, person.active_to)
        if not self._closed:
            return
        key = (person.id, worked_on)
        if key not in self._closed_for:
            starts_on = month(worked_on).start
            self._closed_for[key] = [
                team.name for team in person.teams_on(worked_on) if (team.id, starts_on) in self._closed
            ]
        rules.require_open_month(worked_on, self._closed_for[key])

    def minutes(self, person: Person, worked_on: date) -> int:
        """The minutes of a day so far: those in the books and those added here."""
        return self._minutes[person.id].get(worked_on, 0)

    def add(self, person: Person, worked_on: date, minutes: int) -> None:
        """Make a day so many minutes longer; long days are taken as they are written. Raises DayFull."""
        before = self.minutes(person, worked_on)
        after = before + minutes
        rules.require_day(before, after, worked_on, confirmed=after)
        self._minutes[person.id][worked_on] = after


def _lock(person_ids: list[uuid.UUID], team_ids: list[uuid.UUID]) -> None:
    """What `lock_day` does for one entry: people in the order of their ids, then teams."""
    for ids in chunks(person_ids):
        people = select(Person.id).where(Person.id.in_(ids)).order_by(Person.id)
        db.session.execute(people.with_for_update(key_share=True))
    for ids in chunks(team_ids):
        teams = select(Team.id).where(Team.id.in_(ids)).order_by(Team.id)
        db.session.execute(teams.with_for_update(read=True))


class ManyEntries:
    """Entries of one authority on their way into the tables, as the drivers take them, each with its audit line."""

    def __init__(self, by: Person | None, authority_id: uuid.UUID, at: datetime) -> None:
        self._authority, self._by, self._at = authority_id.hex, by.id.hex if by else None, as_kept(at)
        self._write_absences = partial(write_absences, authority_id=authority_id, by=by, at=at)
        self._entries, self._shares = Rows(WorkEntry, ENTRY), Rows(WorkShare, SHARE)
        self._details = Rows(WorkEntryDetails, DETAILS)
        self._lines = ManyLines("work_entry", by=by, authority_id=authority_id, at=at)
        self._absences: list[tuple[uuid.UUID, AbsentDay]] = []
        self._ids = ids_in_order()
        self._plain: dict[uuid.UUID, tuple[str, str]] = {}

    def add(self, person_id: uuid.UUID, work: Work, reference: str, *, absent: bool = False) -> None:
        """Keep one checked entry; its parts stand by reference as text, other families last (see set_shares).

        `absent` time stands in the store of time away too: the caller has looked that no file told of that day.
        """
        entry_id, worked_on = next(self._ids), work.worked_on.isoformat()
        self._entries.add(
            (
                *(entry_id, self._authority, reference, self._hex(person_id), worked_on, self._hex(work.activity_id)),
                *(self._hex(work.intervention_id) if work.intervention_id else None, _WHOM[work.for_whom]),
                *(work.contact_minutes, work.preparation_minutes, work.travel_minutes, work.miles_hundredths),
                *(_VEHICLES[work.vehicle], work.passengers),
                *(work.expenses_pence, work.session_reference, work.places, 1, self._by, self._at, None),
            )
        )
        for position, part in enumerate(work.parts):
            family = self._hex(part.family_id) if part.family_id else None
            self._shares.add((next(self._ids), entry_id, family, position, part.weight))
        if work.note:
            self._details.add((entry_id, work.note))
        if absent and work.minutes:
            self._absences.append((uuid.UUID(entry_id), AbsentDay(person_id, work.worked_on, work.minutes)))
        self._lines.add(Deed.WORK_LOGGED, entry_id, self._audit_line(person_id, work, worked_on), new=True)

    def write(self) -> None:
        """Write what is kept."""
        db.session.flush()
        for rows in (self._entries, self._shares, self._details):
            rows.write()
        self._write_absences(self._absences)
        self._absences = []
        self._lines.write()

    def _hex(self, id_: uuid.UUID) -> str:
        return self._spelled(id_)[0]

    def _dashed(self, id_: uuid.UUID) -> str:
        return self._spelled(id_)[1]

    def _spelled(self, id_: uuid.UUID) -> tuple[str, str]:
        """An id as the drivers take it, and as it is written out: people and families come again and again."""
        spelled = self._plain.get(id_)
        if spelled is None:
            spelled = self._plain[id_] = id_.hex, str(id_)
        return spelled

    def _audit_line(self, person_id: uuid.UUID, work: Work, worked_on: str) -> dict[str, Plain]:
        """What the audit keeps of an entry that came in a file: it also says whose it is, and nothing that is nought."""
        contents: dict[str, Plain] = {
            "person": [None, self._dashed(person_id)],
            "worked_on": [None, worked_on],
            "activity": [None, self._dashed(work.activity_id)],
            "for_whom": [None, _WHOM[work.for_whom]],
        }
        for name in _AMOUNTS:
            amount: int | None = getattr(work, name)
            if amount:
                contents[name] = [None, amount]
        if work.vehicle is not Vehicle.CAR:
            contents["vehicle"] = [None, _VEHICLES[work.vehicle]]
        if work.intervention_id is not None:
            contents["intervention"] = [None, self._dashed(work.intervention_id)]
        if work.parts:
            ids = ((self._dashed(part.family_id) if part.family_id else "other", part.weight) for part in work.parts)
            contents["families"] = [None, [list(part) for part in sorted(ids)]]
        return contents
