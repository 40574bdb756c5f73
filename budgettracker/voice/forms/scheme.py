"""What is settled for the families of a scheme."""

from wtforms import RadioField

from budgettracker.widgets import Needed, PageForm, offered

ON, OFF = "on", "off"


class SchemeVoiceForm(PageForm):
    """What families of the scheme are given."""

    statements = RadioField(
        "Are statements made for families?",
        [Needed("Choose whether statements are made.")],
        choices=offered([(ON, "Yes, by a worker, for one named reader"), (OFF, "No")]),
    )
