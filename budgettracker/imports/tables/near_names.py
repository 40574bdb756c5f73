"""Names that are almost another's: a team, category, activity or intervention that a slip of the keyboard would make."""

import re
import unicodedata
from collections.abc import Iterable

_SHORTEST = 4
"""Letters of a word in which one may differ: Team A and Team B are two."""
_LONG = 8
"""Letters of a word in which two may differ."""


def almost(name: str, others: Iterable[str]) -> str | None:
    """The first of other names that this one is almost: one letter wrong, missing or two of them swapped.

    >>> almost("Egde", ["North", "Edge"]), almost("Team 2", ["Team 1"]), almost("Home-visits", ["Home visit"])
    ('Edge', None, 'Home visit')
    """
    return next(
        (other for other in others if other.casefold() != name.casefold() and _near(_plain(name), _plain(other))), None
    )


def _plain(name: str) -> list[str]:
    """The words of a name in small letters without accents."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.findall(r"\w+", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def _near(words: list[str], others: list[str]) -> bool:
    if "".join(words) == "".join(others):
        return True
    if len(words) != len(others):
        return False
    return all(first == second or _slip(first, second) for first, second in zip(words, others, strict=True))


def _slip(word: str, other: str) -> bool:
    """Could one be the other typed wrongly? Figures are no slip: phase 1 and phase 2 are two."""
    if min(len(word), len(other)) < _SHORTEST or re.findall("[0-9]", word) != re.findall("[0-9]", other):
        return False
    return _distance(word, other) <= (2 if min(len(word), len(other)) >= _LONG else 1)


def _distance(word: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        line = [row]
        for at, second in enumerate(other, start=1):
            cost = min(last[at] + 1, line[at - 1] + 1, last[at - 1] + (letter != second))
            if row > 1 and at > 1 and letter == other[at - 2] and word[row - 2] == second:
                cost = min(cost, before[at - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
