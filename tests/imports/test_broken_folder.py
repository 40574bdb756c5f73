"""The broken sample folder: every kind of mistake, each named with its file, row, column and reason in one pass."""

import pytest

from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.imports.tables.references import settle
from budgettracker.imports.tables.report import text_report
from tests.factories.folders import DATA

BROKEN = DATA / "broken_council"

EXPECTED = [
    ("people.csv", 4, "email", "is not an e-mail address"),
    ("people.csv", 5, "roles", "is not a role known here. Use practitioner, manager"),
    ("people.csv", 6, "team", "Everyone but evaluators"),
    ("people.csv", 7, "weekly_hours", "is not a number of hours"),
    ("people.csv", 8, "active_to", "is before active_from"),
    ("people.csv", 9, "email", "is also in row 2, with other content in team"),
    ("people.csv", 10, "email", "the cell is empty"),
    ("people.csv", 11, "roles", "twice"),
    ("people.csv", 11, "weekly_hours", "more hours than a week"),
    ("people.csv", 12, "post", "is not in posts"),
    ("schemes.csv", 3, "cap", "is below zero"),
    ("schemes.csv", 4, "ends_on", "is before starts_on"),
    ("schemes.csv", 5, "bands", "not role:single:running:days"),
    ("schemes.csv", 6, "bands", "not role:single:running:days"),
    ("schemes.csv", 7, "bands", "is not a role known here"),
    ("schemes.csv", 8, "bands", "without the days it runs over"),
    ("schemes.csv", 9, "bands", "window of “soon” days"),
    ("schemes.csv", 10, "categories", "names “Travel” twice"),
    ("schemes.csv", 11, "regular_needs", "Use practitioner, manager or senior_manager"),
    ("families.csv", 4, "opened_on", "has 31 where the month stands"),
    ("families.csv", 5, "closed_on", "is before opened_on"),
    ("families.csv", 6, "lead_email", "is not in people"),
    ("families.csv", 6, "scheme", "is not in schemes"),
    ("families.csv", 7, "arm", "Use budget or comparison"),
    ("families.csv", 8, "index_child", "is not a child of family EM-7"),
    ("families.csv", 9, "family_ref", "is also in row 2, with other content in team"),
    ("families.csv", 10, "opened_on", "year of two figures"),
    ("families.csv", 11, "opened_on", "a day the calendar does not have"),
    ("families.csv", 12, "family_ref", "means “other families”"),
    ("families.csv", 13, "closed_on", "end_reason says why"),
    ("families.csv", 14, "index_child", "is a child of family EM-2"),
    ("families.csv", 15, "opened_on", "is in the year 206"),
    ("children.csv", 2, "birth_month", "has 13 where the month stands"),
    ("children.csv", 4, "in_scope", "neither yes nor no"),
    ("children.csv", 6, "family_ref", "is not in families"),
    ("children.csv", 7, "birth_month", "is not a month"),
    ("posts.csv", 3, "post", "is also in row 2, with other content in salary"),
    ("posts.csv", 4, "price_year", "is not a financial year"),
    ("posts.csv", 5, "salary", "is not an amount"),
    ("posts.csv", 6, "overhead_direct", "Write a percentage with its sign"),
    ("posts.csv", 6, "overhead_indirect", "is not a percentage"),
    ("posts.csv", 7, "hours_per_year", "is nothing"),
    ("posts.csv", 7, "ratio_kind", "Say what the ratio is for"),
    ("posts.csv", 8, "ratio", "is not a ratio"),
    ("posts.csv", 9, "ratio_kind", "Say what the ratio is for"),
    ("posts.csv", 10, "ratio_kind", "Use face_to_face or client_related"),
    ("budgets.csv", 3, "approved_by", "Nobody approves their own request"),
    ("budgets.csv", 4, "family_ref", "has no devolved budget"),
    ("budgets.csv", 5, "limit", "is not an amount"),
    ("budgets.csv", 6, "limit", "is not an amount"),
    ("budgets.csv", 7, "limit", "is too large"),
    ("budgets.csv", 7, "approved_by", "the cell is empty"),
    ("budgets.csv", 8, "scheme", "is not in schemes"),
    ("budgets.csv", 8, "approved_on", "is not a date"),
    ("spend.csv", 3, "amount", "has three figures after the point. Use pounds and pence, like 12.34."),
    ("spend.csv", 4, "amount", "refund_of names the purchase"),
    ("spend.csv", 5, "amount", "is nothing"),
    ("spend.csv", 6, "amount", "is not an amount"),
    ("spend.csv", 6, "purpose", "the cell is empty"),
    ("spend.csv", 7, "vat", "is more than the amount"),
    ("spend.csv", 8, "decided_by", "requested_at says that this was asked for"),
    ("spend.csv", 9, "decided_by", "Nobody decides their own request"),
    ("spend.csv", 10, "decided_at", "is before requested_at"),
    ("spend.csv", 11, "family_ref", "Write other_help in kind"),
    ("spend.csv", 12, "refund_of", "cost £100.00; refunds for it would come to £150.00"),
    ("spend.csv", 13, "refund_of", "is not in spend"),
    ("spend.csv", 14, "refund_of", "is this row itself"),
    ("spend.csv", 15, "refund_of", "after this refund"),
    ("spend.csv", 16, "spend_ref", "is also in row 2, with other content in amount"),
    ("spend.csv", 17, "recorded_by", "is not an e-mail address"),
    ("spend.csv", 18, "family_ref", "is not in families"),
    ("spend.csv", 18, "vat_status", "Use recoverable"),
    ("spend.csv", 18, "kind", "Use devolved or other_help"),
    ("spend.csv", 19, "bought_on", "is not a date"),
    ("spend.csv", 19, "recorded_by", "is not in people"),
    ("spend.csv", 19, "requested_at", "is not a date"),
    ("spend.csv", 20, "purpose", "surrogate"),
    ("spend.csv", 21, "purpose", "NUL"),
    ("spend.csv", 22, "purpose", "has 2,004 characters"),
    ("spend.csv", 23, "purpose", "control character (U+0007)"),
    ("spend.csv", 24, "amount", "is not an amount"),
    ("spend.csv", 25, "decided_by", "a decision stands in this row"),
    ("spend.csv", 26, "refund_of", "is itself a refund"),
    ("worktime.csv", 3, "contact_minutes", "an entry without time"),
    ("worktime.csv", 4, "contact_minutes", "is not a number of minutes"),
    ("worktime.csv", 5, "contact_minutes", "is not a number of minutes"),
    ("worktime.csv", 6, "contact_minutes", "more than the 1,440 minutes"),
    ("worktime.csv", 7, "family_minutes", "not as many numbers as family_refs has families"),
    ("worktime.csv", 8, "family_minutes", "family_refs names no family"),
    ("worktime.csv", 9, "family_refs", "names “EM-1” twice"),
    ("worktime.csv", 10, "family_refs", "names “other” twice"),
    ("worktime.csv", 11, "family_minutes", "has 0 minutes for a family"),
    ("worktime.csv", 13, "email", "the day has more than 24 hours"),
    ("worktime.csv", 14, "email", "is not in people"),
    ("worktime.csv", 14, "family_refs", "is not in families"),
    ("worktime.csv", 15, "places", "is not a number of places"),
    ("worktime.csv", 15, "miles", "is not a number of miles"),
    ("worktime.csv", 15, "expenses", "is below zero"),
    ("worktime.csv", 15, "activity_kind", "Use direct, indirect or general"),
    ("worktime.csv", 15, "activity_class", "Use running, set_up or evaluation"),
    ("worktime.csv", 16, "activity_kind", "differs from row 2"),
    ("worktime.csv", 17, "entry_ref", "is also in row 2, with other content in contact_minutes"),
    ("worktime.csv", 18, "worked_on", "the cell is empty"),
    ("worktime.csv", 18, "activity", "the cell is empty"),
    ("worktime.csv", 19, "activity", "goes over several lines"),
    ("worktime.csv", 19, "miles", "more than two figures"),
    ("studies.csv", 2, "to", "is before from"),
    ("studies.csv", 3, "mode", "Use A or B"),
    ("studies.csv", 3, "price_year", "is not a financial year"),
    ("studies.csv", 3, "profile", "Use internal, controlled or published"),
]


@pytest.fixture(scope="module")
def folder():
    return settle(read_folder(BROKEN), {})


@pytest.mark.parametrize(("file", "row", "column", "words"), EXPECTED)
def test_each_mistake_is_named_in_words(folder, file, row, column, words):
    found = [one.reason for one in folder.problems if (one.file, one.row, one.column) == (file, row, column)]
    assert any(words in reason for reason in found), found


def test_nothing_but_the_mistakes_is_reported(folder):
    found = {(one.file, one.row, one.column) for one in folder.problems}
    assert found == {expected[:3] for expected in EXPECTED}


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
