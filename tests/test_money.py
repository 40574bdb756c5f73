"""Money typed by people: exact pence, or words that say what to type."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, bindparam, create_engine, select

from budgettracker import money_in_sql
from budgettracker.money import (
    LARGEST_PENCE,
    NotMoney,
    half_up,
    parse_pounds,
    part_of_running_total,
    parts_of_running_total,
    pounds,
    pounds_plain,
    pounds_unrounded,
    several_over_running_total,
    share_out,
)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("1,000.00", 1_000_00),
        ("£10", 10_00),
        (" 12.5 ", 12_50),
        ("12,50", 12_50),
        ("£1234,5", 1_234_50),
        ("1,00", 1_00),
        ("1,000", 1_000_00),
        ("0.01", 1),
        ("0", 0),
        ("£ 1,234,567.89", 1_234_567_89),
        ("007", 7_00),
    ],
)
def test_amounts_are_read_to_the_penny(typed: str, pence: int) -> None:
    assert parse_pounds(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        "-1",
        "0.001",
        "1e3",
        "NaN",
        "Infinity",
        "１０",
        "10.005",
        "99999999999",
        "+5",
        "",
        "   ",
        "0x10",
        str(2**63),
        "1,00.00",
        "10,5,0",
        "1.234,50",
        "0,500",
        ",",
        "5,",
        "1.2.3",
        "£",
        "--5",
        "5-",
        "(5",
        "ten",
        "1 000",
        "5p",
        "\x00",
        "1\n2",
        "٣",
    ],
)
def test_anything_else_gets_words(typed: str) -> None:
    with pytest.raises(NotMoney, match=r".{20,}\."):
        parse_pounds(typed)


@pytest.mark.parametrize(("typed", "pence"), [("(12.00)", -12_00), ("-12.00", -12_00), ("£-3", -3_00), ("-£3", -3_00)])
def test_spreadsheets_may_say_below_nothing(typed: str, pence: int) -> None:
    assert parse_pounds(typed, negative=True) == pence


@given(st.integers(min_value=-LARGEST_PENCE, max_value=LARGEST_PENCE))
def test_what_is_printed_is_read_back(pence: int) -> None:
    assert parse_pounds(pounds(pence), negative=True) == pence
    assert parse_pounds(pounds_plain(pence), negative=True) == pence


@given(st.text(max_size=20))
def test_no_text_does_anything_but_give_pence_or_words(typed: str) -> None:
    try:
        assert isinstance(parse_pounds(typed), int)
    except NotMoney as refusal:
        assert str(refusal)


@given(
    st.integers(min_value=0, max_value=10**10),
    st.lists(st.integers(min_value=0, max_value=2000), min_size=1, max_size=12).filter(any),
)
def test_shares_add_up_and_each_is_within_a_penny_of_fair(whole: int, weights: list[int]) -> None:
    parts = share_out(whole, weights)
    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - whole * weight) <= sum(weights)
        assert part >= 0


@given(
    st.integers(min_value=-(10**10), max_value=10**10),
    st.lists(st.integers(min_value=0, max_value=2000), min_size=1, max_size=12).filter(any),
)
def test_a_share_is_the_same_alone_and_among_the_others(amount: int, weights: list[int]) -> None:
    whole, ends = sum(weights), list(accumulate(weights))
    alone = [part_of_running_total(amount, end - weight, end, whole) for end, weight in zip(ends, weights, strict=True)]
    assert alone == parts_of_running_total(amount, ends, whole) == share_out(amount, weights)
    assert sum(alone) == amount
    others = [abs(amount), abs(amount) // 7, 0]
    several = zip(*several_over_running_total(others, ends, whole), strict=True)
    assert [list(parts) for parts in several] == [parts_of_running_total(each, ends, whole) for each in others]


@pytest.mark.parametrize(
    ("amount", "before", "after", "whole"),
    [(100, 0, 1, 3), (100, 1, 2, 3), (100, 2, 3, 3), (1, 0, 1, 2), (1, 1, 2, 2), (0, 0, 5, 7), (999_999_999, 3, 7, 11)],
)
def test_the_database_shares_as_the_program_does(
    database_url: str, amount: int, before: int, after: int, whole: int
) -> None:
    columns = [bindparam(None, number, BigInteger) for number in (amount, before, after, whole)]
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            part = connection.scalar(select(money_in_sql.part_of_running_total(*columns)))
    finally:
        engine.dispose()
    assert part == part_of_running_total(amount, before, after, whole)


def test_halves_go_away_from_zero_as_a_spreadsheet_rounds() -> None:
    assert [half_up(n, 2) for n in (-3, -1, 1, 3)] == [-2, -1, 1, 2]


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        (75_218_00, 1_608, "£46.777363…"),
        (3_000, 2, "£15.00"),
        (0, 7, "£0.00"),
        (1, 8, "£0.00125"),
        (199_999_999, 100, "£19,999.9999"),
        (2, 3, "£0.006666…"),
        (1_000_000_00, 1, "£1,000,000.00"),
    ],
)
def test_a_ratio_of_pence_is_cut_and_says_that_more_follows(numerator: int, denominator: int, words: str) -> None:
    assert pounds_unrounded(numerator, denominator) == words


def test_only_a_ratio_of_pence_is_printed_unrounded() -> None:
    for numerator, denominator, places in ((-1, 2, 6), (1, 0, 6), (1, 2, 1)):
        with pytest.raises(ValueError, match="ratio of pence"):
            pounds_unrounded(numerator, denominator, places)
