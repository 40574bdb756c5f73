"""Cells: what a person keeping a spreadsheet may write, what it is read as, and how everything else is refused."""

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.families.kinds import Arm
from budgettracker.imports.cells import bands as cell_bands
from budgettracker.imports.cells import dates as cell_dates
from budgettracker.imports.cells import months as cell_months
from budgettracker.imports.cells import numbers as cell_numbers
from budgettracker.imports.cells import references as cell_references
from budgettracker.imports.cells import text as cells
from budgettracker.imports.files.problems import CellRefused, shown
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.spend.kinds import VatStatus


def refusal(read, cell):
    with pytest.raises(CellRefused) as refused:
        read(cell)
    return str(refused.value)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("£1,234.50", 123450),
        (" £ 45 ", 4500),
        ("(12.00)", -1200),
        ("-12.00", -1200),
        ("-£12.00", -1200),
        ("0", 0),
    ],
)
def test_money_is_read_in_every_way_councils_write_it(typed, pence):
    assert cell_numbers.signed_pounds(typed) == pence


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12.345", "has three figures after the point. Use pounds and pence, like 12.34."),
        ("0.001", "has three figures after the point. Use pounds and pence, like 12.34."),
        ("1e3", "is not an amount"),
        ("NaN", "is not an amount"),
        ("Infinity", "is not an amount"),
        ("１０", "is not an amount"),
        ("0x10", "is not an amount"),
        ("+5", "is not an amount"),
        ("1.234,50", "has a comma before the pence"),
        ("12,505,0", "is not an amount"),
        ("0,500", "is not an amount"),
        ("99999999999999", "is too large"),
        ("9223372036854775808", "is too large"),
        ("12 34", "is not an amount"),
        ("€5", "is not an amount"),
    ],
)
def test_what_is_not_money_is_refused_in_words(typed, words):
    assert words in refusal(cell_numbers.signed_pounds, typed)


def test_negative_amounts_are_refused_where_only_refunds_bring_money_back():
    assert "refund_of" in refusal(cell_numbers.price, "(12.00)")
    assert "below zero" in refusal(cell_numbers.pounds, "-0.01")
    assert "nothing" in refusal(cell_numbers.price, "0.00")
    assert cell_numbers.price("0.01") == 1


def test_a_number_cell_may_carry_the_noise_of_binary_arithmetic_but_no_third_figure():
    assert cell_numbers.price(SheetCell("934.1999999999999", "number")) == 93420
    assert cell_numbers.price(SheetCell("934.2000000000012", "number")) == 93420
    assert "figures after the point" in refusal(cell_numbers.price, SheetCell("12.345", "number"))
    assert "figures after the point" in refusal(cell_numbers.price, SheetCell("12.34001", "number"))
    assert "figures after the point" in refusal(cell_numbers.price, "934.1999999999999")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31 00:00:00", date(2026, 3, 31)),
        ("2026-03-31T00:00:00", date(2026, 3, 31)),
        ("31/03/2026", date(2026, 3, 31)),
        ("1/3/2026", date(2026, 3, 1)),
        ("03/04/2026", date(2026, 4, 3)),
        ("31/03/2026 14:05", date(2026, 3, 31)),
        ("31-03-2026", date(2026, 3, 31)),
        ("31.03.2026", date(2026, 3, 31)),
        ("31 Mar 2026", date(2026, 3, 31)),
        ("31-March-2026", date(2026, 3, 31)),
        ("46112", date(2026, 3, 31)),
        ("46112.0", date(2026, 3, 31)),
        (" 2026-02-28 ", date(2026, 2, 28)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_days_are_read_day_first(typed, day):
    assert cell_dates.day(typed) == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("03/31/2026", "day comes first"),
        ("31/03/26", "two figures"),
        ("2026-02-29", "calendar does not have"),
        ("31/04/2026", "calendar does not have"),
        ("0206-03-31", "year 206"),
        ("2206-03-31", "year 2206"),
        ("2026-03-31T23:30:00Z", "time of day"),
        ("2026-03-31 25:00", "time of day"),
        ("yesterday", "is not a date"),
        ("31/03-2026", "is not a date"),
        ("٣١/٠٣/٢٠٢٦", "is not a date"),
        ("12", "is not a date"),
        ("20260331", "is not a date"),
        ("31 Mai 2026", "no month"),
    ],
)
def test_days_are_never_guessed(typed, words):
    assert words in refusal(cell_dates.day, typed)


