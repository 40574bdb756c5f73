"""What makes a password good enough: its length, and that it is not one that people guess. No other conditions."""

import itertools
import re
import unicodedata
from collections.abc import Iterable

from budgettracker.errors import Refusal

SHORTEST = 12
LONGEST = 200
FIELD = "new_password"
COMMON = {
    *("passwordpassword", "password1234", "password12345", "password123456", "passwordpassword1", "mypassword123"),
    *(
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyqwerty",
        "qwerty123456",
        "qwertyuiopasdf",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
    ),
    *(
        "123456789012",
        "1234567890123",
        "12345678901234",
        "123123123123",
        "111111111111",
        "000000000000",
        "987654321098",
    ),
    *(
        "abcdefghijkl",
        "abcdefghijklm",
        "abc123abc123",
        "letmeinletmein",
        "letmein12345",
        "welcome12345",
        "welcomewelcome",
    ),
    *("iloveyou1234", "iloveyouiloveyou", "iloveyousomuch", "administrator", "administrator1", "changeme1234"),
    *("changemechangeme", "liverpool123", "manchester123", "manchesterunited", "arsenalarsenal", "chelseachelsea"),
    *("socialworker", "socialworker1", "socialworkers", "socialservices", "childrenservices", "childrensservices"),
    *(
        "correcthorsebatterystaple",
        "thisismypassword",
        "footballfootball",
        "sunshine1234",
        "princess1234",
        "monkeymonkey",
    ),
}
"""Frequent long passwords, letters and digits only, small letters."""
OURS = ("devolvedbudget", "budgettracker", "devolved", "budget", "tracker", "council", "password")


def require_good(password: str, near: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, too long, common, or little more than a word others know.

    `near` are such words: the person's name and e-mail address, the authority's name.
    """
    length = len(password)
    if length < SHORTEST:
        raise Refusal(
            FIELD,
            f"Use {SHORTEST} characters or more: three or four words are easy to remember. You have used {length}.",
        )
    if length > LONGEST:
        raise Refusal(FIELD, f"Use {LONGEST} characters or fewer.")
    bare = _bare(password)
    if bare in COMMON or _repeats(unicodedata.normalize("NFKC", password).casefold()) or _counts(bare):
        raise Refusal(FIELD, "This password is one of those people guess first. Choose another.")
    known = {word for text in (*OURS, *near) for word in _words(text)}
    rest = bare
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < 6 and rest != bare:
        raise Refusal(
            FIELD,
            "This password is mostly a name others know: yours, your authority's or the tracker's. Choose another.",
        )


def _bare(text: str) -> str:
    """Letters and digits only, small: what is left when decoration is taken off."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


def _words(text: str) -> set[str]:
    parts = {_bare(part) for part in re.split(r"[\W_]+", text)}
    return {part for part in (*parts, _bare(text)) if len(part) >= 3}


def _repeats(text: str) -> bool:
    """Is it a piece of up to four characters over and over?"""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5))


def _counts(bare: str) -> bool:
    """Does it only count up or down?"""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(bare)}
    return len(steps) == 1 and steps <= {1, -1}
