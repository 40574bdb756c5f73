"""OpenDocument and old Excel workbooks: read by their values; a number where a reference should be is refused."""

import shutil
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest

from budgettracker.imports.tables.read_folder import read_folder
from tests.factories.cases import CASES, west
from tests.factories.folders import problem_lines


@pytest.fixture(params=["ods", "xls"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """West's files, its purchases in a workbook of the kind: two good ones, and one whose reference 00123 is a number."""
    name = f"spend.{request.param}"
    return west(tmp_path / "in", **{name: (CASES / "old_workbooks" / name).read_bytes()})


def test_values_are_read_and_a_number_for_a_reference_is_refused(folder: Path) -> None:
    read = read_folder(folder)
    (line,) = problem_lines(read)
    assert "row 6, spend_ref: “123” is a number that the spreadsheet may show otherwise" in line
    assert [(row.bought_on, row.amount_pence) for row in read.spend] == [
        (date(2026, 1, 5), 12_50),
        (date(2026, 1, 31), 934_20),
    ]
    notes = [str(note) for note in read.notes]
    assert any("no leading zeros and no rounding" in note for note in notes)


@pytest.mark.parametrize("ending", ["ods", "xls"])
@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"a,b\n1,2"]
)
def test_what_is_no_such_workbook_is_refused_in_words(tmp_path: Path, ending: str, raw: bytes) -> None:
    (tmp_path / f"spend.{ending}").write_bytes(raw)
    (line,) = problem_lines(read_folder(tmp_path))
    assert line.startswith(f"spend.{ending}: It is ")


@pytest.mark.parametrize("name", ["spend.ods", "spend.xls"])
@pytest.mark.parametrize("cut", [200, 3000, 5000])
def test_a_file_cut_short_is_refused_in_words(tmp_path: Path, name: str, cut: int) -> None:
    (tmp_path / name).write_bytes((CASES / "old_workbooks" / name).read_bytes()[:cut])
    assert problem_lines(read_folder(tmp_path))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    shutil.copy(CASES / "old_workbooks" / "spend.ods", tmp_path / "spend.ods")
    with zipfile.ZipFile(tmp_path / "spend.ods", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("more.xml", b" " * 50_000_000)
    (line,) = problem_lines(read_folder(tmp_path))
    assert "unpacks to far more than a table would" in line


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_errors_are_refused_percentages_read_and_hidden_rows_named(tmp_path: Path, ending: str) -> None:
    """Four posts: a formula that fails, an error typed, overheads of 29% and 25.5%, a row and a column that are hidden."""
    name = f"posts.{ending}"
    read = read_folder(west(tmp_path / "in", **{name: (CASES / "old_workbooks" / name).read_bytes()}))
    assert [line.partition(" in the")[0] for line in problem_lines(read)] == [
        f"{name}, row 4, oncosts: “#N/A” is an error",
        f"{name}, row 5, overhead_direct: “#N/A” is an error",
    ]
    assert [row.overhead_direct.basis_points for row in read.posts] == [2_900, 2_550]
    notes = " ".join(map(str, read.notes))
    assert "1 hidden row (row 3) was read too" in notes
    assert "1 hidden column (column hours_per_year) was read too" in notes


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_struck_through_rows_are_named_and_other_money_is_refused(tmp_path: Path, ending: str) -> None:
    """Five purchases: the second struck through, the third in its amount, the fourth in euros, the last in pounds."""
    raw = (CASES / "old_workbooks" / f"struck.{ending}").read_bytes()
    read = read_folder(west(tmp_path / "in", **{f"spend.{ending}": raw}))
    (line,) = problem_lines(read)
    assert "row 5, amount: “13” is shown as " in line
    assert f"spend.{ending}: 2 struck-through rows (rows 3, 4) were read too." in map(str, read.notes)


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_days_number_counts_from_the_day_that_its_workbook_counts_from(tmp_path: Path, ending: str) -> None:
    """The second purchase's day is 44565 without a format, in a workbook that counts from 1904."""
    raw = (CASES / "old_workbooks" / f"from_1904.{ending}").read_bytes()
    read = read_folder(west(tmp_path / "in", **{f"spend.{ending}": raw}))
    assert [row.bought_on for row in read.spend] == [date(2026, 1, 5)] * 2


def test_records_that_lead_in_a_circle_or_nowhere_are_refused_in_words(tmp_path: Path) -> None:
    """The container's table says for every sector that it follows itself; then that each is followed by one too far."""
    raw = (CASES / "old_workbooks" / "posts.xls").read_bytes()
    (at,) = struct.unpack_from("<I", raw, 76)
    table = slice((at + 1) * 512, (at + 2) * 512)
    for numbers in (range(128), [999_999] * 128):
        damaged = bytearray(raw)
        damaged[table] = struct.pack("<128I", *numbers)
        (tmp_path / "posts.xls").write_bytes(damaged)
        assert "it is damaged" in " ".join(problem_lines(read_folder(tmp_path))).casefold()
