"""Reading back: exact pence from the bytes, in bounded memory, and loud about anything odd."""

import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgettracker.workbooks.archive import NotAWorkbook
from budgettracker.workbooks.cells import column_letter, column_position, value_writer
from budgettracker.workbooks.readback import Book, ReadBackWrong, Seen, pence_of
from budgettracker.workbooks.stream import Kind
from tests.factories.workbooks import column, sheet, written

LINES = [column("family"), column("cost", Kind.MONEY), column("minutes", Kind.WHOLE)]


def test_sums_are_exact_where_floating_point_is_not(tmp_path: Path) -> None:
    amounts = [10, 20, 70, 99_999_999_999, -30, 1] * 700
    path = written(tmp_path, sheet("Lines", LINES, [("f", amount, 1) for amount in amounts]))
    with Book(path) as book:
        assert book.sums("Lines", ["cost"]) == {"cost": sum(amounts)}


@given(st.integers(-(10**14), 10**14))
def test_any_pence_survive_the_way_there_and_back(pence: int) -> None:
    number, text = value_writer(Kind.MONEY)(pence)
    assert number
    assert pence_of(Seen(0, "n", text, None), "here") == pence


@pytest.mark.parametrize(("text", "pence"), [("12.5", 1250), ("12", 1200), ("-0.05", -5), ("0", 0), ("12.50", 1250)])
def test_pounds_are_read_however_a_program_wrote_them(text: str, pence: int) -> None:
    assert pence_of(Seen(0, "n", text, None), "here") == pence


@pytest.mark.parametrize(
    "cell",
    [("n", "12.505"), ("n", "1E3"), ("inlineStr", "12.50"), ("e", "#REF!"), ("str", "12"), ("n", ""), ("n", "nan")],
)
def test_what_is_no_amount_is_refused_with_its_place(cell: tuple[str, str]) -> None:
    with pytest.raises(ReadBackWrong, match=r"Lines\.cost row 7 is not an amount"):
        pence_of(Seen(0, *cell, None), "Lines.cost row 7")


def test_a_workbook_saved_by_another_program_reads_alike(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Lines", LINES, [("f1", 1250, 90), (None, -5, None)]))
    openpyxl.load_workbook(path).save(path)
    with Book(path) as book:
        assert book.sums("Lines", ["cost"]) == {"cost": 1245}
        assert [row["family"].text for _, row in book.rows("Lines") if "family" in row] == ["f1"]


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with Book(written(tmp_path, sheet("Lines", LINES, []))) as book, pytest.raises(ReadBackWrong, match="no column x"):
        book.sums("Lines", ["x"])


def _tampered(path: Path, before: bytes, after: bytes) -> Path:
    other = path.with_name("tampered.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(before, after))
    return other


def test_a_changed_amount_changes_the_sum_whatever_the_checks_say(tmp_path: Path) -> None:
    path = written(tmp_path, sheet("Lines", LINES, [("f1", 1250, 90)]))
    with Book(_tampered(path, b"<v>12.50</v>", b"<v>12.51</v>")) as book:
        assert book.sums("Lines", ["cost"]) == {"cost": 1251}


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (b'<c r="B2"', b'<c r="B3"', NotAWorkbook),
        (b'<c r="C2"', b'<c r="Z2"', ReadBackWrong),
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', NotAWorkbook),
    ],
)
def test_cells_out_of_place_and_document_types_are_refused(
    tmp_path: Path, before: bytes, after: bytes, fault: type[Exception]
) -> None:
    path = _tampered(written(tmp_path, sheet("Lines", LINES, [("f1", 1250, 90)])), before, after)
    with pytest.raises(fault), Book(path) as book:
        book.sums("Lines", ["cost"])


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    plain.write_bytes(b"not a zip")
    with pytest.raises(NotAWorkbook, match="not a zip"):
        Book(plain)
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(NotAWorkbook, match="no workbook part"):
        Book(plain)


def test_writing_and_reading_hold_a_few_rows_at_a_time(tmp_path: Path) -> None:
    def rows(number: int) -> Path:
        lines = ((f"family {n}", n, n) for n in range(number))
        return written(tmp_path, sheet("Lines", LINES, lines, count=number))

    def highest(number: int) -> tuple[int, int]:
        tracemalloc.start()
        path = rows(number)
        writing = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        with Book(path) as book:
            assert book.count("Lines") == number
        reading = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return writing, reading

    highest(10)
    few, many = highest(5_000), highest(40_000)
    assert many[0] < few[0] + 1_000_000
    assert many[1] < few[1] + 1_000_000


@given(st.integers(0, 16_383))
def test_column_letters_go_both_ways(position: int) -> None:
    assert column_position(column_letter(position)) == position
