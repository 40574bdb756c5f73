"""What closing a month asks for."""

from budgettracker.widgets import PageForm


class CloseMonthForm(PageForm):
    """Nothing but the button: the page shows what is in the month."""
