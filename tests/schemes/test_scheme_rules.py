"""Who may decide how much, and cap periods, on plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgettracker.access import Role
from budgettracker.errors import Refusal
from budgettracker.schemes import rules
from budgettracker.schemes.rules import Bounds, cap_period_of, may_decide

WORKER, MANAGER, SENIOR = rules.LADDER
BANDS = {
    WORKER: Bounds(WORKER, 500_00, 1_000_00, 30),
    MANAGER: Bounds(MANAGER, 2_000_00, None, None),
    SENIOR: Bounds(SENIOR, None, None, None),
}


@pytest.mark.parametrize(
    "single, running, roles",
    [
        (500_00, 500_00, {WORKER, MANAGER, SENIOR}),
        (500_01, 500_01, {MANAGER, SENIOR}),
        (400_00, 1_000_00, {WORKER, MANAGER, SENIOR}),
        (400_00, 1_000_01, {MANAGER, SENIOR}),
        (2_000_00, 9_000_00, {MANAGER, SENIOR}),
        (2_000_01, 2_000_01, {SENIOR}),
    ],
)
def test_a_role_may_decide_up_to_both_of_its_bounds_and_equal_passes(
    single: int, running: int, roles: set[Role]
) -> None:
    assert {role for role, bounds in BANDS.items() if may_decide(bounds, single, running)} == roles


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.integers(1, 10**4))
def test_whoever_may_decide_a_purchase_may_decide_a_smaller_one(single: int, running: int, less: int) -> None:
    for bounds in BANDS.values():
        if may_decide(bounds, single, running):
            assert may_decide(bounds, max(0, single - less), max(0, running - less))


def test_bounds_that_are_empty_bound_nothing() -> None:
    assert may_decide(Bounds(SENIOR, None, None, None), 10**12, 10**12)


YEAR_START = date(2027, 4, 1)


@pytest.mark.parametrize(
    "on, period",
    [
        (date(2026, 6, 1), (date(2026, 6, 1), date(2027, 3, 31))),
        (date(2027, 3, 31), (date(2026, 6, 1), date(2027, 3, 31))),
        (date(2027, 4, 1), (date(2027, 4, 1), date(2028, 2, 10))),
        (date(2028, 2, 10), (date(2027, 4, 1), date(2028, 2, 10))),
    ],
)
def test_a_financial_year_is_cut_to_the_schemes_dates(on: date, period: tuple[date, date]) -> None:
    assert cap_period_of("financial_year", date(2026, 6, 1), date(2028, 2, 10), on) == period


def test_the_whole_scheme_is_one_period_and_may_have_no_end() -> None:
    assert cap_period_of("whole", date(2026, 6, 1), None, date(2030, 1, 1)) == (date(2026, 6, 1), None)
    assert cap_period_of("financial_year", date(2026, 6, 1), None, YEAR_START) == (YEAR_START, date(2028, 3, 31))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2000), st.integers(0, 2000))
def test_periods_hold_their_day_and_follow_each_other_without_a_gap(start: date, length: int, day: int) -> None:
    end, on = start + timedelta(days=length), start + timedelta(days=min(day, length))
    first, last = cap_period_of("financial_year", start, end, on)
    assert last is not None
    assert start <= first <= on <= last <= end
    if last < end:
        assert cap_period_of("financial_year", start, end, last + timedelta(days=1))[0] == last + timedelta(days=1)


def test_a_day_outside_the_scheme_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="The scheme starts on 1 June 2026") as early:
        cap_period_of("whole", date(2026, 6, 1), None, date(2026, 5, 31))
    with pytest.raises(Refusal, match="The scheme ended on 1 July 2026"):
        cap_period_of("whole", date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 2))
    assert early.value.field == "bought_on"


@pytest.mark.parametrize(
    "bands, field",
    [
        ([Bounds(WORKER, 500_00, 1_000_00, None)], "practitioner_window"),
        ([Bounds(WORKER, 500_00, None, 30)], "practitioner_running"),
        ([Bounds(WORKER, -1, None, None)], "practitioner_single"),
        ([Bounds(WORKER, 1, 1, 0)], "practitioner_window"),
        ([BANDS[WORKER], BANDS[WORKER]], "practitioner_single"),
        ([Bounds(WORKER, 500_00, None, None), Bounds(MANAGER, 499_99, None, None)], "manager_single"),
        ([Bounds(WORKER, None, None, None), Bounds(SENIOR, 1, None, None)], "senior_manager_single"),
        ([Bounds(Role.FINANCE, 1, None, None)], None),
        ([], "manager_decides"),
    ],
)
def test_bands_that_make_no_scheme_of_delegation_are_refused(bands: list[Bounds], field: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        rules.require_bands(bands)
    assert refused.value.field == field


def test_bands_in_words() -> None:
    assert rules.in_words(BANDS[MANAGER]) == "up to £2,000.00 for one purchase"
    assert rules.in_words(Bounds(WORKER, None, 5_00, 1)) == "up to £5.00 in 1 day"
    assert rules.in_words(BANDS[SENIOR]) == "any amount"


def test_categories_are_tidied_and_the_published_ones_stand_in() -> None:
    assert rules.categories_of([" White   goods ", "", "Travel"]) == ["White goods", "Travel"]
    assert rules.categories_of(None)[0] == "Practical: bedding"
    with pytest.raises(Refusal, match="travel stands twice"):
        rules.categories_of(["Travel", "travel"])
