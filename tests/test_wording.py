"""Minutes in words, and texts that are too long to be shown whole."""

import pytest

from budgettracker.wording import minutes_in_words, quoted, shortened


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (125, "2 hours 5 minutes"),
        (67_020, "1,117 hours"),
    ],
)
def test_minutes_in_words(minutes: int, words: str) -> None:
    assert minutes_in_words(minutes) == words


def test_a_long_text_ends_at_a_word() -> None:
    assert shortened("A bed for the baby", 11) == "A bed for …"
    assert shortened("A bed for t", 11) == "A bed for t"


def test_a_quoted_text_ends_at_a_character() -> None:
    assert quoted("1,608 hours", 5) == "1,608…"
    assert quoted("1,608", 5) == "1,608"
