"""What is settled for the families of a scheme."""

from wtforms import RadioField, SelectField

from budgettracker.voice.kinds import Asked, PurchaseQuestion
from budgettracker.widgets import Needed, PageForm, offered

ON, OFF = "on", "off"
HOW = offered((each, each.words) for each in Asked)


def _question(question: PurchaseQuestion) -> SelectField:
    return SelectField(question.words, choices=HOW)


class SchemeVoiceForm(PageForm):
    """What families of the scheme are given, and what is asked about purchases for them."""

    statements = RadioField(
        "Are statements made for families?",
        [Needed("Choose whether statements are made.")],
        choices=offered([(ON, "Yes, by a worker, for one named reader"), (OFF, "No")]),
    )
    goal = _question(PurchaseQuestion.GOAL)
    pathway = _question(PurchaseQuestion.PATHWAY)
    who_asked = _question(PurchaseQuestion.WHO_ASKED)
    other_funding = _question(PurchaseQuestion.OTHER_FUNDING)
    family_told = _question(PurchaseQuestion.FAMILY_TOLD)

    def questions(self) -> dict[PurchaseQuestion, Asked]:
        """How each question is asked."""
        return {question: Asked(self[question.value].data) for question in PurchaseQuestion}
