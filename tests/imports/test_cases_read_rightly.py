"""What once was misread, read rightly; and what is asked, let through by the mapping that the report prints."""

import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sqlalchemy import func, select

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.imports.tables.answers import read_answers
from budgettracker.imports.tables.report import text_report, write_refused_rows
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend
from budgettracker.worktime.models import Intervention, WorkEntry
from tests.factories import spreadsheets
from tests.factories.cases import (
    FAMILIES,
    POSTS,
    SOCIAL_WORKER,
    SPEND,
    WORK,
    bought,
    bring_in,
    people,
    spend,
    west,
    work,
)

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def sheet(*rows: list[Any], formats: dict[str, str] | None = None, name: str = "spend") -> bytes:
    """A workbook of one sheet."""
    with tempfile.TemporaryDirectory() as place:
        return spreadsheets.save(Path(place) / "x.xlsx", list(rows), sheet=name, formats=formats).read_bytes()


def bought_cells(reference: Any, day: Any = "2026-01-05", family: Any = "F1") -> list[Any]:
    return [reference, family, day, 10, "Bedding", "x", "ana@w.example"]


HEAD = SPEND.strip().split(",")[:-1]


def days() -> dict[str | None, date | None]:
    """The day of each purchase by its reference."""
    db.session.rollback()
    return {row[0]: row[1] for row in db.session.execute(select(Spend.reference, Spend.bought_on))}


def test_a_reference_is_what_a_person_sees(app: Flask, tmp_path: Path) -> None:
    assert bring_in(west(tmp_path / "a", "06-trailing-zero")).folder.problems == []
    query = select(Spend.reference, Family.reference).join(Family, Family.id == Spend.family_id)
    assert {row[0]: row[1] for row in db.session.execute(query)} == {
        "S-1": "25.1",
        "S-2": "25.10",
        "S-3": "25.11",
    }


def test_an_address_may_have_an_apostrophe(app: Flask, tmp_path: Path) -> None:
    outcome = bring_in(west(tmp_path, "03-apostrophe-email"))
    assert outcome.folder.problems == []
    bought_by = select(Person.email).join(Spend, Spend.recorded_by_id == Person.id)
    assert db.session.scalars(bought_by).one() == "sinead.o'hara@fenmark.example"


def test_what_a_number_format_adds_is_seen_or_refused(app: Flask, tmp_path: Path) -> None:
    formats = {"A2": "0000", "A3": '"F-"000', "A4": "General", "A5": "#,##0", "A6": "00\\-00", "A7": "0%", "A8": "0.0"}
    raw = sheet(HEAD, *(bought_cells(number) for number in (7, 12, 123456789012, 1234, 5, 0.5, 25.11)), formats=formats)
    outcome = bring_in(west(tmp_path, **{"spend.xlsx": raw}), keep_good=True)
    assert set(days()) == {"0007", "F-012", "00-05"}
    assert [problem.row for problem in outcome.folder.problems] == [4, 5, 7, 8]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("08-end-of-day", dict.fromkeys(("S-1", "S-2", "S-3"), date(2026, 3, 31))),
        ("in-10-1904-general", dict.fromkeys(("M1", "M2"), date(2026, 1, 5))),
        ("", {"T": date(2026, 1, 31), "U": date(2026, 1, 31), "V": date(2026, 2, 1)}),
    ],
)
def test_a_day_ends_with_its_last_second(app: Flask, tmp_path: Path, case: str, expected: dict[str, date]) -> None:
    moments = {"T": datetime(2026, 1, 31, 23, 59, 59, 999600), "U": datetime(2026, 1, 31, 9), "V": datetime(2026, 2, 1)}
    raw = sheet(HEAD, *(bought_cells(name, at) for name, at in moments.items()))
    outcome = bring_in(west(tmp_path, case, **({} if case else {"spend.xlsx": raw})))
    assert outcome.folder.problems == []
    assert days() == expected


def test_a_family_closed_on_the_last_day_of_the_year_is_closed_on_it(app: Flask, tmp_path: Path) -> None:
    bring_in(west(tmp_path, "in-11-end-of-day"))
    assert db.session.scalar(select(Family.closed_on).where(Family.reference == "F8")) == date(2025, 12, 31)


