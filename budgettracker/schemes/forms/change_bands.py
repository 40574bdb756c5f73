"""What is asked when the bands of a scheme change."""

from datetime import date, timedelta

from budgettracker.schemes.forms.bands import BandsForm
from budgettracker.widgets import DateField, Needed


class ChangeBandsForm(BandsForm):
    """New bands and the day they begin."""

    starts_on = DateField("From which day?", [Needed("Enter the day the new bands begin.")], called="The day")

    def offer(self, on: date) -> None:
        """Bands begin at the start of a day: tomorrow at the earliest."""
        self.starts_on.earliest = on + timedelta(days=1)
        self.starts_on.too_early = "Bands change at the start of a day. Choose tomorrow or a later day."