def test_moments_are_in_the_time_of_the_united_kingdom():
    assert cell_dates.moment("24/06/2026 09:15") == datetime(2026, 6, 24, 9, 15, tzinfo=cell_dates.LOCAL)
    assert cell_dates.moment("2026-06-24") == datetime(2026, 6, 24, tzinfo=cell_dates.LOCAL)
    # British summer time: a quarter past eight by the world's clock is a quarter past nine in Westmoor.
    assert cell_dates.moment("2026-06-24T08:15:00Z").hour == 9
    assert cell_dates.moment("46112.5") == datetime(2026, 3, 31, 12, tzinfo=cell_dates.LOCAL)


@pytest.mark.parametrize(
    "typed", ["2014-05", "05/2014", "May 2014", "May-14", "may-2014", "2014-05-01", "17/05/2014", "01 May 2014"]
)
def test_a_month_of_birth_survives_what_spreadsheets_make_of_it(typed):
    assert cell_months.month(typed) == date(2014, 5, 1)
    assert cell_months.month(SheetCell("2014-05-01", "date")) == date(2014, 5, 1)


def test_price_years_are_financial_years():
    for typed in ("2024/25", "2024-25", "2024/2025"):
        assert cell_months.price_year(typed) == "2024/25"
    assert cell_months.price_year("1999/00") == "1999/00"
    assert cell_months.price_year(SheetCell("2011-12-01", "date")) == "2011/12"
    for typed in ("2024", "2024/26", "24/25", "2024/5"):
        assert "financial year" in refusal(cell_months.price_year, typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("37", 2220), ("37.5", 2250), ("37:30", 2250), ("18.5 hours", 1110), ("37.33", 2240), ("0", 0)],
)
def test_weekly_hours_become_minutes(typed, minutes):
    assert cell_numbers.weekly_hours(typed) == minutes


def test_hours_of_a_year_become_minutes():
    assert cell_numbers.yearly_hours("1,608") == cell_numbers.yearly_hours("1608") == 96_480
    assert cell_numbers.yearly_hours("1591.2") == 95_472
    assert "nothing" in refusal(cell_numbers.yearly_hours, "0")
    assert "more hours" in refusal(cell_numbers.yearly_hours, "9000")
    assert "more hours" in refusal(cell_numbers.weekly_hours, "169")


def test_minutes_are_whole_and_fit_a_day():
    assert cell_numbers.minutes("90") == cell_numbers.minutes("90.0") == 90
    assert cell_numbers.minutes("1,440") == 1440
    assert "1,440" in refusal(cell_numbers.minutes, "1441")
    for typed in ("1.5", "-1", "1:75", "x", "h"):
        assert "not a number of minutes" in refusal(cell_numbers.minutes, typed)
    for typed in ("1:30", "90m", "1.5 h", "1h30", "1 h 30 min", "1:30:00", "90 mins"):
        assert cell_numbers.minutes(typed) == 90, typed
    assert cell_numbers.minutes("1.25", "hours") == cell_numbers.minutes("4500", "seconds") == 75
    assert "without their colon" in refusal(cell_numbers.minutes, "0130")
    assert cell_numbers.minutes_list("60; 60;120;") == (60, 60, 120)
    assert "not a number of minutes" in refusal(cell_numbers.minutes_list, "60;;120")


def test_miles_ratios_and_overheads_are_whole_numbers_of_small_units():
    assert cell_numbers.miles("12.25") == 1225
    assert "two figures" in refusal(cell_numbers.miles, "12.345")
    assert cell_numbers.ratio("0.38") == cell_numbers.ratio("1:0.38") == 380
    assert cell_numbers.ratio(".5") == 500
    assert "three figures" in refusal(cell_numbers.ratio, "0.3855")
    assert cell_numbers.overhead("29%") == cell_numbers.overhead("29.00 %") == Overhead(None, 2900)
    assert cell_numbers.overhead("£10,157.60") == Overhead(1_015_760, None)
    assert "its sign" in refusal(cell_numbers.overhead, "0.29")


def test_lists_roles_families_and_bands():
    assert cells.roles("Practitioner; senior manager;") == ("practitioner", "senior_manager")
    assert "wizard" not in refusal(cells.roles, "wizard")
    assert "twice" in refusal(cells.roles, "finance;finance")
    assert cell_references.family_refs(" F-1 ;Other;F-2").refs == ("F-1", "other", "F-2")
    assert "other families" in refusal(cell_references.family_reference, "OTHER")
    bands = cell_bands.bands("practitioner:500:1000:30;manager:2,000::; senior_manager::: ")
    assert [(one.role, one.single_pence, one.running_pence, one.window_days) for one in bands] == [
        ("practitioner", 50_000, 100_000, 30),
        ("manager", 200_000, None, None),
        ("senior_manager", None, None, None),
    ]


