"""The broken sample folder: every kind of mistake, each named with its file, row, column and reason in one pass."""

import pytest

from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.imports.tables.references import settle
from budgettracker.imports.tables.report import text_report
from tests.factories.folders import DATA
from tests.imports.mistakes import EXPECTED

BROKEN = DATA / "broken_council"


@pytest.fixture(scope="module")
def folder():
    return settle(read_folder(BROKEN), {})


@pytest.mark.parametrize(("file", "row", "column", "words"), EXPECTED)
def test_each_mistake_is_named_in_words(folder, file, row, column, words):
    rows = [one.reason for one in folder.problems if (one.file, one.row, one.column) == (file, row, column)]
    assert any(words in reason for reason in rows), rows


def test_nothing_but_the_mistakes_is_reported(folder):
    names = {(one.file, one.row, one.column) for one in folder.problems}
    assert names == {expected[:3] for expected in EXPECTED}


def test_the_report_has_a_line_for_each_and_can_be_printed_anywhere(folder):
    report = text_report(folder)
    assert (
        "spend.csv, row 3, amount: “12.345” has three figures after the point. Use pounds and pence, like 12.34."
    ) in report
    assert all(str(problem) in report for problem in folder.problems)
    assert "the column “Colour” is not known and was not read." in report
    report.encode("utf-8")
    assert not set(report) & {"\0", "\x07", "\x1b"}


def test_no_row_with_a_mistake_is_among_the_good_ones(folder):
    assert not folder.good
    good = {row.where for rows in folder.rows.values() for row in rows}
    assert good.isdisjoint(folder.bad_rows)
    assert [row.spend_ref for row in folder.spend] == ["B-1", "B-25", "B-26"]


def test_keeping_the_good_rows_also_refuses_what_leans_on_the_bad_ones():
    kept = settle(read_folder(BROKEN), {}, keep_good=True)
    assert [row.spend_ref for row in kept.spend] == ["B-1", "B-25"]
    reasons = {(one.file, one.row): one.reason for one in kept.problems}
    assert "a row that has a problem of its own" in reasons["spend.csv", 28]
    assert "a row that has a problem of its own" in reasons["worktime.csv", 20]
