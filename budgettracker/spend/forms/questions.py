"""What may be asked about a purchase besides what it needs: off, optional or required as the family's scheme says."""

from collections.abc import Mapping

from wtforms import Field, SelectField

from budgettracker.voice.kinds import ANSWERS, Asked, PurchaseQuestion
from budgettracker.widgets import Needed, PageForm, offered


def _question(question: PurchaseQuestion) -> SelectField:
    choices = offered(((answer, answer.words) for answer in ANSWERS[question]), "Not answered")
    return SelectField(question.words, choices=choices)


class QuestionsForm(PageForm):
    """The questions of a scheme. Those it requires stand among the others, the rest are folded away."""

    goal = _question(PurchaseQuestion.GOAL)
    pathway = _question(PurchaseQuestion.PATHWAY)
    who_asked = _question(PurchaseQuestion.WHO_ASKED)
    other_funding = _question(PurchaseQuestion.OTHER_FUNDING)
    family_told = _question(PurchaseQuestion.FAMILY_TOLD)

    required: tuple[PurchaseQuestion, ...] = ()

    def ask(self, questions: Mapping[PurchaseQuestion, Asked], *, optional: bool = True) -> None:
        """Ask about the purchase what its scheme asks; what is required must be answered.

        Without `optional` nothing else is asked: a grid has no room to fold it away.
        """
        for question, how in questions.items():
            if how is Asked.OFF or (how is Asked.OPTIONAL and not optional):
                del self[question.value]
            elif how is Asked.REQUIRED:
                self[question.value].validators = [Needed(question.needed_words)]
        self.required = tuple(question for question, how in questions.items() if how is Asked.REQUIRED)

    def answers(self) -> dict[PurchaseQuestion, str]:
        """What was answered about the purchase; empty where a question was left open."""
        return {each: self[each.value].data or "" for each in PurchaseQuestion if each.value in self}

    def asked_here(self, *, required: bool) -> list[Field]:
        """The questions above \"Add more detail\", or those under it."""
        named = (each for each in PurchaseQuestion if each.value in self)
        return [self[each.value] for each in named if (each in self.required) is required]
