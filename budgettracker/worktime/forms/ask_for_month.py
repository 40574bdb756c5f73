"""What is asked of somebody who wants a closed month opened again, and of a manager who leaves it closed."""

from wtforms import TextAreaField

from budgettracker.widgets import Needed, PageForm


class AskForMonthForm(PageForm):
    """Why a closed month should be opened again."""

    reason = TextAreaField("What is missing or wrong?", validators=[Needed("Say what is missing or wrong.")])


class LeaveClosedForm(PageForm):
    """Why a month stays closed."""

    reason = TextAreaField("Why does it stay closed?", validators=[Needed("Say why it stays closed.")])
