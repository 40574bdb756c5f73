"""What the pages about second hands ask for, with the words for each mistake."""

from wtforms import RadioField, SelectMultipleField, TextAreaField

from budgettracker.widgets import Needed, PageForm, offered

CONFIRM, DECLINE = "confirm", "decline"


class ConfirmForm(PageForm):
    """Confirm or decline what somebody else asked for."""

    decision = RadioField(
        "Do you confirm it?",
        [Needed("Choose whether you confirm it.")],
        choices=offered([(CONFIRM, "Yes, confirm it"), (DECLINE, "No, decline it")]),
    )
    reason = TextAreaField("Reason")


class TickedForm(PageForm):
    """The ticked ones of what waits. What ended meanwhile may be ticked too: it is told, not refused."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you confirm.")], choices=[], validate_choice=False)
