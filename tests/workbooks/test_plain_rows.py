"""Rows read by their form say what an XML parser says of them; whatever is not exactly of the form goes through one."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgettracker.workbooks import readback
from budgettracker.workbooks.archive import NotAWorkbook
from budgettracker.workbooks.nothing_hidden import findings
from budgettracker.workbooks.plain_rows import Stretches, pieces
from budgettracker.workbooks.readback import Book, ReadBackWrong, Row
from budgettracker.workbooks.stream import Kind
from tests.factories.workbooks import column, sheet, written

COLUMNS = [column("family"), column("cost", Kind.MONEY), column("minutes", Kind.WHOLE)]
ROWS = [
    ("a & b < c > d \"e\" 'f'", 1250, 90),
    ("two\nlines\r_x0041_", -5, None),
    ("Zoë 🙂", None, 0),
    ("=SUM(1)", 1, 1),
]


def _through_the_parser(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    monkeypatch.setattr(readback, "pieces", lambda file: [(False, file.read())])
    with Book(path) as book:
        return list(book.cells("Lines"))


def test_every_text_and_number_is_read_alike_both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, sheet("Lines", COLUMNS, ROWS))
    with Book(path) as book:
        by_form = list(book.cells("Lines"))
    assert by_form == _through_the_parser(path, monkeypatch)
    assert [cells[0].text for _, cells in by_form[1:]] == [row[0] for row in ROWS]
    assert len(by_form) == 5


def test_some_columns_are_read_as_all_of_them_are_and_a_second_time_by_the_pieces_of_the_first(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Lines", COLUMNS, ROWS))
    stretches: dict[str, Stretches] = {}
    assert findings(path, stretches) == []
    with Book(path) as first, Book(path, stretches) as second:
        assert list(second.cells("Lines")) == list(first.cells("Lines"))
        whole = [row for _, row in first.rows("Lines")]
        for columns in (("cost",), ("family", "minutes"), ()):
            some = [row for _, row in second.rows("Lines", columns)]
            assert len(some) == len(ROWS)
            for row, of in zip(some, whole, strict=True):
                assert {name: row[name] for name in columns if name in row} == {n: of[n] for n in columns if n in of}
    cut = tmp_path / "cut.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(cut, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<c r="C2"', b'<c r="D2"'))
    with Book(cut) as book, pytest.raises(ReadBackWrong, match="Lines row 2 has a cell outside its columns"):
        book.sums("Lines", ["cost"])


def _sheet_of(rows: str) -> bytes:
    return f'<worksheet xmlns="x"><sheetViews/><sheetData>{rows}</sheetData><tableParts/></worksheet>'.encode()


PLAIN = '<row r="1"><c r="A1" s="3"><f>A2&gt;1</f><v>1</v></c></row>'
ODD = {
    "hidden": '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
    "comment": "<!-- <row r='2'></row> -->",
    "error": '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>',
    "entity": '<row r="2"><c r="A2"><v>&other;</v></c></row>',
    "control sign": '<row r="2"><c r="A2"><v>\x01</v></c></row>',
    "formula of a special kind": '<row r="2"><c r="A2"><f t="array">1</f><v>1</v></c></row>',
    "foreign element": '<row r="2"><c r="A2"><v>1</v></c><x/></row>',
    "cell of another row": '<row r="2"><c r="A3"><v>1</v></c></row>',
    "phonetic text": '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t><rPh/></is></c></row>',
}


@pytest.mark.parametrize("odd", ODD)
def test_what_differs_and_all_after_it_goes_through_the_parser(odd: str) -> None:
    data = _sheet_of(PLAIN + ODD[odd] + PLAIN)
    parts = list(pieces(io.BytesIO(data)))
    assert b"".join(piece for _, piece in parts) == data
    assert [piece.decode() for plain, piece in parts if plain] == [PLAIN]
    assert ODD[odd] + PLAIN in parts[-1][1].decode()


@pytest.mark.parametrize("head", ["<!-- c --><sheetData>", "<other>", "<sheetData><!-- "])
def test_where_rows_may_be_no_rows_nothing_is_read_by_its_form(head: str) -> None:
    data = _sheet_of(PLAIN).replace(b"<sheetData>", head.encode())
    parts = list(pieces(io.BytesIO(data)))
    assert b"".join(piece for _, piece in parts) == data
    assert [piece for plain, piece in parts if plain and piece] == []


@given(st.lists(st.sampled_from([PLAIN, *ODD.values()]), max_size=6), st.integers(1, 400))
def test_no_byte_is_lost_or_doubled_however_the_file_is_cut(rows: list[str], chunk: int) -> None:
    data = _sheet_of("".join(rows))
    first_odd = next((n for n, row in enumerate(rows) if row != PLAIN), len(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("budgettracker.workbooks.plain_rows._CHUNK", max(chunk, 60))
        parts = list(pieces(io.BytesIO(data)))
    assert b"".join(piece for _, piece in parts) == data
    plain = b"".join(piece for is_plain, piece in parts if is_plain).decode()
    assert plain == PLAIN * first_odd


def test_a_cell_of_another_row_is_refused_in_rows_of_the_form_too(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Lines", COLUMNS, ROWS))
    moved = tmp_path / "moved.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(moved, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<c r="B5"', b'<c r="B4"'))
    with Book(moved) as book, pytest.raises(NotAWorkbook, match="row 5 stands elsewhere: B4"):
        list(book.cells("Lines"))
