"""What is asked when a draw starts, a family is assessed, and a draw is closed."""

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField

from budgettracker.allocation.kinds import ListSource, NotEligible
from budgettracker.typed_fields import WholeNumberField
from budgettracker.widgets import Needed, PageForm, offered


class StartDrawForm(PageForm):
    """Where the list comes from, and how many places it needs."""

    source = RadioField(
        "Who makes the list?",
        [Needed("Choose who makes the list.")],
        choices=offered((source, source.words) for source in ListSource),
    )
    places = WholeNumberField("How many places for each authority and age band?")
    file = FileField("The statistician's list")


class AssessForm(PageForm):
    """Whether a family is eligible for the study, and why not."""

    eligible = RadioField(
        "Is the family eligible?",
        [Needed("Choose whether the family is eligible.")],
        choices=offered((("yes", "Yes"), ("no", "No"))),
    )
    reason = SelectField("Why not?", choices=offered(((reason, reason.words) for reason in NotEligible), "Choose"))


class CloseDrawForm(PageForm):
    """The word that no more families come."""

    sure = BooleanField("No more families come into this draw", [Needed("Tick the box to close the draw.")])
