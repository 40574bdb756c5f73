"""The closed lists of what a child may be asked and may answer."""

from enum import StrEnum


class ChildQuestion(StrEnum):
    """The questions a child may be asked: three, each optional, in the child's words."""

    BETTER = "better"
    HOME = "home"
    LISTENED = "listened"

    @property
    def words(self) -> str:
        """The question as it is put to the child."""
        return {
            ChildQuestion.BETTER: "Did our help make things better for you?",
            ChildQuestion.HOME: "Do you feel good at home?",
            ChildQuestion.LISTENED: "Do grown-ups listen to you?",
        }[self]


class ChildAnswer(StrEnum):
    """What a child may answer, each with a face; not to say is always one of them."""

    YES = "yes"
    A_BIT = "a_bit"
    NO = "no"
    NOT_SAID = "not_said"

    @property
    def words(self) -> str:
        """The answer in the child's words."""
        return {
            ChildAnswer.YES: "Yes",
            ChildAnswer.A_BIT: "A bit",
            ChildAnswer.NO: "No",
            ChildAnswer.NOT_SAID: "I do not want to say",
        }[self]


class Whose(StrEnum):
    """Whose words stand there."""

    CHILD = "child"
    WORKER = "worker"

    @property
    def words(self) -> str:
        """The answer as forms and pages print it."""
        return {Whose.CHILD: "The child's own", Whose.WORKER: "A worker's summary"}[self]
