"""What the pages ask on which a worker says what became of a purchase."""

from wtforms import HiddenField, RadioField

from budgettracker.spend.kinds import Helped
from budgettracker.widgets import DateField, Needed, PageForm, offered

FAMILY = "family"
"""What says that an answer is the family's."""


class DeliveredForm(PageForm):
    """On which day a purchase reached the family."""

    delivered_on = DateField(
        "When did it reach the family?",
        [Needed("Enter the day it reached the family.")],
        too_late="The date is in the future. Enter the day it reached the family.",
    )


class HelpedForm(PageForm):
    """Whether a purchase helped: the button that was pressed, and whose answer it is."""

    helped = RadioField(
        "Did it help?",
        [Needed("Choose one of the answers.")],
        choices=offered((answer, answer.words) for answer in Helped),
    )
    whose = HiddenField()

    @property
    def of_family(self) -> bool:
        """Is it the family's answer, not the worker's?"""
        return self.whose.data == FAMILY
