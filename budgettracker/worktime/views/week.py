"""My week: rows for whom and what, columns Monday to Sunday, only changed cells written."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.database import savepoint
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Person
from budgettracker.periods import week as week_around
from budgettracker.web import answered, fields_of, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.kinds import UNNAMED
from budgettracker.worktime.rules import DayState, days_in_words, is_thin, time_plain
from budgettracker.worktime.views.blueprint import Page, bp, day_in_address

WHOM = {
    **{str(whom): whom.words.capitalize() for whom in UNNAMED},
    queries.SEVERAL: "Several families",
}
MOST_KEPT = 10
"""How many empty rows stay on the page after saving."""


@bp.route("/time", methods=["GET", "POST"])
@bp.route("/time/week/<day>", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def week(day: str = "") -> Page:
    """A week of one's own time; without a day, this week. `?copy=1` fills in last week's times, unsaved."""
    monday = week_around(day_in_address(day) if day else today()).start
    sheet = _Sheet(g.person, monday)
    if sheet.form.is_submitted():
        sheet.week.require_a_grid()
    if sheet.form.validate_on_submit():
        saved = sheet.save()
        if not sheet.form.errors:
            kept = [forms.row_value(key) for key in sheet.empty_keys()]
            notice = "saved" if saved else "unchanged"
            return redirect(url_for("worktime.week", day=monday.isoformat(), said=notice, row=kept), 303)
    sheet.settle()
    return answered(sheet.form, "worktime/week.html", short=time_plain, **fields_of(sheet.shown()))


@dataclass(frozen=True, slots=True)
class _ShownRow:
    """A row of the grid as the page draws it."""

    at: int
    whom: str
    activity: str
    kind: str
    value: str
    """The row's key, sent back with the form."""
    was: str
    """The minutes of its seven cells as the page shows them, to tell later what was changed meanwhile."""
    cells: list[tuple[queries.Cell, Any, bool]]
    """Each day's saved minutes, its field, and whether the day takes time in this row."""
    column: str
    minutes: int
    fields_by_day: list[tuple[queries.WeekDay, Any]]


@dataclass(frozen=True, slots=True)
class _ShownWeek:
    """The week as the page draws it."""

    week: queries.Week
    days_in_words: str
    rows: list[_ShownRow]
    left_out: int
    """How many rows found no place in the grid."""
    has_fixed: bool
    """Is there time that only its own page changes?"""
    no_minutes: int
    """How many entries hold miles or expenses and no time."""
    is_now: bool
    before: date
    after: date | None
    thin: bool
    """Does last week have much less time than the person works?"""
    contracted: int | None
    """The minutes of that week by contract."""
    notice: str
    copied: bool
    new_cells: list[tuple[queries.WeekDay, Any]]
    """Each day with its field in the row that can be added."""
    can_copy: bool


