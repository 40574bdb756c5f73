"""OpenDocument and old Excel workbooks: read by their values; a number where a reference should be is refused."""

import shutil
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
    assert any("does not tell which rows are hidden" in note for note in notes)


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


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (b'calcext:value-type="error"', "a cell of it holds an error, such as #N/A"),
        (b'office:value-type="percentage"', "some cells show percentages, and their plain numbers were read"),
    ],
)
def test_what_only_the_file_itself_tells_of_its_cells_is_refused_or_named(
    tmp_path: Path, mark: bytes, words: str
) -> None:
    (tmp_path / "in").mkdir()
    with (
        zipfile.ZipFile(CASES / "old_workbooks" / "spend.ods") as source,
        zipfile.ZipFile(tmp_path / "in" / "spend.ods", "w") as changed,
    ):
        for name in source.namelist():
            raw = source.read(name)
            if name == "content.xml":
                raw = raw.replace(mark.partition(b"=")[0] + b'="float"', mark, 1)
            changed.writestr(name, raw)
    read = read_folder(tmp_path / "in")
    assert words.casefold() in " ".join(map(str, [*read.problems, *read.notes])).casefold()
