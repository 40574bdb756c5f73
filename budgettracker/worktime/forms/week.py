"""What the week asks for: times in each cell, new rows, and whether a long day was that long."""

import calendar
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import g, request
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField

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
"""The most rows of one form: a page has a third of that."""
NEW_ROWS = 3
"""How many rows can be added in one save."""
LONG_DAY = "%A %-d %B"
USUAL = "usual"
"""In a new row: the kind that minutes of the chosen activity usually are."""
LETTERS: dict[str, str] = {**{kind: kind[0] for kind in MinutesKind}, USUAL: "u"}
"""How the name of a box begins: `c3_0` is the contact of the fourth row's Monday, `un0_0` the usual of a new row's."""
NEW_KINDS = (USUAL, MinutesKind.PREPARATION, MinutesKind.TRAVEL)
"""The boxes of a new row's day, in the page's order."""


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
    """A week's grid. Make it with `week_form`; cells are named by their kind, their row's place and their day."""

    long_day: Any
    row_names: Sequence[tuple[str, MinutesKind]] = ()
    """What each row is for and its usual kind, to say which cell a mistake is in."""

    def cell(self, row: int | str, kind: str, day: int) -> Any:
        """The field of a cell; the row is its place on the page, or a new row's name."""
        return self[cell_name(row, kind, day)]

    def problems(self) -> list[Problem]:
        """Every message, those about a cell with its row, its day, and its kind where that is not the usual one."""
        rows: list[tuple[int | str, str, str]] = [
            *((at, called, usual) for at, (called, usual) in enumerate(self.row_names)),
            *((new_row(number), f"New row {number + 1}", USUAL) for number in range(NEW_ROWS)),
        ]
        places = {
            cell_name(row, kind, day): place_in_words(called, day, kind, usual)
            for row, called, usual in rows
            for kind in (*MinutesKind, USUAL)
            for day in range(7)
        }
        return [
            replace(problem, text=f"{places[problem.target]}: {problem.text}") if problem.target in places else problem
            for problem in super().problems()
        ]

    def new_whom(self, number: int) -> Any:
        """The list that says whom a new row is for."""
        return self[f"new_whom{number}"]

    def new_activity(self, number: int) -> Any:
        """The list that says what a new row is about."""
        return self[f"new_activity{number}"]

    def new_cells(self, number: int) -> list[list[Any]]:
        """The fields of a new row: for each day its boxes by kind."""
        return [[self.cell(new_row(number), kind, day) for kind in NEW_KINDS] for day in range(7)]

    def new_row_begun(self, number: int) -> bool:
        """Was anything typed or chosen for this new row?"""
        return bool(self.new_whom(number).data or self.new_activity(number).data) or self._is_typed(number)

    def _is_typed(self, number: int) -> bool:
        return any((field.typed or "").strip() for fields in self.new_cells(number) for field in fields)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A new row that was begun says whom it is for and what was done."""
        is_right = bool(super().validate(*args, **kwargs))
        for number in range(NEW_ROWS):
            wanted = (
                (self.new_whom(number), "Choose who this row is for."),
                (self.new_activity(number), "Choose what you did."),
            )
            for field, words in wanted if self.new_row_begun(number) else ():
                if not field.data and not field.errors:
                    field.errors = [f"New row {number + 1}: {words}"]
                    is_right = False
        return is_right

    def new_key(self, number: int, activities: Iterable[Activity]) -> tuple[RowKey, MinutesKind] | None:
        """A row that was added, once it is complete, and the usual kind of its minutes."""
        whom, chosen = self.new_whom(number).data, self.new_activity(number).data
        if not (whom and chosen):
            return None
        activity = next(activity for activity in activities if str(activity.id) == chosen)
        return RowKey(_whom(whom), activity.id), usual_kind(activity)

    def new_minutes(self, number: int, usual: MinutesKind) -> list[tuple[MinutesKind, int, int]]:
        """What was typed into a new row: kind, day and minutes; the usual and its own kind are one."""
        typed: dict[tuple[MinutesKind, int], int] = {}
        for day, fields in enumerate(self.new_cells(number)):
            for kind, field in zip(NEW_KINDS, fields, strict=True):
                if field.data:
                    at = (usual if kind == USUAL else MinutesKind(kind), day)
                    typed[at] = typed.get(at, 0) + field.data
        return [(kind, day, minutes) for (kind, day), minutes in typed.items()]

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
    """The form of a week with so many rows, and some more to add."""
    names = [cell_name(row, kind, day) for row in range(rows) for kind in MinutesKind for day in range(7)]
    fields: dict[str, Any] = {name: CellField() for name in names}
    whom = {
        "": "Who for?",
        **{family.id.hex: family.text for family in families},
        **{str(whom): whom.words.capitalize() for whom in UNNAMED},
    }
    kinds = {"": "What did you do?", **activity_groups(activities)}
    for number in range(NEW_ROWS):
        called = f"new row {number + 1}"
        fields[f"new_whom{number}"] = SelectField(f"Who for, {called}", filters=[_or_empty], choices=whom)
        fields[f"new_activity{number}"] = SelectField(f"What did you do, {called}", filters=[_or_empty], choices=kinds)
        fields |= {cell_name(new_row(number), kind, day): CellField() for kind in NEW_KINDS for day in range(7)}
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


def cell_name(row: int | str, kind: str, day: int) -> str:
    """A cell's name and id: `c3_0` for the contact of the fourth row's Monday, `un0_0` for a new row's."""
    return f"{LETTERS[kind]}{row}_{day}"


