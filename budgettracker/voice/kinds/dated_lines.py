"""The closed lists of how a family is spoken with, and whether its children are heard."""

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
