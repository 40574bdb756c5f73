"""Names and references as people look for them: without what gets lost between one hand and the next."""

import re
import unicodedata

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018`"))
_FIGURES = re.compile("[0-9]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
LONGEST_FOLDED = 200
"""Room for a folded reference of 50 characters: a number of one figure becomes three."""


def folded_reference(reference: str) -> str:
    """A reference without case, blanks, zeros before a number, apostrophes and kinds of dashes; in its order people count.

    Two references that only differ in those fold onto one another. Each number is written with how many figures it has
    before it, so that plain text order puts HX-2 before HX-10. Never for rounding: that goes by the stored reference.

    >>> folded_reference("F- 007"), folded_reference("f\u20137")
    ('f-017', 'f-017')
    >>> sorted(["HX-10", "HX-2", "hx-3"], key=folded_reference)
    ['HX-2', 'hx-3', 'HX-10']
    """
    text = reference if reference.isascii() else _DASHES.sub("-", unicodedata.normalize("NFKC", reference))
    return _FIGURES.sub(_counted, "".join(text.split()).casefold().translate(_APOSTROPHES))


def _counted(figures: re.Match[str]) -> str:
    number = figures[0].lstrip("0") or "0"
    return f"{len(number):02d}{number}"


def folded_name(name: str) -> str:
    """A name as it is searched: small letters without accents, apostrophes, hyphens, blanks and other marks.

    >>> folded_name("Siân O\u2019Hara-Łuk"), folded_name("sian ohara luk")
    ('sianoharaluk', 'sianoharaluk')
    """
    letters = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    return "".join(letter for letter in letters if letter.isalnum())[:LONGEST_FOLDED]
