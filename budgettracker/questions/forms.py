"""What the pages about questions ask for, with the words for each mistake."""

from wtforms import TextAreaField

from budgettracker.widgets import Needed, PageForm


class QuestionForm(PageForm):
    """A question to the worker before a decision."""

    question = TextAreaField("Your question", [Needed("Write your question.")])


class AnswerForm(PageForm):
    """The worker's answer to a question."""

    answer = TextAreaField("Your answer", [Needed("Write your answer.")])
