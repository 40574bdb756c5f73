"""What a profile lets out."""

from datetime import date

import pytest

from budgettracker.errors import Refusal
from budgettracker.families.rules.children import age_band
from budgettracker.studies.kinds import Profile
from budgettracker.studies.rules import profiles

DAY = date(2026, 4, 15)


def test_internal_rows_have_exact_days_and_suppliers() -> None:
    assert profiles.date_shown(Profile.INTERNAL, DAY) == DAY
    assert profiles.supplier_shown(Profile.INTERNAL)


def test_controlled_rows_have_months_and_no_supplier() -> None:
    assert profiles.date_shown(Profile.CONTROLLED, DAY) == date(2026, 4, 1)
    assert profiles.date_shown(Profile.CONTROLLED, None) is None
    assert not profiles.supplier_shown(Profile.CONTROLLED)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2026-05", "0-4"),
        ("2021-05", "0-4"),
        ("2021-04", "5-9"),
        ("2016-05", "5-9"),
        ("2016-04", "10-16"),
        ("2009-05", "10-16"),
        ("2009-04", "17 and over"),
    ],
)
def test_age_bands_change_on_the_birthday(born: str, band: str) -> None:
    assert age_band(born, DAY) == band


def test_a_workbook_of_rows_is_refused_where_only_tables_may_leave() -> None:
    profiles.require_rows(Profile.INTERNAL)
    profiles.require_rows(Profile.CONTROLLED)
    with pytest.raises(Refusal, match="only tables with small counts hidden may leave"):
        profiles.require_rows(Profile.PUBLISHED)


def test_small_counts_stay_unsaid_in_published_alone() -> None:
    assert [profiles.count_shown(Profile.PUBLISHED, count) for count in (0, 1, 5, 6, 1234)] == [
        "0",
        "5 or fewer",
        "5 or fewer",
        "6",
        "1,234",
    ]
    assert profiles.count_shown(Profile.CONTROLLED, 3) == "3"
