"""Published build-ups to the pound, printed errors shown not to match, and words for every bad cell."""

import csv
import io
from pathlib import Path

import pytest

from budgettracker.costing.rates.rules.build_up import printed
from budgettracker.costing.rates.rules.unit_cost import read_unit_costs, write_unit_costs
from budgettracker.money import half_up

PUBLISHED = Path(__file__).parents[1] / "data" / "published_unit_costs.csv"
HEADER = (
    "source,year,role,salary,oncosts,qualifications,overhead_direct,overhead_indirect,capital,hours_per_year,"
    "ratio_indirect,ratio_name,includes_qualifications,published_per_hour,published_per_client_hour,reproduces,notes"
)
GOOD = "Manual,2022/23,Nurse,37577,11192,9406,11509,16386,8951,1496,0.47,face to face,no,57,84,yes,"


def published_rows():
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def to_the_pound(ratio):
    return half_up(ratio.numerator, ratio.denominator * 100)


def reckoned():
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        result = read_unit_costs(file)
    assert result.problems == ()
    assert result.unknown_columns == ()
    return result.results


def test_there_are_rows_of_both_kinds():
    assert {row["reproduces"] for row in published_rows()} == {"yes", "no"}
    assert len(reckoned()) == len(published_rows()) == 20


@pytest.mark.parametrize("at", range(20))
def test_a_published_row_matches_to_the_pound_unless_its_print_is_wrong(at):
    row, result = published_rows()[at], reckoned()[at]
    matches = str(to_the_pound(result.per_hour)) == row["published_per_hour"]
    assert matches == (row["reproduces"] == "yes"), row["role"]
    if row["published_per_client_hour"]:
        assert result.per_client_hour is not None
        assert str(to_the_pound(result.per_client_hour)) == row["published_per_client_hour"]
    else:
        assert result.per_client_hour is None


def test_the_ratio_is_applied_to_the_unrounded_hour():
    """54.60 x 1.47 is published as 80; from the rounded 55 it would be 81."""
    nurse = reckoned()[16]
    assert printed(nurse.per_hour) == 54_60
    assert to_the_pound(nurse.per_client_hour) == 80
    assert to_the_pound(nurse.per_hour) * 147 > 80_50


def give(*rows, header=HEADER):
    return read_unit_costs(io.StringIO("\n".join([header, *rows]) + "\n"))


def test_the_output_has_pounds_to_two_decimals_and_no_client_hour_without_a_ratio():
    without = GOOD.replace("0.47", "")
    assert write_unit_costs(give(GOOD, without).results) == (
        "role,year,includes_qualifications,per_hour,per_client_hour\n"
        "Nurse,2022/23,no,57.23,84.13\n"
        "Nurse,2022/23,no,57.23,\n"
    )


def test_a_role_that_a_spreadsheet_would_run_stays_text():
    assert "\n'=1+1,2022/23," in write_unit_costs(give(GOOD.replace("Nurse", "=1+1")).results)


def test_thousands_pound_signs_and_percentages_are_read():
    """29% of 48,769 is 14,143.01."""
    row = GOOD.replace("37577", '"£37,577.00"').replace("11509", "29%").replace("1496", '"1,496.0"')
    assert give(row).results[0].per_hour * 1496 == 37577_00 + 11192_00 + 14143_01 + 16386_00 + 8951_00


@pytest.mark.parametrize(
    "bad, column, words",
    [
        (GOOD.replace("37577", "lots"), "salary", "“lots” is not an amount"),
        (GOOD.replace("37577", ""), "salary", "empty"),
        (GOOD.replace("11192", ""), "oncosts", "empty"),
        (GOOD.replace("8951", "-5"), "capital", "minus"),
        (GOOD.replace("8951", "NaN"), "capital", "not an amount"),
        (GOOD.replace("8951", "1e3"), "capital", "not an amount"),
        (GOOD.replace("1496", "0"), "hours_per_year", "above 0"),
        (GOOD.replace("1496", ""), "hours_per_year", "not a number"),
        (GOOD.replace("1496", "-1"), "hours_per_year", "not a number"),
        (GOOD.replace("1496", "99999"), "hours_per_year", "8,784"),
        (GOOD.replace("0.47", "1:0.47"), "ratio_indirect", "“1:0.47” is not a number"),
        (GOOD.replace(",no,", ",maybe,"), "includes_qualifications", "neither yes nor no"),
        (GOOD.replace(",no,", ",yes,").replace("9406", ""), "qualifications", "empty"),
        (GOOD.replace("11509", "29.123%"), "overhead_direct", "at most two figures"),
        (GOOD.replace("Nurse", ""), "role", "empty"),
        (GOOD + ",one,more", None, "more cells"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(bad, column, words):
    result = give(GOOD, bad)
    assert len(result.results) == 1
    (problem,) = result.problems
    assert (problem.row, problem.column) == (3, column)
    assert words in problem.reason
    assert problem.message.startswith("row 3")


def test_every_problem_of_a_row_is_told_at_once():
    result = give(GOOD.replace("37577", "x").replace("1496", "0").replace("0.47", "y"))
    assert [problem.column for problem in result.problems] == ["salary", "hours_per_year", "ratio_indirect"]


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "empty"),
        ("\n", "empty"),
        (HEADER + "\n", "no build-ups"),
        (HEADER.replace("salary", "wages") + "\n" + GOOD, "column salary: this column is missing."),
        (HEADER + ",salary\n" + GOOD, "column salary: this column is there twice."),
        ('"a\n', "not a CSV file"),
    ],
)
def test_a_wrong_file_is_refused_in_words(text, words):
    result = read_unit_costs(io.StringIO(text))
    assert result.results == ()
    assert any(words in problem.message for problem in result.problems)


def test_a_column_nobody_reads_is_named_and_a_bom_is_passed_over():
    result = give(GOOD + ",5", header="\ufeff" + HEADER + ",shoe_size")
    assert result.unknown_columns == ("shoe_size",)
    assert len(result.results) == 1