def new_row(number: int) -> str:
    """What stands for a new row in the names of its cells."""
    return f"n{number}"


def place_in_words(row: str, day: int, kind: str, usual: str) -> str:
    """Where a cell stands: `Okafor (WM-001), Visit to the family, Monday`, and `travel` where the kind is not usual."""
    words = f"{row}, {calendar.day_name[day]}"
    return words if kind == usual else f"{words}, {kind}"


def row_value(key: RowKey) -> str:
    """A row's key as the page carries it."""
    whom = key.whom.hex if isinstance(key.whom, uuid.UUID) else key.whom
    return f"{whom}.{key.activity_id.hex}"


def row_keys(values: Sequence[str]) -> list[RowKey]:
    """The keys a page carried, in order; raises NotTheirs for what no page of ours carries."""
    keys = [_row_key(value) for value in values[: MOST_SENT + 1]]
    if len(keys) > MOST_SENT or len(set(keys)) != len(keys):
        raise NotTheirs
    return keys


def _row_key(value: str) -> RowKey:
    parts = value.split(".")
    try:
        whom, activity = parts
        return RowKey(_whom(whom), uuid.UUID(activity))
    except ValueError:
        raise NotTheirs from None


def _whom(value: str) -> uuid.UUID | str:
    return value if value in (*UNNAMED, SEVERAL) else uuid.UUID(value)


def shown_minutes(text: str) -> dict[MinutesKind, list[int]]:
    """What the page said the cells of a row held, in minutes, seven a kind; what cannot be read counts as empty.

    >>> shown_minutes("90,0,20;;5")[MinutesKind.TRAVEL]
    [5, 0, 0, 0, 0, 0, 0]
    """
    by_kind = [*text[:500].split(";")[:3], "", "", ""]
    return {kind: _seven(minutes) for kind, minutes in zip(MinutesKind, by_kind, strict=False)}


def shown_value(minutes: Mapping[MinutesKind, Sequence[int]]) -> str:
    """The minutes of a row's cells as the page carries them; what is empty at the end is left out.

    >>> shown_value({kind: [90, 0, 20, 0, 0, 0, 0] if kind == "contact" else [0] * 7 for kind in MinutesKind})
    '90,0,20;;'
    """
    return ";".join(_without_last_zeros(minutes[kind]) for kind in MinutesKind)


def _seven(text: str) -> list[int]:
    parts = text.split(",")[:7]
    minutes = [int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 0 for part in parts]
    return minutes + [0] * (7 - len(minutes))


def _without_last_zeros(minutes: Sequence[int]) -> str:
    last = max((at for at, each in enumerate(minutes) if each), default=-1)
    return ",".join(map(str, minutes[: last + 1]))
