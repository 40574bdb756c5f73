"""What a child is asked, and what is written down of what was done."""

from wtforms import RadioField, StringField, TextAreaField

from budgettracker.voice.kinds import ChildAnswer, ChildQuestion, Whose
from budgettracker.widgets import DateField, Needed, PageForm, offered

ANSWERS = offered((each, each.words) for each in ChildAnswer)


def _question(question: ChildQuestion) -> RadioField:
    return RadioField(question.words, choices=ANSWERS, validate_choice=False)


class ChildViewForm(PageForm):
    """Three questions, each optional, and the child's words."""

    better = _question(ChildQuestion.BETTER)
    home = _question(ChildQuestion.HOME)
    listened = _question(ChildQuestion.LISTENED)
    words = TextAreaField("Do you want to tell us more?")
    whose = RadioField(
        "Whose words are these?",
        [Needed("Choose whose words these are.")],
        choices=offered((each, each.words) for each in Whose),
    )
    asked_on = DateField("When did you talk?", [Needed("Enter the day.")])

    def answers(self) -> dict[ChildQuestion, ChildAnswer]:
        """What was answered; a question without an answer was not asked."""
        sent = ((question, self[question.value].data) for question in ChildQuestion)
        return {question: ChildAnswer(answer) for question, answer in sent if answer in set(ChildAnswer)}


class WeDidForm(PageForm):
    """What changed because of what a child said."""

    words = StringField("We did", [Needed("Say in a few words what changed.")])
