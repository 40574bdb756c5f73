"""What the dated lines of a family ask for."""

from wtforms import RadioField, SelectField

from budgettracker.voice.kinds import Interpreter, Language, Wishes
from budgettracker.widgets import DateField, Needed, PageForm, offered


class WishesForm(PageForm):
    """Whether the children were heard, when, and when next."""

    wishes = RadioField(
        "Were the children's wishes heard?",
        [Needed("Choose whether the children's wishes were heard.")],
        choices=offered((each, each.words) for each in Wishes),
    )
    happened_on = DateField("When?", [Needed("Enter the day.")])
    next_on = DateField("When are they asked next?", [Needed("Enter the day by which they are asked next.")])


class LanguageForm(PageForm):
    """The family's language, who interprets, and when the family was asked."""

    language = SelectField(
        "Which language does the family speak at home?",
        [Needed("Choose the language.")],
        choices=offered(((each, each.words) for each in Language), "Choose one"),
    )
    interpreter = RadioField(
        "Does somebody interpret?",
        [Needed("Choose whether somebody interprets.")],
        choices=offered((each, each.words) for each in Interpreter),
    )
    asked_on = DateField("When was the family asked?", [Needed("Enter the day.")])
