"""What the Log time page asks for: activity, for whom, three kinds of minutes, the day, and more detail when wanted."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.core import Field
from wtforms.validators import StopValidation

from budgettracker.families.models import Family
from budgettracker.widgets import DateField, MoneyField, Needed
from budgettracker.worktime.forms.long_day import LongDayForm
from budgettracker.worktime.forms.time_field import TypedField, time_field
from budgettracker.worktime.kinds import LOGGED_KINDS, ActivityKind, ForWhom
from budgettracker.worktime.models import Activity, Intervention, WorkEntry
from budgettracker.worktime.rules import Part, miles_plain, parse_miles

OTHER = "other"
"""What stands for other families among the families to tick."""
JOINT = "joint"


@dataclass(frozen=True, slots=True)
class Offered:
    """A family that can be ticked: its id and what the person may see of it."""

    id: uuid.UUID
    text: str


def offered(family: Family, named: bool) -> Offered:
    """A family as this person may see it: by name and reference, by its reference alone, or, restricted, by neither."""
    if family.restricted and not named:
        return Offered(family.id, "A restricted family")
    text = f"{family.details.name} ({family.reference})" if named else f"{family.reference} (another team)"
    return Offered(family.id, text)


def activity_groups(activities: Iterable[Activity]) -> dict[str, Any]:
    """Activities as a list's choices, those of a kind together."""
    order = list(LOGGED_KINDS)
    groups: dict[str, Any] = {}
    for activity in sorted(activities, key=lambda activity: (order.index(ActivityKind(activity.kind)), activity.name)):
        groups.setdefault(ActivityKind(activity.kind).words, {})[str(activity.id)] = activity.name
    return groups


