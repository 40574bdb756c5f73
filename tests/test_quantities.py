"""Hours, percentages, ratios and miles that people type: exact whole numbers, or the reason why not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgettracker.quantities import (
    NotAQuantity,
    Unreadable,
    basis_points,
    hundredths,
    minutes_of_clock,
    minutes_of_hours,
    parse_number,
    thousandths,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1608", Fraction(1608)),
        ("1,608", Fraction(1608)),
        ("37,5", Fraction(75, 2)),
        ("0,38", Fraction(38, 100)),
        ("1,234,567.25", Fraction(123456725, 100)),
        ("0.47", Fraction(47, 100)),
        ("007.50", Fraction(15, 2)),
        ("37.3333333333333333", Fraction(373333333333333333, 10**16)),
    ],
)
def test_numbers_are_read_exactly(typed: str, number: Fraction) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        " 1",
        "1 ",
        "-1",
        "+1",
        "1.",
        ".",
        ".5",
        "1e3",
        "NaN",
        "1,00,00",
        "0,380",
        "1.5,5",
        "1,0000",
        "1 000",
        "１",
        "٣",
        "1.2.3",
        "5%",
    ],
)
def test_anything_else_is_not_a_number(typed: str) -> None:
    with pytest.raises(NotAQuantity) as refused:
        parse_number(typed)
    assert refused.value.reason is Unreadable.NOT_A_NUMBER


def test_a_bare_point_is_read_where_it_is_allowed() -> None:
    assert parse_number(".47", bare_point=True) == Fraction(47, 100)
    with pytest.raises(NotAQuantity, match="not_a_number"):
        parse_number(".", bare_point=True)


def test_units_are_whole_or_refused_as_too_fine() -> None:
    assert (basis_points("29.25"), thousandths("0.38"), hundredths("12.5")) == (2925, 380, 1250)
    assert (basis_points("29.250"), thousandths("1.3750")) == (2925, 1375)
    for read, typed in ((basis_points, "29.255"), (thousandths, "0.3805"), (hundredths, "12.555")):
        with pytest.raises(NotAQuantity) as refused:
            read(typed)
        assert refused.value.reason is Unreadable.TOO_FINE


def test_hours_become_minutes_exactly() -> None:
    assert minutes_of_hours("37.5") == 2250
    assert minutes_of_hours("37.33") == Fraction(11199, 5)
    assert [minutes_of_clock(typed) for typed in ("37:30", "37:30:00", "37:60", "37", "3٧:30")] == [
        2250,
        2250,
        None,
        None,
        None,
    ]


@given(st.text(max_size=20))
def test_no_text_does_anything_but_give_a_number_or_a_reason(typed: str) -> None:
    try:
        assert parse_number(typed, bare_point=True) >= 0
    except NotAQuantity as refused:
        assert refused.reason is Unreadable.NOT_A_NUMBER
