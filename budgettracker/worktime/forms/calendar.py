"""What the calendar page asks for: a file, and then for each event a tick, how long, for whom, and what it was."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wtforms import FileField, HiddenField, SelectField

from budgettracker.typed_fields import shown
from budgettracker.widgets import PageForm, Problem
from budgettracker.worktime.forms.log_time import Offered, activity_groups
from budgettracker.worktime.forms.time_field import time_field
from budgettracker.worktime.forms.week import sent_fields
from budgettracker.worktime.kinds import UNNAMED, ForWhom, MinutesKind
from budgettracker.worktime.models import Activity
from budgettracker.worktime.queries import usual_kind
from budgettracker.worktime.rules import LONGEST_SUBJECT, MOST_SHOWN, CalendarEvent, Part, Work


class CalendarFileForm(PageForm):
    """A calendar file, read once and kept nowhere."""

    file = FileField("Your calendar file")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event on the page: its day, its subject where it is known here, and its fields."""

    number: int
    on: date | None
    begins: str
    subject: str
    tick: Any
    minutes: Any
    whom: Any
    activity: Any
    keep: Any


class CalendarForm(PageForm):
    """The events that were ticked. Make it with `calendar_form`; what is not ticked is not sent, or not looked at."""

    numbers: Sequence[int] = ()

    def problems(self) -> list[Problem]:
        """Every message with the event that it is about."""
        places = {f"{letter}{number}": _place(self[f"e{number}"].data) for number in self.numbers for letter in "emwas"}
        return [
            replace(problem, text=f"{places[problem.target]}: {problem.text}") if problem.target in places else problem
            for problem in super().problems()
        ]

    def rows(self, events: Sequence[CalendarEvent] = ()) -> list[EventRow]:
        """The events as the page draws them: those of the file, or, once sent, those that were ticked."""
        known = dict(enumerate(events))
        return [self._row(number, known.get(number)) for number in self.numbers]

    def _row(self, number: int, event: CalendarEvent | None) -> EventRow:
        on = event.on if event else day_ticked(self[f"e{number}"].data)
        subject = event.subject if event else self[f"s{number}"].data or ""
        begins = f"{event.begins:%H:%M}" if event and event.begins else time_ticked(self[f"e{number}"].data)
        fields = [self[f"{letter}{number}"] for letter in "emwas"]
        return EventRow(number, on, begins, subject, *fields)

    def work_of(self, number: int, activities: Iterable[Activity]) -> Work | None:
        """A ticked event as work, None where something is missing; then the words stand on its fields."""
        minutes, whom, activity = (self[f"{letter}{number}"] for letter in "mwa")
        on = day_ticked(self[f"e{number}"].data)
        missing = (
            (minutes, not minutes.data, "Say how long it took."),
            (whom, not whom.data, "Choose who it was for."),
            (activity, not activity.data, "Choose what you did."),
            (minutes, on is None, "This event could not be read any more. Choose the calendar file again."),
        )
        for field, is_missing, words in missing:
            if is_missing and not field.errors:
                field.errors = [words]
        if on is None or minutes.errors or whom.errors or activity.errors:
            return None
        chosen = next(each for each in activities if str(each.id) == activity.data)
        kind = usual_kind(chosen)
        parts = (Part(None),) if whom.data == ForWhom.OTHER else ()
        if whom.data not in UNNAMED:
            parts = (Part(uuid.UUID(whom.data)),)
        return Work(
            on,
            chosen.id,
            parts=parts,
            contact_minutes=minutes.data if kind == MinutesKind.CONTACT else 0,
            preparation_minutes=minutes.data if kind == MinutesKind.PREPARATION else 0,
            note=(self[f"s{number}"].data or "")[:LONGEST_SUBJECT],
        )


def calendar_form(
    families: Sequence[Offered], activities: Sequence[Activity], events: Sequence[CalendarEvent] | None = None
) -> CalendarForm:
    """The form for the events of a file; without them, for those that were ticked and sent."""
    numbers = list(range(len(events))) if events is not None else _numbers_sent()
    whom = {
        "": "Who for?",
        **{str(family.id): family.text for family in families},
        **{str(whom): whom.words.capitalize() for whom in UNNAMED},
    }
    kinds = {"": "What did you do?", **activity_groups(activities)}
    fields: dict[str, Any] = {}
    for number in numbers:
        fields |= {
            f"e{number}": HiddenField("Log this"),
            f"m{number}": time_field("How long"),
            f"w{number}": SelectField("Who for", filters=[lambda data: data or ""], choices=whom),
            f"a{number}": SelectField("What you did", filters=[lambda data: data or ""], choices=kinds),
            f"s{number}": HiddenField("Keep the subject as the note"),
        }
    shown_first = {f"m{number}": event.minutes for number, event in enumerate(events or ())}
    form: CalendarForm = type("CalendarForm", (CalendarForm,), {"numbers": numbers, **fields})(
        formdata=None if events is not None else sent_fields(), data=shown_first
    )
    return form


def _numbers_sent() -> list[int]:
    """Which events were ticked: their numbers, in order."""
    names = [name[1:] for name in sent_fields() if name[:1] == "e" and len(name) < 5]
    return sorted({int(name) for name in names if name.isascii() and name.isdigit() and int(name) < MOST_SHOWN})


def time_ticked(text: str | None) -> str:
    """When the ticked event began, `09:00`; empty for whole days."""
    begins = (text or "")[11:]
    return begins if re.fullmatch("[0-2][0-9]:[0-5][0-9]", begins) else ""


def _place(text: str | None) -> str:
    """Which event it is: its day and when it began."""
    on = day_ticked(text)
    return f"{on:%A} {time_ticked(text)}".strip() if on else "An event"


def day_ticked(text: str | None) -> date | None:
    """The day that a tick stands for."""
    try:
        return date.fromisoformat(shown(text or "")[:10])
    except ValueError:
        return None
