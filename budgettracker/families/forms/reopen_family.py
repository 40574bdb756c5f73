"""What is asked when the work with a closed family goes on."""

from wtforms import TextAreaField

from budgettracker.widgets import Needed, PageForm


class ReopenForm(PageForm):
    """Why work with a closed family goes on."""

    reason = TextAreaField("Why does the work go on?", [Needed("Say why the work goes on.")])
