"""Means, spread and quartiles of costs, checked against Python's own exact statistics; bars that end where they should."""

import statistics
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from budgettracker.costing.run.rules.describe import described, segments

amounts = st.lists(st.integers(-50_000, 5_000_000), min_size=1, max_size=40)


@given(amounts)
def test_a_description_is_that_of_exact_fractions_rounded_once(pence: list[int]) -> None:
    answer = described(pence)
    assert answer is not None
    exact = [Fraction(each) for each in pence]
    assert abs(answer.mean_pence - statistics.mean(exact)) <= Fraction(1, 2)
    assert (answer.number, answer.total_pence, answer.zeros) == (len(pence), sum(pence), pence.count(0))
    assert (answer.smallest_pence, answer.largest_pence) == (min(pence), max(pence))
    if len(pence) > 1:
        variance = statistics.variance(exact)
        assert answer.sd_pence is not None
        assert answer.sd_pence == 0 or (2 * answer.sd_pence - 1) ** 2 <= 4 * variance
        assert 4 * variance < (2 * answer.sd_pence + 1) ** 2
        quartiles = statistics.quantiles(exact, n=4, method="inclusive")
        for words, right in zip((answer.lower_pence, answer.median_pence, answer.upper_pence), quartiles, strict=True):
            assert abs(words - right) <= Fraction(1, 2)


def test_by_hand() -> None:
    """1, 2, 4, 10 pounds: mean 4.25; squares off it 10.5625 + 5.0625 + 0.0625 + 33.0625 = 48.75, a third 16.25, root 4.03."""
    answer = described([4_00, 10_00, 1_00, 2_00])
    assert answer is not None
    assert answer[3:] == (4_25, 4_03, 1_00, 1_75, 3_00, 5_50, 10_00)
    assert described([]) is None
    one = described([7])
    assert one is not None
    assert (one.sd_pence, one.median_pence, one.upper_pence) == (None, 7, 7)


@given(st.lists(st.integers(-100, 100_000), max_size=8))
def test_a_bar_has_no_gap_and_ends_at_its_share_of_the_scale(parts: list[int]) -> None:
    whole = max(1, 2 * sum(max(0, each) for each in parts))
    drawn = segments([(str(at), each) for at, each in enumerate(parts)], whole)
    reached = 0
    for each in drawn:
        assert each.start == reached
        assert each.width > 0
        reached += each.width
    assert abs(reached - 500) <= 1 if any(each > 0 for each in parts) else reached == 0