@pytest.mark.parametrize("counted", ["44560.9999999653", "2025-12-31"])
def test_a_workbook_that_counts_from_1904_has_the_days_that_its_cells_show(
    app: Flask, tmp_path: Path, counted: str
) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.worksheets[0]
    page.title = "families"
    last = float(counted) if counted[0] == "4" else date.fromisoformat(counted)
    page.append(FAMILIES.strip().split(","))
    page.append(["F8", "H", "Edge", "ana@w.example", date(2025, 9, 1), last, "moved", "Fund", "budget"])
    folder = west(tmp_path, families="", budgets="", spend="", worktime="")
    book.save(folder / "families.xlsx")
    assert bring_in(folder).folder.problems == []
    assert db.session.scalar(select(Family.closed_on)) == date(2025, 12, 31)


def contact() -> int | None:
    """The minutes of contact of all entries."""
    return db.session.scalar(select(func.sum(WorkEntry.contact_minutes)))


WRITTEN = {
    "31-Mar-26": date(2026, 3, 31),
    "3rd April 2026": date(2026, 4, 3),
    "Friday 3 April 2026": date(2026, 4, 3),
    "April 3, 2026": date(2026, 4, 3),
    "3 of April 2026": date(2026, 4, 3),
    "2026-Apr-03": date(2026, 4, 3),
    "1st Sept 2025": date(2025, 9, 1),
    "46022.9999999653": date(2025, 12, 31),
}


def test_days_and_times_are_read_as_people_write_them(app: Flask, tmp_path: Path) -> None:
    rows = [f'D{at},F1,"{text}",10,Bedding,x,ana@w.example,' for at, text in enumerate(WRITTEN)]
    families = "F1,A,Edge,ana@w.example,2025-09-01,,,Fund,budget\nF2,B,Edge,ana@w.example,2025-09-01,,,Fund,budget\n"
    limits = "family_ref,scheme,limit,requested_by,approved_by,approved_on\nF1,Fund,3000,ana@w.example,meg@w.example,2025-09-01\n"
    early = {"families": FAMILIES + families, "budgets": limits}
    folder = west(tmp_path, spend=spend(*rows), worktime=work("1:30", "1.5 h", "90 min", "1h30", "90"), **early)
    outcome = bring_in(folder)
    assert outcome.folder.problems == []
    assert days() == {f"D{at}": day for at, day in enumerate(WRITTEN.values())}
    assert set(db.session.scalars(select(WorkEntry.contact_minutes))) == {90}
    wrong = bring_in(west(tmp_path / "wrong", spend=spend(bought("A", "Monday 3 April 2026"))))
    assert any("is no Monday" in str(problem) for problem in wrong.folder.problems)


QUESTIONS: list[tuple[dict[str, Any], dict[str, tuple[str, ...]], Callable[[], object], object]] = [
    (
        {"posts": POSTS + SOCIAL_WORKER + "B,2025-04-01,2025/26,41.77,12.00,29,16,37,38,client_related\n"},
        {},
        lambda: None,
        None,
    ),
    ({"people": people("1", "0.6")}, {}, lambda: None, None),
    ({"spend": spend(bought("12-Mar"), bought("1.0"))}, {}, lambda: set(days()), {"12-Mar", "1.0"}),
    (
        {"spend": spend(bought("A", "11/03/2025"), bought("B", "11/15/2025"))},
        {},
        lambda: days(),
        {"A": date(2025, 11, 3), "B": date(2025, 11, 15)},
    ),
    (
        {"spend": spend(bought("A", "5th January"))},
        {"spend.bought_on.year": ("2026",)},
        lambda: days(),
        {"A": date(2026, 1, 5)},
    ),
    ({"worktime": work("900", "1200", "600")}, {}, contact, 45),
    ({"worktime": work("900", "1200", "600")}, {"worktime.contact_minutes.unit": ("minutes",)}, contact, 2700),
    ({"worktime": work("1", "1.5", "2")}, {}, contact, 270),
    ({"Spend (1).csv": spend(bought("A")), "spend": ""}, {}, lambda: set(days()), {"A"}),
    (
        {"January.csv": spend(bought("A")), "spend": spend(bought("B"))},
        {"file.January.csv": ("no_table",)},
        lambda: set(days()),
        {"B"},
    ),
]


