"""What is asked of a manager who corrects somebody else's time, and of the person who reads it."""

from wtforms import BooleanField, HiddenField, TextAreaField

from budgettracker.widgets import Needed, PageForm
from budgettracker.worktime.forms.time_field import time_field
from budgettracker.worktime.rules import KindMinutes


class CorrectForForm(PageForm):
    """The minutes as they should be, or that nothing was worked; and why."""

    contact = time_field("Contact")
    preparation = time_field("Preparation")
    travel = time_field("Travel")
    withdrawn = BooleanField("It was not worked at all: withdraw the entry")
    reason = TextAreaField("Why?", validators=[Needed("Say why it is corrected: the person reads it.")])
    version = HiddenField()

    @property
    def minutes(self) -> KindMinutes | None:
        """The minutes as they should be; None: the entry is withdrawn."""
        if self.withdrawn.data:
            return None
        return KindMinutes(self.contact.data or 0, self.preparation.data or 0, self.travel.data or 0)


class ReadCorrectionForm(PageForm):
    """What the person says to a correction of their time, if anything."""

    disagreement = TextAreaField("What was it instead?")
