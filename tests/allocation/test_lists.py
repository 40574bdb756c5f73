"""The list of a draw: balanced within each stratum, no easier to guess than its blocks allow, sealed by its digest."""

import math
import random
from collections import Counter
from fractions import Fraction

import pytest

from budgettracker.allocation import rules
from budgettracker.allocation.kinds import AgeBand
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm

NIGHT = 10_000


def arms_of(seed: str, number: int, band: AgeBand = AgeBand.TO_4) -> list[Arm]:
    text = rules.list_made_here(seed, ["Westmoor"], number)
    return [place.arm for place in rules.places_in(text, ["Westmoor"]) if place.band == band]


@pytest.mark.parametrize("number", [1_000, pytest.param(NIGHT, marks=pytest.mark.nightly)])
def test_the_arms_balance_within_each_stratum_after_any_family(number: int) -> None:
    places = rules.places_in(
        rules.list_made_here("seed", ["Westmoor", "Eastfield"], number // 10), ["Westmoor", "Eastfield"]
    )
    ahead: Counter[tuple[str, AgeBand]] = Counter()
    worst = 0
    for authority, band, arm in places:
        ahead[authority, band] += 1 if arm == Arm.BUDGET else -1
        worst = max(worst, abs(ahead[authority, band]))
    assert len(ahead) == 10
    assert len(places) >= number
    assert worst == max(rules.BLOCKS) // 2
    assert set(ahead.values()) == {0}, "whole blocks: the list ends with as many of each arm"


def test_every_size_of_block_occurs_and_each_order_of_a_block_is_as_likely() -> None:
    arms = arms_of("seed", 6_000)
    first_two = Counter(tuple(arms_of(str(seed), 2)[:2]) for seed in range(600))
    assert {tuple(pair) for pair in first_two} == {(a, b) for a in Arm for b in Arm}
    assert abs(first_two[Arm.BUDGET, Arm.COMPARISON] - first_two[Arm.COMPARISON, Arm.BUDGET]) < 80
    assert abs(arms.count(Arm.BUDGET) - arms.count(Arm.COMPARISON)) <= 6


def rate_of_convergence() -> Fraction:
    """How often who knows all earlier arms of the stratum guesses the next by naming the arm that is behind.

    Blackwell and Hodges (1957): in a block of 2b places n/2 + 4^b / (2 C(2b, b)) - 1/2 guesses are right on average.
    """
    right = sum(
        Fraction(size, 2) + Fraction(1 << size, 2 * math.comb(size, size // 2)) - Fraction(1, 2)
        for size in rules.BLOCKS
    )
    return Fraction(right) / sum(rules.BLOCKS)


@pytest.mark.parametrize("number", [2_000, pytest.param(NIGHT, marks=pytest.mark.nightly)])
def test_nobody_guesses_better_than_the_balance_itself_allows(number: int) -> None:
    coin = random.Random(1)
    behind = 0
    blind = dict.fromkeys(("coin", "always", "in turn", "pairs"), 0)
    arms = [arm for band in AgeBand for arm in arms_of("guess", number // 5, band)]
    lead = 0
    for place, arm in enumerate(arms):
        guess = coin.choice(list(Arm)) if lead == 0 else Arm.COMPARISON if lead > 0 else Arm.BUDGET
        behind += guess == arm
        guesses = (coin.random() < 0.5, True, place % 2 == 0, place // 2 % 2 == 0)
        for name, budget in zip(blind, guesses, strict=True):
            blind[name] += budget == (arm == Arm.BUDGET)
        lead += 1 if arm == Arm.BUDGET else -1
    expected, spread = float(rate_of_convergence()), 3.5 * math.sqrt(0.25 / len(arms))
    assert expected == pytest.approx(0.7028, abs=0.0001)
    assert abs(behind / len(arms) - expected) < spread
    for name, right in blind.items():
        assert abs(right / len(arms) - 0.5) < spread, f"who sees no earlier arm guesses by chance: {name}"


def test_the_same_seed_makes_the_same_list_and_any_change_another_digest() -> None:
    text = rules.list_made_here("one", ["Westmoor"], 20)
    assert text == rules.list_made_here("one", ["Westmoor"], 20) != rules.list_made_here("two", ["Westmoor"], 20)
    assert len(rules.digest_of(text)) == 64
    line = text.splitlines()[7]
    other = "comparison" if line.endswith("budget") else "budget"
    changed = text.replace(line, line.rsplit(",", 1)[0] + f",{other}", 1)
    assert rules.digest_of(changed) != rules.digest_of(text) != rules.digest_of(text.replace("seed,one", "seed,two"))


@pytest.mark.parametrize(
    "line, words",
    [
        ("Nowhere,0-4,budget", "Line 2 names Nowhere"),
        ("Westmoor,18,budget", "Line 2 has the age band 18"),
        ("Westmoor,0-4,both", "Line 2 has the arm both"),
        ("Westmoor,0-4", "Line 2 is not"),
        ("", "The list has no places"),
    ],
)
def test_a_list_that_cannot_be_read_names_its_line(line: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        rules.places_in(f"authority,age_band,arm\n{line}\n", ["Westmoor"])
    assert refused.value.field == "file"
    assert rules.places_in("westmoor, 17 ,Budget\n", ["Westmoor"]) == [("Westmoor", AgeBand.AT_17, Arm.BUDGET)]
