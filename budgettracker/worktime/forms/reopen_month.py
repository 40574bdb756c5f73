"""What opening a closed month again asks for."""

from wtforms import TextAreaField

from budgettracker.widgets import Needed, PageForm


class ReopenMonthForm(PageForm):
    """Why a closed month is opened again."""

    reason = TextAreaField("Why is it opened again?", validators=[Needed("Say why the month is opened again.")])
