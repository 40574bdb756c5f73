"""What is asked when the price margin of a scheme changes."""

from datetime import date, timedelta

from wtforms.validators import NumberRange

from budgettracker.margins import Margin
from budgettracker.schemes.rules import MOST_PERCENT
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, WholeNumberField


class ChangeMarginForm(PageForm):
    """A margin, as percent of the approved price and at most an amount, and the day it begins."""

    percent = WholeNumberField(
        "Percent of the approved price",
        [
            Needed("Enter a number of percent."),
            NumberRange(0, MOST_PERCENT, f"Enter a whole number of percent from 0 to {MOST_PERCENT}."),
        ],
    )
    most = MoneyField("At most", [Needed("Enter an amount.")], called="The most", allow_zero=True)
    starts_on = DateField("From which day?", [Needed("Enter the day the new margin begins.")], called="The day")

    def offer(self, on: date) -> None:
        """A margin begins at the start of a day: tomorrow at the earliest."""
        self.starts_on.earliest = on + timedelta(days=1)
        self.starts_on.too_early = "A margin changes at the start of a day. Choose tomorrow or a later day."

    @property
    def margin(self) -> Margin:
        """The margin that was typed."""
        return Margin(self.percent.data or 0, self.most.data or 0)
