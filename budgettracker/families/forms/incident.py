"""What is asked about an incident: of one opened by hand, what happened; of each, who was informed, and the report."""

from wtforms import BooleanField, RadioField, TextAreaField

from budgettracker.families.kinds import BY_HAND
from budgettracker.widgets import DateField, Needed, PageForm, offered


class IncidentForm(PageForm):
    """Who was informed, and whether everything is done."""

    informed = TextAreaField("Who was informed, and when?")
    close = BooleanField("Everything is done: close this record")


class OpenIncidentForm(PageForm):
    """What happened with a family's data, since when, and since when it is known."""

    kind = RadioField(
        "What happened?", [Needed("Choose what happened.")], choices=offered((kind, kind.words) for kind in BY_HAND)
    )
    what = TextAreaField("Say what happened", [Needed("Say what happened.")])
    since_on = DateField("When did it happen?", [Needed("Enter the day it happened.")], called="The day it happened")
    aware_on = DateField(
        "When did you or a colleague first know?",
        [Needed("Enter the day it was known.")],
        called="The day it was known",
    )


class ReportForm(PageForm):
    """Whether an incident is reported to the regulator."""

    reported = RadioField(
        "Is it reported to the Information Commissioner?",
        [Needed("Choose whether it is reported.")],
        choices=offered((("yes", "Yes, I have reported it now"), ("no", "No, it need not be reported"))),
    )
    report_words = TextAreaField("Why not, or why only now?")
