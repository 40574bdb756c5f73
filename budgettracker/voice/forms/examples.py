"""What a manager writes for everybody of a scheme."""

from wtforms import RadioField, TextAreaField

from budgettracker.voice.kinds import ExampleKind
from budgettracker.widgets import Needed, PageForm, offered


class ExampleForm(PageForm):
    """An example of what money was used for, or what families said and what was done."""

    kind = RadioField(
        "What is it?",
        [Needed("Choose what it is.")],
        choices=offered((each, each.words) for each in ExampleKind),
    )
    words = TextAreaField(
        "What was it, or what was said?", [Needed("Write it in your own words, about no one family.")]
    )
    answer = TextAreaField(
        "What did it help with, or what was done?", [Needed("Write it in your own words, about no one family.")]
    )
