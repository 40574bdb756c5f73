"""What is asked when something is hidden, and when a manager decides about it."""

from wtforms import RadioField, TextAreaField

from budgettracker.widgets import Needed, PageForm, offered


class HideForm(PageForm):
    """Why something is hidden."""

    reason = TextAreaField("What is wrong with it?", [Needed("Say in a few words what is wrong with it.")])


class HidingForm(PageForm):
    """Bring back what was hidden, or remove it."""

    decision = RadioField(
        "Your decision",
        [Needed("Choose whether it comes back or is removed.")],
        choices=offered([("back", "Bring it back"), ("remove", "Remove it for good")]),
    )

    @property
    def removes(self) -> bool:
        """Is it removed?"""
        return bool(self.decision.data == "remove")