@pytest.mark.parametrize(
    "typed",
    ["practitioner:500", "practitioner:x::", "cook:5::", "manager::5:", "manager::5:0", "manager::5:1e2", ":::"],
)
def test_bands_that_do_not_say_enough_are_refused(typed):
    assert refusal(cell_bands.bands, typed)


def test_emails_and_closed_lists():
    assert cells.email(" Ana.Lund@Westmoor.Example ") == "ana.lund@westmoor.example"
    assert (
        cells.email("sinead.o\u2019hara@w.example")
        == cells.email("sinead.o'hara@w.example")
        == "sinead.o'hara@w.example"
    )
    for typed in ("Ana Lund", "a@b", "a@@b.example", "a@b.example;c@d.example", "<a@b.example>", "a@b..example"):
        assert "e-mail" in refusal(cells.email, typed)
    assert cells.choice(VatStatus)("Not recoverable") is VatStatus.NOT_RECOVERABLE
    assert refusal(cells.choice(Arm), "both").endswith("Use budget or comparison.")
    assert cells.payment_method("Purchase Card") == cells.payment_method("p-card") == "purchase_card"
    assert cells.payment_method("Bartering") == "Bartering"


def test_text_keeps_payloads_and_refuses_what_nobody_can_read():
    for payload in ("=1+1", "@SUM(1)", "{=1+1}", "＝1", "#REF!", "00123", "1E5", "_x000D_", "a\u202eb", "x\ny"):
        assert cells.free_text(payload) == payload
    assert cells.free_text("'=1+1") == "=1+1"
    assert cells.free_text("'tis") == "'tis"
    assert cells.free_text("x" * 2000)
    assert "2,001" in refusal(cells.free_text, "x" * 2001)
    assert "NUL" in refusal(cells.free_text, "a\0b")
    assert "surrogate" in refusal(cells.free_text, "a\ud83db")
    assert "U+000B" in refusal(cells.free_text, "a\x0bb")
    assert "U+0085" in refusal(cells.free_text, "a\x85b")
    assert cells.one_line("Bé\u0301a".replace("é\u0301", "e\u0301")) == "Béa"


def test_a_reference_the_spreadsheet_made_a_date_is_refused_and_a_text_that_looks_like_one_is_not():
    assert "turned into a date" in refusal(cell_references.reference, SheetCell("2026-12-03", "date"))
    assert cell_references.reference("3-12") == "3-12"
    assert "50" in refusal(cell_references.reference, "x" * 51)
    assert "invisible" in refusal(cell_references.reference, "F\u200b1")


def test_errors_and_formulas_without_results_are_refused_in_every_column():
    for contract in CONTRACTS.values():
        for column in contract.columns:
            assert "error" in refusal(column.read, SheetCell("#REF!", "error")), column.name
            assert "formula" in refusal(column.read, SheetCell("=A1", "formula")), column.name


READERS = sorted({column.read for contract in CONTRACTS.values() for column in contract.columns}, key=str)
KINDS = ["text", "number", "date", "error", "formula"]
ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=40)
NEARLY = st.text("0123456789.,-/:;%£()' eE+TZxmanot\u00a0\u0661", max_size=24)


@given(st.sampled_from(READERS), st.one_of(ANYTHING, NEARLY), st.sampled_from(KINDS))
@example(cell_numbers.price, "9" * 400, "number")
@example(cell_numbers.price, "1e999999999", "number")
@example(cell_dates.moment, "9999-12-31 23:59:59-23:59", "text")
@example(cell_dates.moment, "0001-01-01 00:00+14:00", "text")
@example(cell_dates.day, "99999", "number")
def test_no_cell_whatever_it_holds_raises_anything_but_a_worded_refusal(read, text, kind):
    cell = text if kind == "text" else SheetCell(text, kind)
    try:
        read(cell)
    except CellRefused as refused:
        assert str(refused).endswith((".", "!", "?")), "a sentence, or the question that it asks"
        assert len(str(refused)) < 400
    shown(text).encode("utf-8")


@given(st.integers(-10_000_000, 10_000_000))
def test_every_penny_is_read_back(pence):
    typed = f"{abs(pence) // 100}.{abs(pence) % 100:02d}"
    for written in (f"-{typed}", f"({typed})", f"(£{typed})") if pence < 0 else (typed, f"£{typed}"):
        assert cell_numbers.signed_pounds(written) == pence
        assert cell_numbers.signed_pounds(SheetCell(written, "number")) == pence


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_in_every_style(day):
    for written in (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d %b %Y}"):
        assert cell_dates.day(written) == day
