"""What Decisions waiting asks for."""

from wtforms import SelectMultipleField

from budgettracker.widgets import Needed, PageForm


class TickForm(PageForm):
    """What came back or was taken out, ticked by somebody who had no part in it."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you have seen.")], choices=[], validate_choice=False)


class OwnMoneyForm(PageForm):
    """Money from somebody's own pocket, confirmed by somebody who neither recorded nor bought."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you confirm.")], choices=[], validate_choice=False)


class ProposalsForm(PageForm):
    """Proposed mistakes, corrections and refunds, agreed to by somebody who had no part in them."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you agree to.")], choices=[], validate_choice=False)


class ApproveForm(PageForm):
    """The ticked ones of Decisions waiting. What was decided meanwhile may be ticked too: it is named, not refused."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you approve.")], choices=[], validate_choice=False)
