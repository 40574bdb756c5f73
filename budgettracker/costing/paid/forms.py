"""What the pages ask for on which finance states what was paid, with the words for each mistake."""

import uuid
from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from budgettracker.costing.paid.kinds import PaidFor
from budgettracker.costing.paid.rules.stating import MOST_PEOPLE
from budgettracker.people.models import Post
from budgettracker.quantities import NotAQuantity, minutes_of_hours
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, WholeNumberField, offered

WEEK_WORDS = "Enter the hours of a full-time week, like 37 or 36.5."


class PaidForm(PageForm):
    """The amounts of a statement."""

    pay = MoneyField("What was paid", [Needed("Enter what was paid.")], called="What was paid", allow_zero=True)
    oncosts = MoneyField("On-costs", called="The on-costs", allow_zero=True)
    people = WholeNumberField(
        "How many people were paid?", [Optional(), NumberRange(0, MOST_PEOPLE, "Enter how many people were paid.")]
    )
    full_week = StringField("Hours of a full-time week")
    source = TextAreaField("Where do these figures come from?", [Needed("Say where the figures come from.")])

    def validate_full_week(self, field: Any) -> None:
        """Hours in figures, or nothing."""
        if self.full_week_minutes is None and (field.data or "").strip():
            raise ValidationError(WEEK_WORDS)

    @property
    def full_week_minutes(self) -> int | None:
        """The minutes of a full-time week; None where none were typed or they cannot be read."""
        typed = (self.full_week.data or "").strip()
        try:
            minutes = minutes_of_hours(typed) if typed else None
        except NotAQuantity:
            return None
        return int(minutes) if minutes is not None and minutes.denominator == 1 else None


class StatePaidForm(PaidForm):
    """What was paid for whom, from a day to a day."""

    what = SelectField("What was it for?", [Needed("Choose what was paid.")])
    starts_on = DateField("First day", [Needed("Enter the first day it is for.")], called="The first day")
    ends_on = DateField("Last day", [Needed("Enter the last day it is for.")], called="The last day")

    @classmethod
    def of(cls, posts: Iterable[Post]) -> "StatePaidForm":
        """The form with the authority's posts to choose from, and purchases."""
        form = cls()
        form.what.choices = offered(
            [
                ("", "Choose"),
                *((str(post.id), post.name) for post in posts),
                (str(PaidFor.PURCHASES), PaidFor.PURCHASES.words),
            ]
        )
        return form

    @property
    def post_id(self) -> uuid.UUID | None:
        """Whose pay it is; None for purchases."""
        return None if self.what.data == PaidFor.PURCHASES else uuid.UUID(self.what.data)
