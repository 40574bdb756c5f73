"""The sentences of a statement, in English and in Welsh. They are the same on every statement, whatever was kept off it.

"Some of the things" stands there always, so that it says nothing about any one statement. There is no total, no number
of things, no period that a reader could take for the whole, and no day for the next one.

The Welsh sentences are so made that no name stands after a word that would change its first letter: a program cannot know how a
name changes.
"""

from dataclasses import dataclass
from datetime import date

from budgettracker.periods import MONTHS


@dataclass(frozen=True, slots=True)
class Texts:
    """A statement's sentences in one language; `{reader}`, `{maker}`, `{authority}` and `{day}` are filled in."""

    language: str
    title: str
    reader: str
    some: str
    ask: str
    unhappy: str
    made: str
    months: tuple[str, ...]

    def filled(self, **values: str) -> dict[str, str]:
        """The sentences with their names and day."""
        names = ("reader", "some", "ask", "unhappy", "made")
        return {name: getattr(self, name).format(**values) for name in names}


ENGLISH = Texts(
    language="en",
    title="What we helped with",
    reader="This page is for {reader}.",
    some="Here are some of the things we have helped with.",
    ask="Do you want to ask us something? You can ask {maker}.",
    unhappy="Are you not happy with our help? Please tell us. We will listen.",
    made="{maker} wrote this page on {day}. {maker} works for {authority}.",
    months=MONTHS,
)
WELSH = Texts(
    language="cy",
    title="Y pethau rydyn ni wedi helpu gyda nhw",
    reader="Mae'r dudalen hon ar gyfer {reader}.",
    some="Dyma rai o'r pethau rydyn ni wedi helpu gyda nhw.",
    ask="Oes gennych chi gwestiwn? Gallwch chi ofyn i {maker}.",
    unhappy="Ydych chi'n anhapus gyda'n help ni? Rhowch wybod i ni. Byddwn ni'n gwrando.",
    made="Ysgrifennodd {maker} y dudalen hon ar {day}. Mae {maker} yn gweithio i'r cyngor, {authority}.",
    months=(
        *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
        *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
    ),
)


def month_in(texts: Texts, day: date) -> str:
    """The month of a day in a language.

    >>> month_in(WELSH, date(2026, 5, 1))
    'Mai 2026'
    """
    return f"{texts.months[day.month - 1]} {day.year}"
