"""What the short Log time page asks for: who for, what, how long and when."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wtforms import RadioField, SelectField
from wtforms.fields.core import Field
from wtforms.validators import StopValidation

from budgettracker.widgets import DateField, Needed
from budgettracker.worktime.forms.log_time import Offered, activity_groups
from budgettracker.worktime.forms.long_day import LongDayForm
from budgettracker.worktime.forms.time_field import time_field
from budgettracker.worktime.kinds import UNNAMED, ForWhom, MinutesKind
from budgettracker.worktime.models import Activity, WorkEntry
from budgettracker.worktime.queries import usual_kind
from budgettracker.worktime.rules import Part, Work

TODAY, YESTERDAY, ANOTHER = "today", "yesterday", "another"
FIELDS = {"contact": "time", "preparation": "time", "for_whom": "whom", "families": "whom"}
"""Which field of this page a refusal about a work entry belongs to, where the names differ."""


class QuickForm(LongDayForm):
    """One entry for one family, for other families or for nobody; the rest is on the full form."""

    whom = SelectField("Who was it for?", validators=[Needed("Choose who it was for.")])
    activity = SelectField("What did you do?", validators=[Needed("Choose what you did.")])
    time = time_field("How long?")
    travel = time_field("Travel")
    when = RadioField(
        "When?",
        choices={TODAY: "Today", YESTERDAY: "Yesterday", ANOTHER: "Another day"},
        validators=[Needed("Choose when it was.")],
    )
    worked_on = DateField("Which day?", called="The day")

    def offer(self, families: Iterable[Offered], activities: Iterable[Activity], on: date) -> None:
        """Give the lists their choices, and the day its bound."""
        self.whom.choices = {
            "": "Choose a family",
            **{str(family.id): family.text for family in families},
            **{str(whom): whom.words.capitalize() for whom in UNNAMED},
        }
        self.activity.choices = {"": "Choose an activity", **activity_groups(activities)}
        self.worked_on.latest = on
        self.worked_on.too_late = "The day must be today or earlier: time is logged once it was worked."

    def validate_time(self, field: Field) -> None:
        """Some time is logged here, if only the way there."""
        if not field.data and not self.travel.data:
            raise StopValidation("Say how long it took.")

    def validate_worked_on(self, field: Field) -> None:
        """Another day has a date; today and yesterday need none."""
        if self.when.data != ANOTHER:
            field.errors = []
            raise StopValidation
        if field.data is None and not field.errors:
            raise StopValidation("Enter the day.")

    def work(self, activities: Sequence[Activity], on: date) -> Work:
        """What was filled in, as work: the time is contact with a family, or preparation for anything else."""
        activity = next(activity for activity in activities if str(activity.id) == self.activity.data)
        days = {TODAY: on, YESTERDAY: on - timedelta(days=1), ANOTHER: self.worked_on.data}
        is_contact = usual_kind(activity) == MinutesKind.CONTACT
        minutes = self.time.data or 0
        return Work(
            worked_on=days[self.when.data],
            activity_id=activity.id,
            parts=_parts(self.whom.data),
            contact_minutes=minutes if is_contact else 0,
            preparation_minutes=0 if is_contact else minutes,
            travel_minutes=self.travel.data or 0,
        )


def _parts(whom: str) -> tuple[Part, ...]:
    if whom == ForWhom.NOBODY:
        return ()
    return (Part(None if whom == ForWhom.OTHER else uuid.UUID(whom)),)


@dataclass(frozen=True, slots=True)
class ShownQuick:
    """What the form shows before anything is typed, as its fields hold it; the day is today."""

    whom: str
    activity: str | None = None
    time: int | None = None
    travel: int | None = None
    when: str = TODAY


def same_again(entry: WorkEntry) -> ShownQuick:
    """What the form shows for the same as last time: all but the day."""
    shared = entry.shares[0].family_id if entry.shares else ForWhom.NOBODY
    return ShownQuick(
        whom=str(shared or ForWhom.OTHER),
        activity=str(entry.activity_id),
        time=entry.contact_minutes + entry.preparation_minutes,
        travel=entry.travel_minutes,
    )
