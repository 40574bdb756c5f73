"""A child's month of birth, read however it is written."""

import pytest

from budgettracker.errors import Refusal
from budgettracker.families import rules
from tests.factories.families import TODAY


@pytest.mark.parametrize("typed", ["4 2015", "04/2015", "April 2015", "apr 2015", "2015-04", "2015/4"])
def test_a_month_of_birth_is_read_however_it_is_written(typed: str) -> None:
    assert rules.birth_month_of(typed, TODAY) == "2015-04"


@pytest.mark.parametrize("typed", ["2015", "13 2015", "0 2015", "ap 2015", "1 4 2015", "4 15", "month 2015", "٤ 2015"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="Enter the month and year of birth"):
        rules.birth_month_of(typed, TODAY)


def test_a_child_may_be_expected_within_nine_months_and_be_up_to_26() -> None:
    assert rules.birth_month_of("3 2027", TODAY) == "2027-03"
    assert rules.birth_month_of("6 2000", TODAY) == "2000-06"
    for typed in ("4 2027", "5 2000"):
        with pytest.raises(Refusal, match="Check the year"):
            rules.birth_month_of(typed, TODAY)
    assert rules.birth_month_of(" ", TODAY) is None
