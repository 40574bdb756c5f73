"""What a child may be asked, who reads it second, and how it is said back to the child, on plain values."""

import uuid
from collections.abc import Mapping

from budgettracker.errors import Refusal
from budgettracker.voice.kinds import ChildAnswer, ChildQuestion

LONGEST_DONE = 300


def require_something(answers: Mapping[ChildQuestion, ChildAnswer], words: str) -> None:
    """A talk has an answer or words; raises Refusal on the first question."""
    if not answers and not words:
        raise Refusal(
            str(ChildQuestion.BETTER), "Choose an answer to one of the questions, or write what the child said."
        )


def require_another(recorded_by: uuid.UUID, by: uuid.UUID, *, read: bool) -> None:
    """Whoever wrote a child's words down does not read them second; raises Refusal."""
    if read:
        raise Refusal(None, "Somebody has read it already.")
    if recorded_by == by:
        raise Refusal(None, "You wrote this down yourself. A colleague reads it before any of it can leave.")


def require_done(words: str) -> None:
    """What was done is said in a few words; raises Refusal on `words`."""
    if not words:
        raise Refusal("words", "Say in a few words what changed.")
    if len(words) > LONGEST_DONE:
        raise Refusal("words", f"Use {LONGEST_DONE} characters or fewer. You have used {len(words)}.")


READ_BACK: Mapping[tuple[ChildQuestion, ChildAnswer], str] = {
    (ChildQuestion.BETTER, ChildAnswer.YES): "You said our help made things better.",
    (ChildQuestion.BETTER, ChildAnswer.A_BIT): "You said our help made things a bit better.",
    (ChildQuestion.BETTER, ChildAnswer.NO): "You said our help did not make things better.",
    (ChildQuestion.HOME, ChildAnswer.YES): "You said you feel good at home.",
    (ChildQuestion.HOME, ChildAnswer.A_BIT): "You said you feel a bit good at home.",
    (ChildQuestion.HOME, ChildAnswer.NO): "You said you do not feel good at home.",
    (ChildQuestion.LISTENED, ChildAnswer.YES): "You said grown-ups listen to you.",
    (ChildQuestion.LISTENED, ChildAnswer.A_BIT): "You said grown-ups listen to you a bit.",
    (ChildQuestion.LISTENED, ChildAnswer.NO): "You said grown-ups do not listen to you.",
}
"""What is read back to the child. Who did not want to say something is not told so again."""


def read_back(answers: Mapping[ChildQuestion, ChildAnswer]) -> list[str]:
    """A child's answers as sentences to the child.

    >>> read_back({ChildQuestion.HOME: ChildAnswer.YES, ChildQuestion.BETTER: ChildAnswer.NOT_SAID})
    ['You said you feel good at home.']
    """
    chosen = ((question, answers.get(question)) for question in ChildQuestion)
    return [
        READ_BACK[question, answer]
        for question, answer in chosen
        if answer is not None and (question, answer) in READ_BACK
    ]
