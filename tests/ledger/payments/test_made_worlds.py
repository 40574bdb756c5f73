"""Made worlds whose truth is known: no wrong guess is ticked, sums always add up, and something right is ticked."""

import os

import pytest

from budgettracker.ledger.payments.kinds import Answer
from budgettracker.ledger.payments.rules.lists import lists_of
from budgettracker.ledger.payments.rules.suggest import suggest
from tests.factories.made_payments import made_world

ROUNDS = int(os.environ.get("NIGHTLY_ROUNDS", "1000"))
FEWEST_RIGHT = 40
"""Of a hundred payments that are one purchase and no other's: fewer ticked would be of little help to finance."""


def tried(seeds: range) -> tuple[list[str], int, int, int]:
    """Wrong ticks in words, right ones, payments that are one purchase, and offers that hold the truth."""
    wrong, right, alone, offered = [], 0, 0, 0
    for seed in seeds:
        world = made_world(seed)
        file = world.file()
        suggestions = suggest(file, world.purchases)
        alone += len(world.alone)
        for row, suggestion in suggestions.items():
            named = [frozenset(each.id for each in choice.purchases) for choice in suggestion.choices]
            if not suggestion.ticked:
                offered += world.truth[row] in named
            elif named == [world.truth[row]]:
                right += 1
            else:
                wrong.append(f"world {seed}, row {row}: {named}, in truth {world.truth[row]}")
        lists = lists_of(file, world.purchases, suggestions)
        assert sum(part.pence for part in lists.lines.values()) == sum(line.pence for line in world.lines), seed
        assert sum(part.count for part in lists.lines.values()) == len(world.lines), seed
        ticked = [
            purchase.id for each in suggestions.values() if each.answer is Answer.CERTAIN for purchase in each.purchases
        ]
        assert len(set(ticked)) == len(
            {choice for each in suggestions.values() if each.ticked for choice in each.choices}
        ), seed
    return wrong, right, alone, offered


@pytest.mark.parametrize(
    "seeds", [range(60), pytest.param(range(1_000_000, 1_000_000 + ROUNDS), marks=pytest.mark.nightly)]
)
def test_no_wrong_guess_is_ticked_and_something_right_is(seeds: range) -> None:
    wrong, right, alone, offered = tried(seeds)
    assert wrong == []
    assert right * 100 >= FEWEST_RIGHT * alone, f"{right} of {alone}"
    assert offered > 0
