"""The closed lists of what children and families say, and of how they are spoken with."""

from enum import StrEnum


class Wishes(StrEnum):
    """What became of asking the children of a family for their wishes and feelings about the help."""

    HEARD = "heard"
    NOT_PRACTICABLE = "not_practicable"
    UNSAFE = "unsafe"

    @property
    def words(self) -> str:
        """The answer as forms and records print it."""
        return {
            Wishes.HEARD: "Heard",
            Wishes.NOT_PRACTICABLE: "It was not practicable to ask",
            Wishes.UNSAFE: "It was not safe to ask",
        }[self]


class Language(StrEnum):
    """The language a family is spoken with at home: those most often asked for, and any other."""

    ENGLISH = "english"
    WELSH = "welsh"
    BSL = "british_sign_language"
    ALBANIAN = "albanian"
    ARABIC = "arabic"
    BENGALI = "bengali"
    CANTONESE = "cantonese"
    DARI = "dari"
    FRENCH = "french"
    GUJARATI = "gujarati"
    HUNGARIAN = "hungarian"
    KURDISH = "kurdish"
    LITHUANIAN = "lithuanian"
    MANDARIN = "mandarin"
    PASHTO = "pashto"
    POLISH = "polish"
    PORTUGUESE = "portuguese"
    PUNJABI = "punjabi"
    ROMANIAN = "romanian"
    SOMALI = "somali"
    SPANISH = "spanish"
    TAMIL = "tamil"
    TIGRINYA = "tigrinya"
    TURKISH = "turkish"
    UKRAINIAN = "ukrainian"
    URDU = "urdu"
    VIETNAMESE = "vietnamese"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The language as forms and pages print it."""
        return {Language.BSL: "British Sign Language", Language.OTHER: "Another language"}.get(
            self, self.value.capitalize()
        )


class Interpreter(StrEnum):
    """Whether somebody interprets between a family and whoever works with it. Never a child or a relative."""

    NOT_NEEDED = "not_needed"
    THERE = "there"
    BY_PHONE = "by_phone"
    DECLINED = "declined"
    NONE_TO_BE_HAD = "none_to_be_had"

    @property
    def words(self) -> str:
        """The answer as forms and pages print it."""
        return {
            Interpreter.NOT_NEEDED: "No interpreter is needed",
            Interpreter.THERE: "An interpreter comes along",
            Interpreter.BY_PHONE: "An interpreter by phone or video",
            Interpreter.DECLINED: "The family does not want an interpreter",
            Interpreter.NONE_TO_BE_HAD: "An interpreter is needed and none could be had",
        }[self]


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
