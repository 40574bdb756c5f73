"""X1 and X2: whatever a text looks like, it stands in the workbook as text and reads back the same."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from budgettracker.workbooks.cells import CELL_LIMIT, CUT_MARK, held_text
from budgettracker.workbooks.nothing_hidden import findings
from budgettracker.workbooks.readback import Book, unescaped
from budgettracker.workbooks.stream import Cell, Kind, Page
from tests.factories.odd_texts import CHANGED, FORMULA_LIKE, KEPT, TOO_LONG
from tests.factories.workbooks import column, sheet, written


def test_every_payload_reads_back_equal_and_as_text(tmp_path: Path) -> None:
    sent = KEPT + list(CHANGED)
    path = written(tmp_path, sheet("Payloads", [column("text")], [(text,) for text in sent]))
    with Book(path) as book:
        cells = [row["text"] for _, row in book.rows("Payloads")]
    assert [cell.text for cell in cells] == KEPT + list(CHANGED.values())
    assert {cell.type for cell in cells} == {"inlineStr"}
    assert {cell.formula for cell in cells} == {None}
    assert findings(path) == []


def test_openpyxl_sees_strings_without_formulas_or_links(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Payloads", [column("text")], [(text,) for text in KEPT]))
    cells = [row[0] for row in openpyxl.load_workbook(path)["Payloads"].iter_rows(min_row=2)]
    # openpyxl takes any string that begins with = for a formula when it writes; on reading the type in the file counts.
    assert [unescaped(str(cell.value)) for cell in cells] == KEPT
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}


def test_payloads_in_single_cells_and_in_results_of_formulas_stay_text_too(tmp_path: Path) -> None:
    page = Page(name="Cover", rows=[[Cell(Kind.TEXT, text)] for text in KEPT])
    results = sheet("Results", [column("text", formula='""&""')], [(text,) for text in KEPT])
    with Book(written(tmp_path, page, results)) as book:
        assert [cells[0].text for _, cells in book.cells("Cover")] == KEPT
        result = [row["text"] for _, row in book.rows("Results")]
    assert {(cell.type, cell.formula) for cell in result} == {("str", '""&""')}
    assert [cell.text for cell in result] == KEPT


def test_a_text_longer_than_a_cell_is_cut_with_a_mark(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Long", [column("text")], [(TOO_LONG,), (TOO_LONG[1:],)]))
    with Book(path) as book:
        cut, whole = (row["text"].text for _, row in book.rows("Long"))
    assert whole == TOO_LONG[1:]
    assert cut.endswith(CUT_MARK)
    assert len(cut) == CELL_LIMIT


def test_the_cut_counts_as_spreadsheets_do_and_never_halves_a_character() -> None:
    for before in ("", "a"):
        cut = held_text(before + "🙂" * 20_000)
        assert CELL_LIMIT - 1 <= len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
        assert cut.removesuffix(CUT_MARK).strip("🙂") == before
    assert held_text("🙂" * 16_383) == "🙂" * 16_383


def test_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Empty", [column("a"), column("b")], [("", "x"), (None, "y")]))
    with Book(path) as book:
        assert [list(row) for _, row in book.rows("Empty")] == [["b"], ["b"]]
        part = book.sheets["Empty"].part
    with zipfile.ZipFile(path) as archive:
        assert b'r="A1"' in archive.read(part)
        assert b'r="A2"' not in archive.read(part)


def test_every_text_says_that_its_spaces_count(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Spaces", [column("text")], [("  both ends  ",), ("none",)]))
    with zipfile.ZipFile(path) as archive, Book(path) as book:
        data = archive.read(book.sheets["Spaces"].part).partition(b"</row>")[2]
    assert data.count(b'<t xml:space="preserve">') == 2
    assert b"<t>" not in data


@pytest.mark.parametrize("header", ["=1+1", "two words", "1st", "", "a" * 101])
def test_a_column_name_that_is_none_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="not a column name"):
        column(header)


def test_text_cells_have_the_text_format_so_that_editing_makes_no_formula(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Payloads", [column("text")], [(FORMULA_LIKE[0],)]))
    assert openpyxl.load_workbook(path)["Payloads"]["A2"].number_format == "@"
