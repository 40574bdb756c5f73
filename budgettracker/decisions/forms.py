"""What Decisions waiting asks for."""

from wtforms import SelectMultipleField

from budgettracker.widgets import Needed, PageForm


class ApproveForm(PageForm):
    """The ticked ones of Decisions waiting. What was decided meanwhile may be ticked too: it is named, not refused."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you approve.")], choices=[], validate_choice=False)
