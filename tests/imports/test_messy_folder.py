"""The messy sample folder: everything councils do to spreadsheets, read without a single refusal."""

from collections import Counter
from datetime import date, datetime

import pytest

from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.imports.cells.dates import LOCAL
from budgettracker.imports.tables.cross_rows import activities
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.imports.tables.references import settle, wanted
from budgettracker.imports.tables.report import text_report
from tests.factories.imports import MESSY, MESSY_ROWS, SMALL


@pytest.fixture(scope="module")
def folder():
    return read_folder(MESSY)


def test_the_folder_really_is_messy():
    raw = {path.name: path.read_bytes() for path in MESSY.iterdir()}
    assert raw["people.csv"].startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        raw["spend.csv"].decode("utf-8")
    assert b"\xa31,234.50" in raw["spend.csv"]
    assert b"\xe9" in raw["spend.csv"]
    assert b"Email ," in raw["people.csv"]
    assert b" Family_Ref " in raw["families.csv"]
    assert b",,,,,,,,,,,,,,\r\n" in raw["families.csv"]
    assert b";" in raw["Schemes.csv"].splitlines()[0]
    assert b"\t" in raw["children.csv"]
    assert {b"\r\n", b"\n"} <= {
        b"\r\n" if line.endswith(b"\r\n") else b"\n" for line in raw["spend.csv"].splitlines(True)
    }
    assert b"\n" not in raw["studies.csv"]
    assert b"\r" in raw["studies.csv"]
    assert raw["posts.xlsx"].startswith(b"PK")
    for style in (b"2026-02-02 00:00:00", b"16/01/2026", b"2026-01-20,"):
        assert style in raw["spend.csv"]


def test_every_row_is_good_and_every_reference_is_found(folder):
    assert folder.problems == []
    assert wanted(folder) == {}
    assert settle(folder, {}).good
    counts = {name: len(rows) for name, rows in folder.rows.items()}
    assert {name: count for name, count in counts.items() if count} == MESSY_ROWS


def test_what_is_not_read_is_named(folder):
    notes = [str(note) for note in folder.notes]
    assert "worktime.csv, row 1: the column “Colour” is not known and was not read." in notes
    assert any(note.startswith("ABOUT.txt: not read") for note in notes)
    assert any(note.startswith("posts.xlsx, row 6, overhead_direct") for note in notes)
    assert all(note in text_report(folder) for note in notes)


def test_letters_beyond_english_arrive_whole(folder):
    assert {person.name for person in folder.people} >= {"Béa Novák", "Grace Adéyẹmi"}
    assert {family.name for family in folder.families} >= {"Brontë", "Côté"}
    assert "Café & Crèche Zoë" in {row.supplier for row in folder.spend}


def test_amounts_and_days_come_out_exact(folder):
    spend = {row.spend_ref: row for row in folder.spend}
    assert sum(row.amount_pence for row in folder.spend if not row.refund_of) == 1_108_137
    assert spend["S-005"].amount_pence == 123_450
    assert spend["S-005"].bought_on == date(2026, 2, 26)
    assert spend["S-005"].requested_at == datetime(2026, 2, 24, 9, 15, tzinfo=LOCAL)
    assert spend["S-003"].bought_on == date(2026, 2, 2)
    assert spend["S-007"].refund_of == "S-003"
    assert {row.bought_on.month for row in folder.spend} == {1, 2, 3}


def test_posts_come_from_a_workbook_with_real_dates_and_percentages(folder):
    post = folder.posts[0]
    assert (post.starts_on, post.salary_pence) == (date(2025, 9, 1), 4_047_600)
    assert (post.overhead_direct, post.overhead_indirect) == (Overhead(None, 2900), Overhead(None, 1600))
    assert folder.posts[4].overhead_indirect == Overhead(1_015_760, None)
    assert folder.posts[1].oncosts_pence == 1_245_330
    assert post.minutes_per_year == 96_480


def test_bands_limits_and_children_come_out_typed(folder):
    assert folder.schemes[0].cap_pence == 1_000_000
    assert folder.schemes[1].cap_pence is None
    assert folder.schemes[0].bands[0].running_pence == 100_000
    assert [row.limit_pence for row in folder.budgets if row.family_ref == "WM-001"] == [300_000, 550_000]
    assert [child.birth_month for child in folder.children][2:4] == [date(2019, 3, 1), date(2021, 8, 1)]
    assert Counter(family.arm for family in folder.families) == {"budget": 7, "comparison": 3}


def test_work_entries_keep_families_other_families_and_nobody_apart(folder):
    rows = folder.worktime
    assert any(row.other_families and not row.family_refs for row in rows)
    assert any(not row.other_families and not row.family_refs for row in rows)
    (mixed,) = [row for row in rows if row.other_families and row.family_refs]
    assert (mixed.family_refs, mixed.family_minutes, mixed.other_minutes) == (("WM-001",), (80,), 40)
    session = [row for row in rows if row.session_ref == "G-2026-02"]
    assert [row.family_minutes for row in session] == [(60, 60, 120, 120, 90)] * 2
    assert [row.expenses_pence for row in session] == [1800, 0]
    kinds = activities(rows)
    assert kinds["Home visit"].kind == "direct"
    assert kinds["Case recording"].kind == "indirect"
    assert kinds["Team meeting"].kind == "general"
    assert kinds["Interview with the evaluator"].class_ == "evaluation"
    assert kinds["Training on the devolved budget"].class_ == "set_up"
    assert kinds["Home visit"].class_ == "running"


def test_the_tidy_sample_has_nothing_to_say():
    folder = read_folder(SMALL)
    assert (folder.problems, folder.notes) == ([], [])
    assert all(rows for name, rows in folder.rows.items() if name in folder.tables)
    assert len(folder.tables) == 9
    assert wanted(folder) == {}