@pytest.mark.parametrize(("files", "answers", "seen", "expected"), QUESTIONS)
def test_what_is_asked_can_be_answered(
    app: Flask,
    tmp_path: Path,
    files: dict[str, Any],
    answers: dict[str, tuple[str, ...]],
    seen: Callable[[], object],
    expected: object,
) -> None:
    """The report's own mapping, or these answers, lets the folder through."""
    folder = west(tmp_path, **files)
    answer = bring_in(folder)
    assert answer.folder.problems
    assert all(problem.question for problem in answer.folder.problems)
    report = text_report(answer.folder)
    printed = read_answers(report[report.index("  {") : report.rindex("}") + 1]) if not answers else None
    outcome = bring_in(folder, answers=printed.by_key if printed else answers)
    assert outcome.folder.problems == []
    assert seen() == expected


def test_the_same_purchase_under_a_changed_reference_is_not_written_twice(app: Flask, tmp_path: Path) -> None:
    bring_in(west(tmp_path / "first", "in-03-leading-zero-twice"))
    for text in ("123", "0123", "00 123"):
        outcome = bring_in(west(tmp_path / text, spend=spend(bought(text, amount="210"))), keep_good=True)
        assert "is “00123” of the authority’s records" in str(outcome.folder.problems[0])
    assert set(days()) == {"00123"}
    assert bring_in(west(tmp_path / "again", "in-03-leading-zero-twice")).folder.problems == []


def test_what_somebody_mends_is_not_overwritten(app: Flask, tmp_path: Path) -> None:
    folder = west(tmp_path / "in", "in-18-mended-rejected-overwritten")
    first = write_refused_rows(bring_in(folder, keep_good=True).folder, folder / "rejected")
    assert first == [folder / "rejected" / "spend.csv"]
    assert write_refused_rows(bring_in(folder, keep_good=True).folder, folder / "rejected") == first
    first[0].write_text("spend_ref\nmended")
    again = write_refused_rows(bring_in(folder, keep_good=True).folder, folder / "rejected")
    assert again == [folder / "rejected-2" / "spend.csv"]
    assert first[0].read_text() == "spend_ref\nmended"
    # Mended twice, and a file of another program's put beside: each stays, and what is refused has a place of its own.
    again[0].write_text("spend_ref\nmended too")
    third = write_refused_rows(bring_in(folder, keep_good=True).folder, folder / "rejected")
    assert third == [folder / "rejected-3" / "spend.csv"]
    assert [each.read_text() for each in (*first, *again)] == ["spend_ref\nmended", "spend_ref\nmended too"]
    (folder / "rejected-3" / "spend.csv").rename(folder / "rejected-3" / "spend.xlsx")
    fourth = write_refused_rows(bring_in(folder, keep_good=True).folder, folder / "rejected")
    assert all(each.is_file() for each in (*first, *again, *fourth, folder / "rejected-3" / "spend.xlsx"))


@pytest.mark.parametrize(("alphabet", "expected"), [("mac_roman", True), ("cp1252", False)])
def test_letters_of_a_mac_are_read_as_such(app: Flask, tmp_path: Path, alphabet: str, expected: bool) -> None:
    names = ("Zoë Ó Briain", "Renée O’Hara", "Jesús Muñoz – cover")
    text = people(*("37" for _ in names))
    for at, name in enumerate(names):
        text = text.replace(f"P {at},", f"{name},")
    outcome = bring_in(west(tmp_path, people=text.encode(alphabet)))
    assert outcome.folder.problems == []
    assert any("letters are a Mac’s" in str(note) for note in outcome.folder.notes) == expected
    assert set(names) <= set(db.session.scalars(select(Person.name)))


def test_letters_that_both_could_have_written_are_named(app: Flask, tmp_path: Path) -> None:
    outcome = bring_in(west(tmp_path, people=people("37").replace("P 0,", "Björn,").encode("mac_roman")))
    words = "“Bjšrn” was read with Windows’ letters; if a Mac wrote it, it is “Björn”"
    assert any(words in str(note) for note in outcome.folder.notes)


