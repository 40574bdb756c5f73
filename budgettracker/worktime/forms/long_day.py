"""The question whether a day really was longer than 14 hours, for every form that logs time on one day."""

from typing import Any

from wtforms import SelectMultipleField

from budgettracker.widgets import PageForm
from budgettracker.wording import minutes_in_words


class LongDayForm(PageForm):
    """A form that may ask whether the day was that long; the box names the minutes it says yes to."""

    long_day = SelectMultipleField("Was the day that long?", choices={}, validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = [text for text in self.long_day.data or [] if text.isascii() and text.isdigit() and len(text) <= 4]
        self.long_day.data = typed[:1]
        self._offer_long_day(*map(int, typed[:1]))

    def ask_long_day(self, minutes: int) -> None:
        """Offer the box that says yes, the day was that long; unticked."""
        self.long_day.data = []
        self._offer_long_day(minutes)

    def _offer_long_day(self, *minutes: int) -> None:
        self.long_day.choices = {str(length): f"Yes, that day was {minutes_in_words(length)}" for length in minutes}

    @property
    def day_confirmed(self) -> int | None:
        """The minutes of the day that the person confirmed."""
        return int(self.long_day.data[0]) if self.long_day.data else None
