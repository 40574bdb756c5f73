"""What is asked about an incident."""

from wtforms import BooleanField, TextAreaField

from budgettracker.widgets import PageForm


class IncidentForm(PageForm):
    """Who was informed, and whether everything is done."""

    informed = TextAreaField("Who was informed, and when?")
    close = BooleanField("Everything is done: close this record")
