"""What the week asks for: a time in each cell, a new row, and whether a long day was that long."""

import calendar
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import g, request
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.core import Field
from wtforms.validators import StopValidation

from budgettracker.errors import NotTheirs
from budgettracker.widgets import PageForm, Problem
from budgettracker.wording import minutes_in_words
from budgettracker.worktime.forms.log_time import Offered, activity_groups
from budgettracker.worktime.forms.time_field import TypedField
from budgettracker.worktime.kinds import UNNAMED, MinutesKind
from budgettracker.worktime.models import Activity
from budgettracker.worktime.queries import SEVERAL, RowKey, usual_kind
from budgettracker.worktime.rules import parse_time, time_plain

MOST_SENT = 60
"""The most rows of one form: a page has half as many."""
LONG_DAY = "%A %-d %B"


class CellField(TypedField):
    """A time in the grid. A cell that was not sent keeps what the page showed: only changed ones travel."""

    sent = False

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, read=parse_time, show=time_plain, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.sent = True
            super().process_formdata(valuelist)

    def show_minutes(self, minutes: int, *, typed: bool = False) -> None:
        """Show these minutes: as what is saved, or as if they had been typed."""
        self.data, self.typed = minutes, time_plain(minutes) if typed and minutes else None
        self.sent = False


class WeekForm(PageForm):
    """A week's grid. Make it with `week_form`; cells are named by their row's place and their day's."""

    new_whom: Any
    new_activity: Any
    new_kind: Any
    long_day: Any
    row_names: Sequence[str] = ()
    """What each row is for, to say which one a mistake is in."""

    def cell(self, row: int | str, day: int) -> Any:
        """The field of a cell; the row is its place on the page, or `new`."""
        return self[cell_name(row, day)]

    def problems(self) -> list[Problem]:
        """Every message, those about a cell with its row and its day."""
        rows: list[tuple[int | str, str]] = [*enumerate(self.row_names), ("new", "New row")]
        places = {
            cell_name(row, day): f"{called}, {calendar.day_name[day]}" for row, called in rows for day in range(7)
        }
        return [
            replace(problem, text=f"{places[problem.target]}: {problem.text}") if problem.target in places else problem
            for problem in super().problems()
        ]

    def new_cells(self) -> list[Any]:
        """The seven fields of the new row."""
        return [self.cell("new", day) for day in range(7)]

    @property
    def new_row_begun(self) -> bool:
        """Was anything typed or chosen for the new row?"""
        return bool(self.new_whom.data or self.new_activity.data) or any(
            (cell.typed or "").strip() for cell in self.new_cells()
        )

    def validate_new_whom(self, field: Field) -> None:
        """A new row says whom it is for."""
        if self.new_row_begun and not field.data:
            raise StopValidation("Choose who the new row is for.")

    def validate_new_activity(self, field: Field) -> None:
        """A new row needs its activity."""
        if self.new_row_begun and not field.data:
            raise StopValidation("Choose what you did in the new row.")

    def new_key(self, activities: Iterable[Activity]) -> RowKey | None:
        """The row that was added, once it is complete."""
        if not (self.new_whom.data and self.new_activity.data):
            return None
        activity = next(activity for activity in activities if str(activity.id) == self.new_activity.data)
        return RowKey(_whom(self.new_whom.data), activity.id, MinutesKind(self.new_kind.data or usual_kind(activity)))

    def offer_long_days(self, minutes: Mapping[date, int]) -> None:
        """Offer a box for each long day that says yes, it was that long; those ticked stay ticked."""
        self.long_day.choices = {
            _box_of(day, length): f"Yes, {day.strftime(LONG_DAY)} was {minutes_in_words(length)}"
            for day, length in sorted(minutes.items())
        }

    def ask_long_days(self, minutes: Mapping[date, int], unanswered: set[date]) -> None:
        """Offer these boxes, those of the days just asked about unticked."""
        self.offer_long_days(minutes)
        self.long_day.data = [_box_of(day, length) for day, length in minutes.items() if day not in unanswered]

    def confirmed(self, days: Iterable[date]) -> dict[date, int]:
        """The minutes of the long days that the person confirmed."""
        confirmed, known = {}, {day.isoformat() for day in days}
        for text in self.long_day.data or []:
            day, _, minutes = text.partition(".")
            if day in known and minutes.isascii() and minutes.isdigit():
                confirmed[date.fromisoformat(day)] = int(minutes[:5])
        return confirmed