class WorkForm(LongDayForm):
    """One work entry. Make it with `work_form`, which adds a field of minutes for each family that can be ticked."""

    activity = SelectField("What did you do?", validators=[Needed("Choose what you did.")])
    for_whom = RadioField(
        "Who was it for?",
        choices={str(whom): whom.words.capitalize() for whom in ForWhom},
        validators=[Needed("Choose who it was for.")],
    )
    families = SelectMultipleField("Which families?")
    joint = StringField("Another team's family, by reference")
    contact = time_field("Contact")
    preparation = time_field("Preparation")
    travel = time_field("Travel")
    worked_on = DateField("Which day?", validators=[Needed("Enter the day.")], called="The day")
    sharing = RadioField(
        "How is it shared, when it was for several families?",
        choices={"equally": "Equally", "minutes": "By minutes for each family"},
        default="equally",
    )
    miles = TypedField("Miles driven", read=parse_miles, show=miles_plain)
    expenses = MoneyField("Other expenses", called="The expenses", allow_zero=True)
    intervention = SelectField("What is it part of?")
    note = TextAreaField("Note")
    version = HiddenField(default="1")

    shares: list[tuple[str, str]] = []
    """For each family to tick, its value among the ticks and the name of its field of minutes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.for_whom.data and (self.families.data or self.joint.data):
            # Ticking a family says who it was for.
            self.for_whom.data = str(ForWhom.FAMILIES)

    def offer(
        self, families: Iterable[Offered], activities: Iterable[Activity], interventions: Iterable[Intervention]
    ) -> None:
        """Give the lists their choices."""
        self.activity.choices = {"": "Choose an activity", **activity_groups(activities)}
        ticks = {str(family.id): family.text for family in families}
        self.families.choices = {**ticks, OTHER: "Other families as well"}
        parts = {str(intervention.id): intervention.name for intervention in interventions}
        self.intervention.choices = {"": "What the activity belongs to", **parts}

    @property
    def is_for_families(self) -> bool:
        """Was it for named families?"""
        return bool(self.for_whom.data == ForWhom.FAMILIES)

    def validate_families(self, field: Field) -> None:
        """Time for families names at least one."""
        if self.is_for_families and not self.joint.data and not set(field.data or []) - {OTHER}:
            raise StopValidation("Tick at least one family, or give the reference of another team's family.")

    def validate_joint(self, field: Field) -> None:
        """A reference is short."""
        if self.is_for_families and len(field.data or "") > 50:
            raise StopValidation("A reference has at most 50 characters. Name one family here.")

    def ticked(self) -> list[str]:
        """The values of the families the time was for, other families last, the one given by reference before them."""
        if not self.is_for_families:
            return [OTHER] if self.for_whom.data == ForWhom.OTHER else []
        values = [value for value in dict.fromkeys(self.families.data or []) if value != OTHER]
        joint = [JOINT] if self.joint.data else []
        return [*values, *joint, *([OTHER] if OTHER in (self.families.data or []) else [])]

    @property
    def by_minutes(self) -> bool:
        """Is it shared by minutes? Only several families share."""
        return bool(self.sharing.data == "minutes" and len(self.ticked()) > 1)

    def minutes_fields(self) -> list[Field]:
        """The fields that ask how long each family had, when the time is shared by minutes."""
        if not self.by_minutes:
            return []
        names = dict(self.shares)
        return [self[names[value]] for value in self.ticked() if value in names]

    def parts(self, joint_id: uuid.UUID | None) -> tuple[Part, ...]:
        """The families the time was for with their weights; `joint_id` is the family named by reference."""
        names = dict(self.shares)
        ids = {OTHER: None, JOINT: joint_id}
        return tuple(
            Part(
                ids[value] if value in ids else uuid.UUID(value),
                (self[names[value]].data or 0) if self.by_minutes else 1,
            )
            for value in self.ticked()
        )


Form = TypeVar("Form", bound=WorkForm)


@dataclass(frozen=True, slots=True)
class ShownWork:
    """What the form shows before anything is typed, as its fields hold it."""

    worked_on: date
    sharing: str = "equally"
    for_whom: str | None = None
    families: list[str] | None = None
    activity: str | None = None
    contact: int | None = None
    preparation: int | None = None
    travel: int | None = None
    miles: int | None = None
    expenses: int | None = None
    intervention: str | None = None
    note: str | None = None
    version: str = "1"
    minutes: dict[str, int] = field(default_factory=dict)
    """The minutes of each ticked family, where the time is shared by minutes."""


def work_form(families: list[Offered], shown: ShownWork, of: type[Form]) -> Form:
    """The form with a field of minutes for each family that can be ticked, and what it shows at first."""
    labels = [
        *((str(family.id), family.text) for family in families),
        (JOINT, "The family named by its reference"),
        (OTHER, ForWhom.OTHER.words.capitalize()),
    ]
    shares = [(value, _minutes_name(value)) for value, _ in labels]
    minutes = {name: time_field(label) for (_, name), (_, label) in zip(shares, labels, strict=True)}
    shown_minutes = {_minutes_name(value): weight for value, weight in shown.minutes.items()}
    form: Form = type(of.__name__, (of,), {"shares": shares, **minutes})(obj=shown, data=shown_minutes)
    return form


def _minutes_name(ticked: str) -> str:
    """The name of the field that asks how long a ticked family had."""
    return f"minutes_{ticked.replace('-', '')}"


def shown_first(family: Family | None, on: date) -> ShownWork:
    """What an empty form shows: today, and the family one came from."""
    if family is None:
        return ShownWork(on)
    return ShownWork(on, for_whom=str(ForWhom.FAMILIES), families=[str(family.id)])


def shown_of(entry: WorkEntry) -> ShownWork:
    """What the form shows to correct an entry: what the entry says now."""
    weights = {str(share.family_id or OTHER): share.weight for share in entry.shares}
    by_minutes = shares_by_minutes(entry)
    return ShownWork(
        worked_on=entry.worked_on,
        sharing="minutes" if by_minutes else "equally",
        for_whom=entry.for_whom,
        families=list(weights) if entry.for_whom == ForWhom.FAMILIES else [],
        activity=str(entry.activity_id),
        contact=entry.contact_minutes,
        preparation=entry.preparation_minutes,
        travel=entry.travel_minutes,
        miles=entry.miles_hundredths,
        expenses=entry.expenses_pence or None,
        intervention=str(entry.intervention_id or ""),
        note=entry.details.note if entry.details else "",
        version=str(entry.version),
        minutes=weights if by_minutes else {},
    )


def shares_by_minutes(entry: WorkEntry) -> bool:
    """Is the entry shared by minutes rather than equally?"""
    return len(entry.shares) > 1 and any(share.weight != 1 for share in entry.shares)
