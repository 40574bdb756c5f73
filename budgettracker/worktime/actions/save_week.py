"""Save a week: the cells that were changed, and no others."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.wording import minutes_in_words
from budgettracker.worktime import rules
from budgettracker.worktime.actions.correct_entry import correct_entry
from budgettracker.worktime.actions.log_time import log_time
from budgettracker.worktime.actions.withdraw_entry import withdraw_entry
from budgettracker.worktime.kinds import ForWhom, MinutesKind, WithdrawnBecause
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries.week import SEVERAL, RowKey, Week, is_plain, key_of, week_of
from budgettracker.worktime.rules import Part, Work


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that somebody changed: its row, kind and day, the minutes the page showed, and those it should have."""

    key: RowKey
    kind: MinutesKind
    worked_on: date
    was: int
    minutes: int
    new_row: int | None = None
    """Typed into this one of the new rows, where nothing was shown before."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a change was refused; without a change it is about the whole day."""

    words: str
    change: CellChange | None
    worked_on: date
    changed_meanwhile: bool = False
    long_minutes: int | None = None
    """For a day over 14 hours: what the person is asked to confirm."""


class WeekRefused(Refusal):
    """A week was not saved: every reason, each with its cell or day."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(None, " ".join(problem.words for problem in problems))
        self.problems = list(problems)


@dataclass
class _Write:
    """One entry to be made, corrected or withdrawn, for the changes it answers."""

    entry: WorkEntry | None
    changes: list[CellChange] = field(default_factory=list)

    @property
    def more(self) -> int:
        """By how many minutes it makes the day longer; below zero for shorter."""
        was = sum(getattr(self.entry, change.kind.column) for change in self.changes) if self.entry else 0
        return sum(change.minutes for change in self.changes) - was


def save_week(
    by: Person,
    monday: date,
    changes: Sequence[CellChange],
    *,
    on: date,
    at: datetime,
    confirmed: Mapping[date, int] | None = None,
) -> int:
    """Write the changed cells of one's own week, all or none; gives how many entries were made or changed.

    A cell that holds something else by now than the page showed is told, not overwritten. `confirmed` are the minutes
    of days over 14 hours that the person said yes to. Raises WeekRefused with every reason, and NotTheirs for another
    authority's family or activity.
    """
    db.session.execute(select(Person.id).filter_by(id=by.id).with_for_update(key_share=True))
    week = week_of(by, monday, on, afresh=True)
    week.require_a_grid()
    wanted, problems = _check_cells(week, changes)
    writes = _writes(week, wanted)
    problems += _check_days(week, writes, confirmed or {})
    if problems:
        raise WeekRefused(problems)
    minutes = {day.on: day.minutes for day in week.days}
    # What makes a day shorter comes first, so that moving time between rows never passes the day's hours on its way.
    for write in sorted(writes, key=lambda write: (write.more, write.changes[0].worked_on)):
        worked_on = write.changes[0].worked_on
        minutes[worked_on] += write.more
        try:
            _carry_out(by, write, minutes[worked_on], on=on, at=at)
        except Refusal as refusal:
            problems.append(Problem(refusal.message, write.changes[0], worked_on))
    if problems:
        raise WeekRefused(problems)
    return len(writes)


def _check_cells(week: Week, changes: Iterable[CellChange]) -> tuple[list[CellChange], list[Problem]]:
    """The changes that remain to be written, and what stands against the others."""
    wanted: dict[tuple[RowKey, MinutesKind, date], CellChange] = {}
    problems = []
    days = {day.on: day for day in week.days}
    for change in changes:
        at = (change.key, change.kind, change.worked_on)
        cell = week.cell(*at)
        if at in wanted:
            words = "This row is in the week already, and this day has a time in it. Change it there."
            problems.append(Problem(words, change, change.worked_on))
        elif days[change.worked_on].closed_for:
            problems.append(Problem(_closed(change, days[change.worked_on].closed_for), change, change.worked_on))
        elif change.new_row is not None and cell.entries:
            words = (
                f"This row is in the week already, with {minutes_in_words(cell.minutes)} on this day. Change it there."
            )
            problems.append(Problem(words, change, change.worked_on))
        elif cell.fixed or change.key.whom == SEVERAL:
            words = f"This stands for {minutes_in_words(cell.minutes)} by now, in entries with more to them. Open them instead."
            problems.append(Problem(words, change, change.worked_on, changed_meanwhile=True))
        elif cell.minutes not in (change.was, change.minutes):
            words = (
                f"This was changed to {_time_or_nothing(cell.minutes)} since you opened the page. You typed"
                f" {_time_or_nothing(change.minutes)}: save again to put that in its place."
            )
            problems.append(Problem(words, change, change.worked_on, changed_meanwhile=True))
        elif cell.minutes != change.minutes:
            wanted[at] = change
    return list(wanted.values()), problems


def _time_or_nothing(minutes: int) -> str:
    return minutes_in_words(minutes) if minutes else "nothing"


def _closed(change: CellChange, closed_for: Sequence[str]) -> str:
    try:
        rules.require_open_month(change.worked_on, closed_for)
    except Refusal as refusal:
        return f"{refusal.message} {_time_or_nothing(change.minutes).capitalize()} was not saved."
    raise AssertionError("unreachable")


def _writes(week: Week, changes: Iterable[CellChange]) -> list[_Write]:
    """The changes by the entry they belong to: the cell's own, else the row's one plain entry that day, else a new one."""
    writes: dict[object, _Write] = {}
    for change in changes:
        group = (change.key, change.worked_on)
        entries = week.cell(change.key, change.kind, change.worked_on).entries or _plain_of(week, *group)
        entry = entries[0] if len(entries) == 1 else None
        writes.setdefault(entry.id if entry else group, _Write(entry)).changes.append(change)
    return list(writes.values())


def _plain_of(week: Week, key: RowKey, worked_on: date) -> tuple[WorkEntry, ...]:
    return tuple(
        entry
        for entry in week.entries
        if entry.worked_on == worked_on and entry.minutes and is_plain(entry) and key_of(entry) == key
    )


def _check_days(week: Week, writes: Sequence[_Write], confirmed: Mapping[date, int]) -> list[Problem]:
    """Every day that would come to more than 24 hours, or to more than 14 and was not confirmed."""
    problems = []
    for day in week.days:
        of_day = [write for write in writes if write.changes[0].worked_on == day.on]
        after = day.minutes + sum(write.more for write in of_day)
        try:
            if of_day:
                rules.require_day(day.minutes, after, day.on, confirmed.get(day.on))
        except rules.LongDay as long_day:
            problems.append(Problem(long_day.message, None, day.on, long_minutes=long_day.minutes))
        except rules.DayFull:
            words = f"That makes {minutes_in_words(after)} on {long_date(day.on)}: a day has 24 hours."
            problems.append(Problem(words, of_day[-1].changes[-1], day.on))
    return problems


def _carry_out(by: Person, write: _Write, day_minutes: int, *, on: date, at: datetime) -> None:
    first = write.changes[0]
    minutes = {kind: getattr(write.entry, kind.column) if write.entry else 0 for kind in MinutesKind}
    minutes |= {change.kind: change.minutes for change in write.changes}
    work = Work(
        first.worked_on,
        first.key.activity_id,
        parts=_parts(first.key.whom),
        contact_minutes=minutes[MinutesKind.CONTACT],
        preparation_minutes=minutes[MinutesKind.PREPARATION],
        travel_minutes=minutes[MinutesKind.TRAVEL],
    )
    if write.entry is None:
        log_time(by, by, work, on=on, at=at, day_confirmed=day_minutes)
    elif work.minutes:
        correct_entry(by, write.entry, work, version=write.entry.version, on=on, at=at, day_confirmed=day_minutes)
    else:
        withdraw_entry(by, write.entry, reason=WithdrawnBecause.EMPTIED, at=at)


def _parts(whom: uuid.UUID | str) -> tuple[Part, ...]:
    if isinstance(whom, uuid.UUID):
        return (Part(whom),)
    return (Part(None),) if whom == ForWhom.OTHER else ()