class _Sheet:
    """The page while it is being answered: what is saved, what was sent, and the form between them."""

    def __init__(self, person: Person, monday: date) -> None:
        self.person, self.monday, self.on = person, monday, today()
        self.week = queries.week_of(person, monday, self.on)
        self.activities = queries.activities(person.authority_id, self.on) if person.authority_id else []
        self.sent = forms.sent_fields()
        self.rows, self.left_out = self._rows()
        self.names = self._names()
        families = [forms.offered(family, named=True) for family in queries.families_to_tick(person, self.on)]
        self.form = forms.week_form(len(self.rows), families, self.activities)
        shown = self.sent.getlist("was")
        self.was = [
            forms.shown_minutes(shown[at]) if at < len(shown) else [cell.minutes for cell in row.cells]
            for at, row in enumerate(self.rows)
        ]
        self.changed_cells: set[tuple[int, int]] = set()

    def _rows(self) -> tuple[list[queries.Row], int]:
        """The rows that were on the page, in its order, or those of the week; and how many found no place."""
        known = {row.key: row for row in self.week.rows()}
        if self.sent:
            on_page = self._rows_sent()
            added = queries.rows_to_add(self.person, self.week, [key for key in on_page if key not in known])
            known |= {row.key: row for row in added}
            return [known[key] for key in on_page], 0
        chosen = forms.row_keys(request.args.getlist("row")[:MOST_KEPT])
        added = queries.rows_to_add(self.person, self.week, [key for key in chosen if key not in known])
        return queries.rows_with_a_place([*known.values(), *added])

    def _rows_sent(self) -> list[queries.RowKey]:
        """The rows of the page that was sent; raises Refusal for what no page of ours holds."""
        try:
            return forms.row_keys(self.sent.getlist("row"))
        except NotTheirs:
            words = "The rows of this week could not be read. Go back, open the week again and type it once more."
            raise Refusal(None, words) from None

    def _names(self) -> dict[uuid.UUID, str]:
        families = {row.family for row in self.rows if row.family is not None}
        seen = queries.seen_families(self.person, [family.id for family in families], self.on)
        return {family.id: forms.offered(family, named=family.id in seen).text for family in families}

    def save(self) -> int:
        """Write what was changed; every refusal stands beside its cell or its day. Gives how many entries changed."""
        changes = self._changes()
        confirmed = self.form.confirmed(day.on for day in self.week.days)
        with refusals_to(self.form):
            try:
                with savepoint():
                    return actions.save_week(
                        self.person, self.monday, changes, on=self.on, at=now(), confirmed=confirmed
                    )
            except actions.WeekRefused as refused:
                self._tell(refused.problems)
        return 0

    def _changes(self) -> list[actions.CellChange]:
        changes = []
        for at, row in enumerate(self.rows):
            for day, was in zip(self.week.days, self.was[at], strict=True):
                cell = self.form.cell(at, day.on.weekday())
                if cell.sent and (cell.data or 0) != was:
                    changes.append(actions.CellChange(row.key, day.on, was, cell.data or 0))
        if key := self.form.new_key(self.activities):
            cells = zip(self.week.days, self.form.new_cells(), strict=True)
            changes += [actions.CellChange(key, day.on, 0, cell.data, is_new=True) for day, cell in cells if cell.data]
        return changes

    def _tell(self, problems: Sequence[actions.Problem]) -> None:
        """Put each refusal where it belongs, and read the week anew: it may have changed since the page was opened."""
        places = {row.key: at for at, row in enumerate(self.rows)}
        long_days = self.form.confirmed(day.on for day in self.week.days)
        for problem in problems:
            field = self.form.long_day
            if problem.change is not None:
                row = "new" if problem.change.is_new else places[problem.change.key]
                field = self.form.cell(row, problem.worked_on.weekday())
                if problem.changed_meanwhile:
                    self.changed_cells.add((places[problem.change.key], problem.worked_on.weekday()))
            elif problem.long_minutes:
                long_days[problem.worked_on] = problem.long_minutes
            field.errors = [*field.errors, problem.words]
        self.form.ask_long_days(long_days, {problem.worked_on for problem in problems if problem.long_minutes})
        self.week = queries.week_of(self.person, self.monday, self.on, afresh=True)
        self.rows = [self.week.row(row.key, row.activity, row.family) for row in self.rows]

    def settle(self) -> None:
        """Show what is saved, but keep what was typed over it; a cell told to have changed is compared with that now."""
        copies = not self.sent and request.args.get("copy") == "1"
        for at, row in enumerate(self.rows):
            for day, cell in enumerate(row.cells):
                field = self.form.cell(at, day)
                unread = bool(field.errors or field.process_errors)
                changed = field.sent and (unread or (field.data or 0) != self.was[at][day])
                if not changed or (at, day) in self.changed_cells:
                    self.was[at][day] = cell.minutes
                if not changed:
                    field.show_minutes(cell.minutes)
                    if copies and not cell.entries and self.week.days[day].state == DayState.OPEN:
                        field.show_minutes(row.last_week[day], typed=True)

    def empty_keys(self) -> list[queries.RowKey]:
        """Rows that were added and have no time yet: they stay on the page."""
        keys = [
            row.key
            for at, row in enumerate(self.rows)
            if not any(row.last_week) and not any(self._typed(at, day, row) for day in range(7))
        ]
        new = self.form.new_key(self.activities)
        if new and not any(cell.data for cell in self.form.new_cells()):
            keys.append(new)
        return list(dict.fromkeys(keys))[:MOST_KEPT]

    def _typed(self, at: int, day: int, row: queries.Row) -> int:
        field = self.form.cell(at, day)
        return (field.data or 0) if field.sent else row.cells[day].minutes

    def shown(self) -> _ShownWeek:
        """The week as the page draws it."""
        self.form.row_names = [f"{self._whom(row)}, {row.activity.name}" for row in self.rows]
        before = self.monday - timedelta(days=7)
        is_now = self.monday == week_around(self.on).start
        contracted = self.person.weekly_minutes_on(before)
        return _ShownWeek(
            week=self.week,
            days_in_words=days_in_words(self.week.within),
            rows=[self._shown_row(at, row) for at, row in enumerate(self.rows)],
            left_out=self.left_out,
            has_fixed=any(cell.fixed for row in self.rows for cell in row.cells),
            no_minutes=sum(1 for entry in self.week.entries if not entry.minutes),
            is_now=is_now,
            before=before,
            after=None if is_now or self.monday > self.on else self.monday + timedelta(days=7),
            thin=is_now and self.person.active_from <= before and is_thin(self.week.minutes_before, contracted),
            contracted=contracted,
            notice=request.args.get("said", ""),
            copied=request.args.get("copy") == "1" and not self.sent,
            new_cells=list(zip(self.week.days, self.form.new_cells(), strict=True)),
            can_copy=any(any(row.last_week) for row in self.rows),
        )

    def _shown_row(self, at: int, row: queries.Row) -> _ShownRow:
        fields = [self.form.cell(at, day) for day in range(7)]
        return _ShownRow(
            at=at,
            whom=self._whom(row),
            activity=row.activity.name,
            kind=row.key.kind.capitalize(),
            value=forms.row_value(row.key),
            was=",".join(map(str, self.was[at])),
            cells=[(cell, fields[day], self._takes_time(row, day)) for day, cell in enumerate(row.cells)],
            column=row.key.kind.column,
            minutes=row.minutes,
            fields_by_day=list(zip(self.week.days, fields, strict=True)),
        )

    def _takes_time(self, row: queries.Row, day: int) -> bool:
        is_open = self.week.days[day].state == DayState.OPEN
        return is_open and not row.cells[day].fixed and row.key.whom != queries.SEVERAL

    def _whom(self, row: queries.Row) -> str:
        if row.family is not None:
            return self.names[row.family.id]
        return WHOM[str(row.key.whom)]
