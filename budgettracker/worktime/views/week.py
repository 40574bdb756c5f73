"""My week: rows for whom and what, columns Monday to Sunday, only changed cells written."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.database import savepoint
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Person
from budgettracker.periods import week as week_around
from budgettracker.web import answered, fields_of, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.kinds import MinutesKind
from budgettracker.worktime.rules import DayState, time_plain
from budgettracker.worktime.views.blueprint import Page, bp, day_in_address
from budgettracker.worktime.views.shown_week import Grid, ShownWeek, shown_week

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
            return redirect(url_for("worktime.week", day=monday.isoformat(), banner=notice, row=kept), 303)
    sheet.settle()
    offers = queries.offers_waiting(g.person)
    return answered(sheet.form, "worktime/week.html", short=time_plain, offers=offers, **fields_of(sheet.shown()))


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
            forms.shown_minutes(shown[at])
            if at < len(shown)
            else {kind: [cell.minutes for cell in cells] for kind, cells in row.cells.items()}
            for at, row in enumerate(self.rows)
        ]
        self.changed_cells: set[tuple[int, MinutesKind, int]] = set()

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
            for kind in MinutesKind:
                for day, was in zip(self.week.days, self.was[at][kind], strict=True):
                    cell = self.form.cell(at, kind, day.on.weekday())
                    if cell.sent and (cell.data or 0) != was:
                        changes.append(actions.CellChange(row.key, kind, day.on, was, cell.data or 0))
        for number in range(forms.NEW_ROWS):
            if new := self.form.new_key(number, self.activities):
                key, usual = new
                changes += [
                    actions.CellChange(key, kind, self.week.days[day].on, 0, minutes, new_row=number)
                    for kind, day, minutes in self.form.new_minutes(number, usual)
                ]
        return changes

    def _tell(self, problems: Sequence[actions.Problem]) -> None:
        """Put each refusal where it belongs, and read the week anew: it may have changed since the page was opened."""
        places = {row.key: at for at, row in enumerate(self.rows)}
        long_days = self.form.confirmed(day.on for day in self.week.days)
        for problem in problems:
            field, change = self.form.long_day, problem.change
            if change is not None and change.new_row is not None:
                field = self._new_box(change.new_row, change.kind, problem.worked_on.weekday())
            elif change is not None:
                at = (places[change.key], change.kind, problem.worked_on.weekday())
                field = self.form.cell(*at)
                if problem.changed_meanwhile:
                    self.changed_cells.add(at)
            elif problem.long_minutes:
                long_days[problem.worked_on] = problem.long_minutes
            field.errors = [*field.errors, problem.words]
        self.form.ask_long_days(long_days, {problem.worked_on for problem in problems if problem.long_minutes})
        self.week = queries.week_of(self.person, self.monday, self.on, afresh=True)
        self.rows = [self.week.row(row.key, row.activity, row.family) for row in self.rows]

    def _new_box(self, number: int, kind: MinutesKind, day: int) -> Any:
        """The box of a new row that minutes of this kind were typed in."""
        row = forms.new_row(number)
        own = kind in forms.NEW_KINDS and self.form.cell(row, kind, day).data
        return self.form.cell(row, kind if own else forms.USUAL, day)

    def settle(self) -> None:
        """Show what is saved, but keep what was typed over it; a cell told to have changed is compared with that now."""
        copies = not self.sent and request.args.get("copy") == "1"
        for at, row in enumerate(self.rows):
            for kind in MinutesKind:
                for day in range(7):
                    self._settle_cell(at, row, kind, day, copies=copies)

    def _settle_cell(self, at: int, row: queries.Row, kind: MinutesKind, day: int, *, copies: bool) -> None:
        field, cell = self.form.cell(at, kind, day), row.cells[kind][day]
        unread = bool(field.errors or field.process_errors)
        changed = field.sent and (unread or (field.data or 0) != self.was[at][kind][day])
        if not changed or (at, kind, day) in self.changed_cells:
            self.was[at][kind][day] = cell.minutes
        if not changed:
            field.show_minutes(cell.minutes)
            if copies and not cell.entries and self.week.days[day].state == DayState.OPEN:
                field.show_minutes(row.last_week[kind][day], typed=True)

    def empty_keys(self) -> list[queries.RowKey]:
        """Rows that were added and have no time yet: they stay on the page."""
        keys = [
            row.key
            for at, row in enumerate(self.rows)
            if not row.minutes_before
            and not any(self._typed(at, kind, day, row) for kind in MinutesKind for day in range(7))
        ]
        for number in range(forms.NEW_ROWS):
            new = self.form.new_key(number, self.activities)
            if new and not self.form.new_minutes(number, new[1]):
                keys.append(new[0])
        return list(dict.fromkeys(keys))[:MOST_KEPT]

    def _typed(self, at: int, kind: MinutesKind, day: int, row: queries.Row) -> int:
        field = self.form.cell(at, kind, day)
        return (field.data or 0) if field.sent else row.cells[kind][day].minutes

    def shown(self) -> ShownWeek:
        """The week as the page draws it."""
        grid = Grid(self.week, self.rows, self.form, self.was, self.names)
        return shown_week(self.person, grid, on=self.on, left_out=self.left_out, copies=not self.sent)