def test_hidden_sheets_and_columns_are_named(app: Flask, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("spend")
    for row in (HEAD, bought_cells("A"), bought_cells("B")):
        page.append(row)
    page.sheet_state, page.column_dimensions["F"].hidden = "veryHidden", True
    page.row_dimensions[2].hidden = True
    folder = west(tmp_path, spend="")
    book.save(folder / "money.xlsx")
    notes = [str(note) for note in bring_in(folder).folder.notes]
    assert "money.xlsx, sheet spend: the sheet spend is hidden. It was read too." in notes
    assert "money.xlsx, sheet spend: 1 hidden row (row 2) was read too." in notes
    assert "money.xlsx, sheet spend: 1 hidden column (column purpose) was read too." in notes


def test_struck_through_rows_are_named(app: Flask, tmp_path: Path) -> None:
    """Whoever strikes a purchase through means that it is none: it is read, and said; so is one cell of a row."""
    book = openpyxl.Workbook()
    page = book.create_sheet("spend")
    for row in (HEAD, bought_cells("A"), bought_cells("B"), bought_cells("C"), bought_cells("D")):
        page.append(row)
    for cell in page[3]:
        cell.font = Font(strike=True)
    page["D5"].font = Font(strike=True, bold=True)
    page["A2"].font, page["A1"].font = Font(strike=False), Font(strike=True)
    folder = west(tmp_path, spend="")
    book.save(folder / "money.xlsx")
    notes = [str(note) for note in bring_in(folder).folder.notes if "struck" in str(note)]
    assert notes == ["money.xlsx, sheet spend: 2 struck-through rows (rows 3, 5) were read too."]


def test_a_text_struck_through_by_itself_is_named(app: Flask, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("spend")
    for row in (HEAD, *map(bought_cells, "AB")):
        page.append(row)
    page["A3"] = CellRichText(TextBlock(InlineFont(strike=True), "B"))
    folder = west(tmp_path, spend="")
    book.save(folder / "money.xlsx")
    opened = bring_in(folder).folder
    assert [row.spend_ref for row in opened.spend] == ["A", "B"]
    notes = [str(note) for note in opened.notes if "struck" in str(note)]
    assert notes == ["money.xlsx, sheet spend: 1 struck-through row (row 3) was read too."]


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        (
            {"spend": SPEND + "A,F1,2026-13-05,ten,Bedding,Bed,ana@w.example,Ikea\n"},
            ("row 2, bought_on: “2026-13-05”", "row 2, amount: “ten”"),
        ),
        (
            {"worktime": WORK + "A,eve@w.example,2025-11-03,Home visit,1e3,0,0,F9\n"},
            ("row 2, email: “eve@w.example”", "row 2, contact_minutes: “1e3”", "row 2, family_refs: “F9”"),
        ),
        (
            {"spend": SPEND + "A,F9,2026-01-05,10,Beding,Bed,eve@w.example,Ikea\n"},
            ("row 2, family_ref: “F9”", "row 2, recorded_by: “eve@w.example”"),
        ),
    ],
)
def test_two_faults_of_a_row_are_both_named(
    app: Flask, tmp_path: Path, files: dict[str, str], faults: tuple[str, ...]
) -> None:
    lines = [str(problem) for problem in bring_in(west(tmp_path, **files)).folder.problems]
    for fault in faults:
        assert any(fault in line for line in lines), (fault, lines)


def test_real_dates_beside_texts_are_asked(app: Flask, tmp_path: Path) -> None:
    """A spreadsheet made dates of what it could, with the day as the month, and left 13/03/2026 a text."""
    raw = sheet(HEAD, bought_cells("A", datetime(2026, 4, 3)), bought_cells("B", "13/03/2026"))
    outcome = bring_in(west(tmp_path, **{"spend.xlsx": raw}), keep_good=True)
    assert [problem.row for problem in outcome.folder.problems] == [2]
    assert "may have taken its day for its month" in str(outcome.folder.problems[0])
    assert set(days()) == {"B"}


def test_a_new_intervention_is_made_once_and_none_of_nothing(app: Flask, tmp_path: Path) -> None:
    bring_in(west(tmp_path, "in-07-intervention-nan"))
    names = set(db.session.scalars(select(Intervention.name)))
    assert "Devolved budgets" in names
    assert not names & {"N/A", "nan", "-"}
    assert set(db.session.scalars(select(WorkEntry.session_reference))) == {None}
