"""What is asked where several people worked together: who was there, and for a group session the places there were."""

import uuid
from collections.abc import Sequence

from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.fields.core import Field
from wtforms.validators import StopValidation

from budgettracker.widgets import PageForm, WholeNumberField
from budgettracker.worktime.forms.log_time import WorkForm
from budgettracker.worktime.forms.long_day import LongDayForm
from budgettracker.worktime.forms.time_field import TypedField, time_field
from budgettracker.worktime.kinds import ForWhom, MinutesKind
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.rules import MOST_COLLEAGUES, KindMinutes, miles_plain, parse_miles


class JointForm(WorkForm):
    """One work entry and the colleagues who were there: each is offered an entry of their own."""

    colleagues = SelectMultipleField("Who else was there?")
    colleague_email = StringField("Somebody of another team, by e-mail address")

    def offer_colleagues(self, people: Sequence[tuple[uuid.UUID, str]]) -> None:
        """Give the list its people."""
        self.colleagues.choices = {str(person_id): name for person_id, name in people}

    def validate_colleagues(self, field: Field) -> None:
        """A visit has only so many people."""
        if len(set(field.data or [])) > MOST_COLLEAGUES:
            raise StopValidation(f"Name at most {MOST_COLLEAGUES} colleagues.")

    def validate_colleague_email(self, field: Field) -> None:
        """An address is short."""
        if len(field.data or "") > 254:
            raise StopValidation("An e-mail address has at most 254 characters.")

    def named(self) -> list[uuid.UUID]:
        """The colleagues that were ticked."""
        return [uuid.UUID(text) for text in dict.fromkeys(self.colleagues.data or [])]


class GroupForm(JointForm):
    """A group session: who led it, which families came, how many there was room for, and what its materials cost."""

    places = WholeNumberField("How many families was there room for?")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.for_whom.data = str(ForWhom.FAMILIES)
        self.activity.label.text = "What was the session?"
        self.families.label.text = "Which families came?"
        self.colleagues.label.text = "Who else led it?"
        self.expenses.label.text = "Materials"
        self.expenses.called = "The cost of the materials"
        self.sharing.label.text = "How is its cost shared over the families that came?"


class ConfirmForm(LongDayForm):
    """One's own minutes of a visit that a colleague logged."""

    contact = time_field("Contact")
    preparation = time_field("Preparation")
    travel = time_field("Travel")
    miles = TypedField("Miles driven", read=parse_miles, show=miles_plain)
    version = HiddenField()

    @property
    def minutes(self) -> KindMinutes:
        """The minutes typed, by kind."""
        return KindMinutes(self.contact.data or 0, self.preparation.data or 0, self.travel.data or 0)

    @property
    def seen_version(self) -> int:
        """The version of the colleague's entry that the page showed; 0 for what no page of ours sends."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class DeclineForm(PageForm):
    """That one was not there, or has logged it already: a button."""


def shown_offer(entry: WorkEntry) -> dict[str, object]:
    """What the confirming form shows at first: the colleague's minutes, never their miles."""
    minutes = {str(kind): getattr(entry, kind.column) for kind in MinutesKind}
    return {**minutes, "version": str(entry.version)}