def _box_of(day: date, minutes: int) -> str:
    """The value of the box that confirms a long day; it names the minutes it says yes to."""
    return f"{day.isoformat()}.{minutes}"


def sent_fields() -> "MultiDict[str, str]":
    """What was sent, or brought back after signing in again; nothing for a page that is just opened."""
    kept: MultiDict[str, str] | None = request.form if request.method == "POST" else g.get("kept_fields")
    return kept if kept is not None else MultiDict()


def week_form(rows: int, families: Sequence[Offered], activities: Sequence[Activity]) -> WeekForm:
    """The form of a week with so many rows, and one more to add."""
    fields: dict[str, Any] = {cell_name(row, day): CellField() for row in range(rows) for day in range(7)}
    fields["new_whom"] = SelectField(
        "Who for?",
        filters=[_or_empty],
        choices={
            "": "Choose a family",
            **{family.id.hex: family.text for family in families},
            **{str(whom): whom.words.capitalize() for whom in UNNAMED},
        },
    )
    fields["new_activity"] = SelectField(
        "What did you do?", filters=[_or_empty], choices={"": "Choose an activity", **activity_groups(activities)}
    )
    fields["new_kind"] = SelectField(
        "Kind of time",
        filters=[_or_empty],
        choices={"": "The usual", **{str(kind): kind.capitalize() for kind in MinutesKind}},
    )
    fields |= {cell_name("new", day): CellField() for day in range(7)}
    fields["long_day"] = SelectMultipleField("Was the day that long?", choices={}, validate_choice=False)
    form: WeekForm = type("WeekForm", (WeekForm,), {"rows": rows, **fields})()
    form.offer_long_days(form.confirmed(_days_in(form.long_day.data or [])))
    return form


def _or_empty(data: str | None) -> str:
    """A list that was not sent is one where nothing was chosen."""
    return data or ""


def _days_in(texts: Iterable[str]) -> list[date]:
    days = []
    for text in texts:
        try:
            days.append(date.fromisoformat(text.partition(".")[0]))
        except ValueError:
            continue
    return days[:7]


def cell_name(row: int | str, day: int) -> str:
    """A cell's name and id: `c3_0` for the Monday of the fourth row, `cnew_0` for the new row's."""
    return f"c{row}_{day}"


def row_value(key: RowKey) -> str:
    """A row's key as the page carries it."""
    whom = key.whom.hex if isinstance(key.whom, uuid.UUID) else key.whom
    return f"{whom}.{key.activity_id.hex}.{key.kind}"


def row_keys(values: Sequence[str]) -> list[RowKey]:
    """The keys a page carried, in order; raises NotTheirs for what no page of ours carries."""
    if len(values) > MOST_SENT or len(set(values)) != len(values):
        raise NotTheirs
    return [_row_key(value) for value in values]


def _row_key(value: str) -> RowKey:
    parts = value.split(".")
    try:
        whom, activity, kind = parts
        return RowKey(_whom(whom), uuid.UUID(activity), MinutesKind(kind))
    except ValueError:
        raise NotTheirs from None


def _whom(value: str) -> uuid.UUID | str:
    return value if value in (*UNNAMED, SEVERAL) else uuid.UUID(value)


def shown_minutes(text: str) -> list[int]:
    """What the page said the seven cells of a row held, in minutes; what cannot be read counts as empty."""
    parts = text.split(",")[:7]
    minutes = [int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 0 for part in parts]
    return minutes + [0] * (7 - len(minutes))
