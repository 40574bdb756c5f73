"""What the pages that look across ask for, with the words for each mistake."""

from wtforms import SelectMultipleField

from budgettracker.widgets import Needed, PageForm


class ApproveForm(PageForm):
    """The ticked ones of Decisions waiting. What was decided meanwhile may be ticked too: it is named, not refused."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you approve.")], choices=[], validate_choice=False)
