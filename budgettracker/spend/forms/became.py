"""What the pages ask on which a worker says what became of a purchase."""

from wtforms import RadioField

from budgettracker.spend.kinds import Helped
from budgettracker.widgets import DateField, Needed, PageForm, offered


class DeliveredForm(PageForm):
    """On which day a purchase reached the family."""

    delivered_on = DateField(
        "When did it reach the family?",
        [Needed("Enter the day it reached the family.")],
        too_late="The date is in the future. Enter the day it reached the family.",
    )


class HelpedForm(PageForm):
    """Whether a purchase helped: the button that was pressed."""

    helped = RadioField(
        "Did it help?",
        [Needed("Choose one of the answers.")],
        choices=offered((answer, answer.words) for answer in Helped),
    )
