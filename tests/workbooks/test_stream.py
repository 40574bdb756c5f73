"""The streamed writer: real types, tables, live formulas with values, long sheets, the same bytes every time."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from budgettracker.workbooks import stream
from budgettracker.workbooks.dictionary import dictionary
from budgettracker.workbooks.readback import Book
from budgettracker.workbooks.stream import Cell, Kind, Page, RowsWrong, Sheet, Tally, words
from tests.factories.workbooks import column, sheet, texts, written

TYPED = [
    column("family"),
    column("day", Kind.DATE),
    column("amount", Kind.MONEY),
    column("minutes", Kind.WHOLE),
    column("rate", Kind.DECIMAL, places=4),
    column("met", Kind.YES_NO),
]


def test_every_kind_is_written_as_what_it_is(tmp_path: Path) -> None:
    rows = [("f1", date(2026, 4, 1), 1250, 90, (100, 3), True), ("f2", date(2028, 2, 29), -5, 0, (-1, 8), False)]
    path = written(tmp_path, sheet("Typed", TYPED, rows))
    assert texts(path, "Typed") == [
        {"family": "f1", "day": "46113", "amount": "12.50", "minutes": "90", "rate": "33.3333", "met": "yes"},
        {"family": "f2", "day": "46812", "amount": "-0.05", "minutes": "0", "rate": "-0.1250", "met": "no"},
    ]
    seen = list(openpyxl.load_workbook(path)["Typed"].iter_rows(min_row=2))
    assert [cell.value for cell in seen[0]] == ["f1", datetime(2026, 4, 1), 12.5, 90, 33.3333, "yes"]
    assert [cell.number_format for cell in seen[0]] == ["@", "yyyy\\-mm\\-dd", "#,##0.00", "0", "0.0000", "@"]
    assert seen[1][1].value == datetime(2028, 2, 29)


def test_empty_is_no_cell_and_nought_is_nought(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Typed", TYPED, [(None,) * 6, ("f", None, 0, 0, (0, 7), None)]))
    assert texts(path, "Typed") == [{}, {"family": "f", "amount": "0.00", "minutes": "0", "rate": "0.0000"}]


def test_what_cannot_be_a_number_in_a_spreadsheet_becomes_text_and_not_another_number(tmp_path: Path) -> None:
    long, early = 1_234_567_890_123_456, date(1899, 5, 4)
    path = written(tmp_path, sheet("Typed", TYPED, [("f", early, long, -long, (1, 3), True)]))
    with Book(path) as book:
        [(_, row)] = book.rows("Typed")
    assert [(row[name].type, row[name].text) for name in ("day", "amount", "minutes")] == [
        ("inlineStr", "1899-05-04"),
        ("inlineStr", "12345678901234.56"),
        ("inlineStr", "-1234567890123456"),
    ]


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, 5), (1, "2026-04-01"), (1, datetime(2026, 4, 1)), (2, 12.5), (2, True), (3, "90"), (4, 0.5), (5, 1)],
)
def test_a_value_of_another_kind_is_refused_with_its_place(tmp_path: Path, at: int, value: object) -> None:
    row = ["f", date(2026, 4, 1), 1, 1, (1, 1), True]
    row[at] = value
    with pytest.raises(RowsWrong, match=rf"Typed\.{TYPED[at].name}, in rows 2 to 2: expected"):
        written(tmp_path, sheet("Typed", TYPED, [row]))
    assert list(tmp_path.iterdir()) == []


def test_a_row_is_as_high_as_its_sentences(tmp_path: Path) -> None:
    """Forty words stand in several lines of a column that wraps, and the row has room for them."""
    columns = [column("name"), column("meaning", width=30, wraps=True)]
    path = written(tmp_path, sheet("Words", columns, [("a", "word " * 40), ("b", "one line"), ("c", None)]))
    tab = openpyxl.load_workbook(path)["Words"]
    assert [tab.row_dimensions[row].height for row in (2, 3, 4)] == [8 * 15, None, None]
    assert [bool(cell.alignment.wrap_text) for cell in tab[2]] == [False, True]


def test_a_data_sheet_is_a_table_with_frozen_header_and_filters(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Typed", TYPED, [("f",) + (None,) * 5] * 3), sheet("None_yet", TYPED, []))
    book = openpyxl.load_workbook(path)
    table = book["Typed"].tables["table_typed"]
    assert (table.ref, table.autoFilter.ref) == ("A1:F4", "A1:F4")
    assert table.column_names == [made.name for made in TYPED] == [cell.value for cell in book["Typed"][1]]
    assert book["Typed"].freeze_panes == "A2"
    assert openpyxl.load_workbook(path, read_only=True)["Typed"].calculate_dimension() == "A1:F4"
    assert book["None_yet"].tables["table_none_yet"].ref == "A1:F2"
    assert book["Typed"].column_dimensions["A"].width >= 12


def test_formulas_are_live_and_carry_their_values(tmp_path: Path) -> None:
    posts = sheet(
        "Posts", [column("post"), column("a_pence", Kind.WHOLE), column("h", Kind.WHOLE)], [("p", 4_512_300, 89_520)]
    )
    cost = f"ROUND({{minutes}}*{posts.ref('a_pence', 0)}/{posts.ref('h', 0)},0)/100"
    lines = sheet(
        "Work_time",
        [column("minutes", Kind.WHOLE), column("cost", Kind.MONEY, formula=cost), column("own", formula='"<"&{cost}')],
        [(10, 504, "<5.04"), (None, None, None)],
    )
    path = written(tmp_path, lines, posts)
    with Book(path) as book:
        [(_, row), _] = book.rows("Work_time")
    assert row["cost"][1:] == ("n", "5.04", "ROUND(A2*Posts!$B$2/Posts!$C$2,0)/100")
    assert row["own"][1:] == ("str", "<5.04", '"<"&B2')
    assert openpyxl.load_workbook(path)["Work_time"]["B2"].value == "=ROUND(A2*Posts!$B$2/Posts!$C$2,0)/100"
    assert openpyxl.load_workbook(path, data_only=True)["Work_time"]["B2"].value == 5.04
    with zipfile.ZipFile(path) as archive:
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


def test_a_formula_may_differ_by_row_and_be_absent(tmp_path: Path) -> None:
    made = column("cost", Kind.MONEY, formula=lambda number, row: f"A{number}/{row[0]}" if row[0] else None)
    path = written(tmp_path, sheet("Costs", [column("n", Kind.WHOLE), made], [(4, 100), (0, 7)]))
    with Book(path) as book:
        assert [row["cost"][1:] for _, row in book.rows("Costs")] == [("n", "1.00", "A2/4"), ("n", "0.07", None)]


@pytest.mark.parametrize("formula", ["=1+1", "", "1+" * 5_000, "1\x00"])
def test_what_no_cell_takes_for_a_formula_is_refused(tmp_path: Path, formula: str) -> None:
    with pytest.raises(RowsWrong, match="not a formula"):
        written(tmp_path, sheet("Costs", [column("cost", Kind.MONEY, formula=lambda n, row: formula)], [(1,)]))


def test_a_long_sheet_continues_on_numbered_sheets_with_header_and_table_each(tmp_path: Path) -> None:
    rows = [(f"f{n}", n) for n in range(7)]
    tally = Tally()
    lines = sheet("Work_time", [column("family"), column("cost", Kind.MONEY)], rows, rows_per_sheet=3)
    path = written(tmp_path, lines, dictionary([lines], tally), tally=tally)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Work_time", "Work_time_2", "Work_time_3", "Dictionary"]
    assert [book[name].dimensions for name in lines.names] == ["A1:B4", "A1:B4", "A1:B2"]
    assert {name for made in book.worksheets for name in made.tables} == {
        "table_work_time",
        "table_work_time_2",
        "table_work_time_3",
        "table_dictionary",
    }
    assert book["Work_time_3"]["A2"].value == "f6"
    with Book(path) as read:
        assert read.count("Work_time") == 7
        assert read.sums("Work_time", ["cost"]) == {"cost": 21}
    assert texts(path, "Dictionary")[0]["description"] == "Continues on Work_time_2, Work_time_3."
    assert lines.span("cost", 1, 6) == "Work_time!$B$3:$B$4,Work_time_2!$B$2:$B$4,Work_time_3!$B$2:$B$2"
    assert lines.ref("family", 5) == "Work_time_2!$A$4"
    assert lines.span("cost", 3, 4) == "Work_time_2!$B$2:$B$3"


def test_a_full_sheet_does_not_begin_another(tmp_path: Path) -> None:
    lines = sheet("Lines", [column("n", Kind.WHOLE)], [(n,) for n in range(6)], rows_per_sheet=3)
    assert lines.names == ["Lines", "Lines_2"]
    assert len(texts(written(tmp_path, lines), "Lines")) == 6


@pytest.mark.parametrize(
    ("count", "per_sheet", "words"),
    [(2, 9, "has 3 rows, not 2"), (4, 9, "has 3 rows, not 4"), (2, 1, "more than the 2"), (4, 1, "has 3 rows, not 4")],
)
def test_the_number_of_rows_said_must_be_true(tmp_path: Path, count: int, per_sheet: int, words: str) -> None:
    rows = iter([(1,), (2,), (3,)])
    with pytest.raises(RowsWrong, match=words):
        written(tmp_path, sheet("Lines", [column("n", Kind.WHOLE)], rows, count=count, rows_per_sheet=per_sheet))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("row", [(1,), (1, 2, 3)])
def test_a_row_of_another_width_is_refused(tmp_path: Path, row: tuple[int, ...]) -> None:
    columns = [column("a", Kind.WHOLE), column("b", Kind.WHOLE)]
    for rows in ([row], [(1, 2), row]):
        with pytest.raises(RowsWrong, match="need 2 values"):
            written(tmp_path, sheet("Lines", columns, rows))


def test_names_that_clash_or_read_like_cells_are_refused(tmp_path: Path) -> None:
    for name in ("Q1", "r1c1", "two words", "it's", "a" * 32, ""):
        with pytest.raises(ValueError, match="not a sheet name"):
            sheet(name, [column("a")], [])
    with pytest.raises(ValueError, match="different names"):
        sheet("Posts", [column("a"), column("A")], [])
    long = sheet("Lines", [column("n", Kind.WHOLE)], [(1,), (2,)], rows_per_sheet=1)
    with pytest.raises(ValueError, match="two sheets are called lines_2"):
        written(tmp_path, long, sheet("lines_2", [column("a")], []))
    with pytest.raises(ValueError, match="how many rows"):
        sheet("Lines", [column("n")], iter([]))


def _everything() -> list[Sheet | Page]:
    rows = [("f", date(2026, 4, 1), 1, 2, (1, 3), True)] * 700
    return [Page(name="Cover", rows=[[words("Study", "title")]]), sheet("Typed", TYPED, rows)]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(tmp_path, *_everything()).read_bytes()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert written(tmp_path, *_everything()).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml" or "[Content_Types].xml" in archive.namelist()


def test_properties_say_the_product_and_nobody(tmp_path: Path) -> None:
    properties = openpyxl.load_workbook(written(tmp_path, *_everything())).properties
    values = {name: getattr(properties, name) for name in properties.__elements__ if getattr(properties, name)}
    assert values.pop("creator") == "Devolved budget tracker"
    assert (values.pop("title"), values.pop("language")) == ("What helping each family cost", "en-GB")
    # openpyxl fills in the moment of reading where a file tells no time.
    assert set(values) <= {"created", "modified"}
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        assert all(word not in archive.read("docProps/core.xml") for word in (b"created", b"modified", b"openpyxl"))
        assert b"Microsoft" not in archive.read("docProps/app.xml")


def test_late_rows_and_pages_know_what_was_counted(tmp_path: Path) -> None:
    tally = Tally()

    def cover() -> Iterator[list[Cell | None]]:
        yield [words("Rows"), None, Cell(Kind.WHOLE, tally.rows["Typed"])]
        yield []
        yield [words("sum"), Cell(Kind.MONEY, 3, formula="SUM(Typed!$C$2:$C$4)")]

    typed = sheet("Typed", TYPED, [("f", None, 1, 2, None, None), ("f", None, 1, None, None, None)] * 2)
    page = Page(name="Cover", rows=cover())
    path = written(tmp_path, page, dictionary([page, typed], tally), typed, tally=tally)
    assert openpyxl.load_workbook(path).sheetnames == ["Cover", "Dictionary", "Typed"]
    with Book(path) as book:
        cells = dict(book.cells("Cover"))
        assert [(cell.column, cell.text) for cell in cells[1]] == [(0, "Rows"), (2, "4")]
        assert cells[3][1].formula == "SUM(Typed!$C$2:$C$4)"
    missing = {
        row["column"]: row["missing_percent"]
        for row in texts(path, "Dictionary")
        if row["sheet"] == "Typed" and "column" in row
    }
    assert missing == {
        "family": "0.0",
        "day": "100.0",
        "amount": "0.0",
        "minutes": "50.0",
        "rate": "100.0",
        "met": "100.0",
    }


def test_a_build_that_is_stopped_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    before = written(tmp_path, *_everything()).read_bytes()

    def stop(name: str, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(tmp_path, *_everything(), progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]
    assert (tmp_path / "book.xlsx").read_bytes() == before


def test_progress_is_told_after_each_batch(tmp_path: Path) -> None:
    answer: list[tuple[str, int]] = []
    written(tmp_path, *_everything(), progress=lambda name, rows: answer.append((name, rows)))
    assert answer == [("Typed", 500), ("Typed", 700)]


def test_a_sheet_too_large_for_the_small_archive_fields_takes_the_large_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 50_000)
    rows = [("f" * 90, None, n, n, None, None) for n in range(2_000)]
    path = written(tmp_path, sheet("Typed", TYPED, rows))
    assert len(texts(path, "Typed")) == 2_000


def test_defined_names_reach_the_workbook(tmp_path: Path) -> None:
    path = written(tmp_path, *_everything(), names={"first_amount": "Typed!$C$2"})
    assert openpyxl.load_workbook(path).defined_names["first_amount"].attr_text == "Typed!$C$2"


def test_parts_are_found_by_relationship(tmp_path: Path) -> None:
    path = written(tmp_path, *_everything())
    moved = tmp_path / "moved.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(moved, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                data = data.replace(b"worksheets/sheet2.xml", b"worksheets/elsewhere.xml")
            new = name.replace("worksheets/sheet2.xml", "worksheets/elsewhere.xml")
            target.writestr(new.replace("_rels/sheet2.xml", "_rels/elsewhere.xml"), data)
    with Book(moved) as book:
        assert book.count("Typed") == 700
        assert book.sheets["Typed"].part == "xl/worksheets/elsewhere.xml"
        assert book.sheets["Typed"].table == "xl/tables/table1.xml"


def test_the_documented_names_are_exported() -> None:
    for name in (
        "Cell",
        "Column",
        "Disclosure",
        "Kind",
        "Page",
        "RowsWrong",
        "Sheet",
        "Tally",
        "words",
        "write_workbook",
    ):
        assert hasattr(stream, name)
