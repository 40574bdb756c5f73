"""Following families from their start: windows, months at risk, and how it ended, by hand and by lifelines."""

from datetime import date

import numpy as np

from budgettracker.costing.results.rules.costed import Costed
from budgettracker.costing.results.rules.observed import whole_pence
from budgettracker.costing.results.rules.results import results
from budgettracker.costing.results.rules.window import Followed, by_month, followed, window_cost
from budgettracker.families.kinds import Arm


def test_a_window_weights_those_who_could_not_be_followed() -> None:
    """Month 1: (10+20+30)/3 = 20. Month 2: two followed, (10+5)/2 = 7.50, one of them closes. Month 3: 10 at a half: 32.50.

    The closed family alone cost 35, and what it cost after closing counts in the month of closing.
    """
    whole = Followed(3, None, {0: 10_00, 1: 10_00, 2: 10_00})
    censored = Followed(1, None, {0: 20_00, 1: 99_00})
    closed = Followed(3, 1, {0: 30_00, 1: 5_00})
    result = window_cost([whole, censored, closed], 3)
    assert (result.mean_pence, result.closed_only_pence, result.censored, result.closed) == (32_50, 35_00, 1, 1)
    rows = by_month([whole, censored, closed], 3)
    assert [(row.at_risk, row.followed, row.closed, row.open_thousandths) for row in rows] == [
        (3, 3, 0, 1_000),
        (3, 2, 1, 1_000),
        (1, 1, 0, 500),
    ]
    assert window_cost([whole, closed], 3).mean_pence == whole_pence((30_00 + 35_00) / 2)
    assert window_cost([censored], 3).mean_pence is None
    assert window_cost([], 3).mean_pence is None


def test_the_share_still_open_is_that_of_kaplan_and_meier_in_lifelines() -> None:
    """Months as steps; who was followed to a month's end without closing is censored at it."""
    from lifelines import KaplanMeierFitter

    numbers = np.random.default_rng(11)
    families = [Followed(int(numbers.integers(1, 13)), None, {}) for _ in range(200)]
    families = [
        each._replace(closed_in=int(numbers.integers(0, each.months))) if at % 3 else each
        for at, each in enumerate(families)
    ]
    lasted = [each.months - 0.5 if each.closed_in is None else each.closed_in for each in families]
    curve = KaplanMeierFitter().fit(lasted, [each.closed_in is not None for each in families])
    rows = by_month(families, 12)
    assert (rows[0].at_risk, rows[0].open_thousandths) == (200, 1_000)
    for row in rows[1:]:
        still = float(curve.predict(row.number - 1.25))
        assert abs(row.open_thousandths - 1_000 * still) <= 0.5, row
    assert rows[-1].open_thousandths < 800


def test_a_family_is_followed_from_its_start_to_the_studys_end() -> None:
    costs = [(date(2026, 1, 14), 1), (date(2026, 1, 15), 10), (date(2026, 2, 15), 200), (date(2026, 4, 30), 3_000)]
    start, last = date(2026, 1, 15), date(2026, 5, 14)
    assert followed(start, None, last, costs) == Followed(4, None, {0: 10, 1: 200, 3: 3_000})
    assert followed(start, date(2026, 3, 1), last, costs) == Followed(4, 1, {0: 10, 1: 3_200})
    assert followed(start, date(2026, 6, 1), last, costs).closed_in is None


def test_every_family_ends_one_way_those_from_before_the_study_too() -> None:
    start, last = date(2026, 4, 1), date(2026, 9, 30)

    def since(day: date, closed_on: date | None = None, reason: str | None = None) -> Costed:
        return Costed(Arm.BUDGET, "West", "w", "t", 100, 1, day, closed_on, reason)

    (of,) = results(
        [
            since(date(2026, 3, 31), date(2026, 5, 1), "moved"),
            since(start),
            since(start, last, "moved"),
            since(start, date(2026, 10, 1), "died"),
            since(start, last),
        ],
        start,
        last,
        1,
    ).followup
    assert (of.families, of.before) == (4, 1)
    assert of.ends == [("closed, no reason recorded", 1), ("moved", 2), ("still open when the study ended", 2)]
