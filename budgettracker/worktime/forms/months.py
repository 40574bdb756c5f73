"""What closing a month and opening it again ask for."""

from wtforms import TextAreaField

from budgettracker.widgets import Needed, PageForm


class CloseMonthForm(PageForm):
    """Nothing but the button: the page shows what is in the month."""


class ReopenMonthForm(PageForm):
    """Why a closed month is opened again."""

    reason = TextAreaField("Why is it opened again?", validators=[Needed("Say why the month is opened again.")])
