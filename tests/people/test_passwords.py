"""A password needs length and no other conditions, but must not be one that others guess."""

import pytest

from budgettracker.errors import Refusal
from budgettracker.people.rules.hashing import Hashing
from budgettracker.people.rules.passwords import COMMON, SHORTEST, require_good

NEAR = ("Alice Archer", "alice.archer@westmoor.gov.uk", "Westmoor")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("elevenchars", "You have used 11"),
        ("x" * 201, "200 characters or fewer"),
        ("password1234", "people guess first"),
        ("Pass-word, 1234!", "people guess first"),
        ("QwertyUiop123", "people guess first"),
        ("abababababab", "people guess first"),
        ("............", "people guess first"),
        ("3456789:;<=>", "mostly|people guess first"),
        ("abcdefghijklmno", "people guess first"),
        ("Alice Archer 1", "mostly a name"),
        ("archer.alice99", "mostly a name"),
        ("westmoor2026", "mostly a name"),
        ("BudgetTracker!", "mostly a name"),
    ],
)
def test_guessable_passwords_are_refused(password: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        require_good(password, NEAR)
    assert refused.value.field == "new_password"


@pytest.mark.parametrize(
    "password", ["kettle orange moon", "onlysmallletters", "zażółć gęślą jaźń", "493820571946", "alice likes otters"]
)
def test_long_passwords_are_good_without_capitals_figures_or_signs(password: str) -> None:
    require_good(password, NEAR)


def test_the_list_of_common_ones_holds_only_what_the_length_lets_through() -> None:
    assert all(len(word) >= SHORTEST and word == word.casefold() and word.isalnum() for word in COMMON)


def test_the_same_letters_typed_in_two_ways_are_one_password() -> None:
    quick = Hashing(quick=True)
    assert quick.right(quick.make("caf\u00e9 au lait noir"), "cafe\u0301 au lait noir")
    assert not quick.right(quick.make("caf\u00e9 au lait noir"), "cafe au lait noir")
