"""XLSX workbooks: what cells hold is read exactly, and what would harm the reader is refused in words."""

import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from budgettracker.imports.files.xlsx import open_workbook
from budgettracker.imports.tables.read_folder import read_folder
from tests.factories import spreadsheets
from tests.factories.folders import DATA, problem_lines


def cells_of(path, sheet="people"):
    return [cells for _, cells in open_workbook(path).rows(sheet)]


def test_numbers_dates_and_texts_are_read_as_the_cells_show_them(tmp_path):
    path = spreadsheets.save(
        tmp_path / "people.xlsx",
        [[1234.5, 934.1999999999999, date(2026, 3, 31), datetime(2026, 3, 31, 14, 5), 0.29, timedelta(hours=37.5)]],
        formats={"E1": "0%", "F1": "[h]:mm"},
    )
    (row,) = cells_of(path)
    assert row == ["1234.5", "934.2", "2026-03-31", "2026-03-31 14:05:00", "29%", "37:30"]
    assert [getattr(cell, "kind", "text") for cell in row] == ["number", "number", "date", "date", "number", "time"]


def test_booleans_leading_zeros_large_and_small_numbers(tmp_path):
    path = spreadsheets.save(tmp_path / "people.xlsx", [[True, 42, 1e15, 1e-7, 1e300, -5]], formats={"B1": "00000"})
    assert cells_of(path)[0][:4] == ["TRUE", "00042", "1000000000000000", "0.0000001"]
    assert float(cells_of(path)[0][4]) == 1e300
    assert cells_of(path)[0][5] == "-5"


def test_gaps_keep_their_row_and_column(tmp_path):
    rows = '<row r="3"><c r="C3"><v>1</v></c></row><row r="7"><c r="A7" t="inlineStr"><is><t> </t></is></c></row>'
    path = spreadsheets.with_part(
        spreadsheets.save(tmp_path / "p.xlsx", []), spreadsheets.SHEET, spreadsheets.sheet(rows)
    )
    assert list(open_workbook(path).rows("people")) == [(3, ["", "", "1"])]


def test_a_workbook_counting_from_1904_has_the_same_days(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append([date(2026, 3, 31)])
    book.save(tmp_path / "b.xlsx")
    assert cells_of(tmp_path / "b.xlsx", "Sheet") == [["2026-03-31"]]


def test_a_formula_gives_its_result_and_without_one_is_refused(tmp_path):
    rows = spreadsheets.text_row("email", "name", "roles", "team", "weekly_hours") + spreadsheets.text_row(
        "a@b.example", "A", "manager", "N"
    ).replace("</row>", "<c><f>30+7</f><v>37</v></c></row>")
    path = spreadsheets.with_part(
        spreadsheets.save(tmp_path / "people.xlsx", []), spreadsheets.SHEET, spreadsheets.sheet(rows)
    )
    assert read_folder(tmp_path).people[0].weekly_minutes == 2220
    for empty in ("", "<v/>", "<v></v>"):
        spreadsheets.with_part(path, spreadsheets.SHEET, spreadsheets.sheet(rows.replace("<v>37</v>", empty)))
        assert "“=30+7” is a formula without its result" in problem_lines(read_folder(tmp_path))[0]
    spreadsheets.with_part(
        path,
        spreadsheets.SHEET,
        spreadsheets.sheet(rows.replace("<c><f>30+7</f><v>37</v>", '<c t="str"><f>A9</f><v/>')),
    )
    assert read_folder(tmp_path).people[0].weekly_minutes is None
    spreadsheets.with_part(
        path, spreadsheets.SHEET, spreadsheets.sheet(rows.replace("<c><f>30+7</f><v>37</v>", '<c t="e"><v>#REF!</v>'))
    )
    assert "“#REF!” is an error in the spreadsheet" in problem_lines(read_folder(tmp_path))[0]


def test_characters_xml_cannot_hold_reach_the_cell_that_refuses_them(tmp_path):
    rows = [
        *spreadsheets.PEOPLE_ROWS,
        ["b@b.example", "A_x0000_B", "manager", "N"],
        ["c@b.example", "a_x005F_x0041_", "manager", "N"],
    ]
    spreadsheets.with_part(
        spreadsheets.save(tmp_path / "people.xlsx", []),
        spreadsheets.SHEET,
        spreadsheets.sheet("".join(spreadsheets.text_row(*row) for row in rows)),
    )
    folder = read_folder(tmp_path)
    assert "row 3, name" in problem_lines(folder)[0]
    assert "NUL" in problem_lines(folder)[0]
    assert folder.people[1].name == "a_x0041_"


def test_rich_text_is_put_together_and_what_is_struck_through_in_it_is_known(tmp_path):
    """Reading aids are left out; of the shared texts the second has a part struck through, the third has not."""
    runs = "<r><rPr><strike val='{}'/></rPr><t>Be</t></r><r><t>d</t></r>"
    items = ("<r><t>Zo</t></r><r><t>ë</t></r><rPh><t>aid</t></rPh>", runs.format(1), runs.format(0))
    strings = f"<sst {spreadsheets.NS}>{''.join(f'<si>{item}</si>' for item in items)}</sst>".encode()
    path = spreadsheets.save(tmp_path / "people.xlsx", [])
    rows = "".join(f'<row><c t="s"><v>{number}</v></c></row>' for number in range(3))
    spreadsheets.with_part(path, spreadsheets.SHEET, spreadsheets.sheet(rows))
    links = zipfile.ZipFile(path).read("xl/_rels/workbook.xml.rels")
    link = b'<Relationship Id="rId99" Type="http://x/relationships/sharedStrings" Target="/xl/strings.xml"/></Relationships>'
    spreadsheets.with_part(path, "xl/_rels/workbook.xml.rels", links.replace(b"</Relationships>", link))
    spreadsheets.with_part(path, "xl/strings.xml", strings)
    assert cells_of(path) == [["Zoë"], ["Bed"], ["Bed"]]
    book = open_workbook(path)
    (name,) = book.sheets
    assert len(list(book.rows(name))) == 3
    assert book.hidden[name].struck == {2}


def test_a_workbook_holds_tables_by_its_sheets_names(tmp_path):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Notes"
    for name in (" People ", "families"):
        book.create_sheet(name)
    for row in spreadsheets.PEOPLE_ROWS:
        book[" People "].append(row)
    book["families"].append(["family_ref", "team", "lead_email", "opened_on"])
    book["families"].append(["F-1", "North", "ana@b.example", datetime(2026, 1, 15)])
    book["families"].append(["F-2", "North", "ana@b.example", "03/31/2026"])
    book.save(tmp_path / "Council.XLSX")
    folder = read_folder(tmp_path)
    assert folder.families[0].opened_on == date(2026, 1, 15)
    assert problem_lines(folder)[0].startswith("Council.XLSX, sheet families, row 3, opened_on: “03/31/2026”")
    assert "Council.XLSX, sheet Notes: not read" in str(folder.notes[0])


def test_an_only_sheet_of_any_name_is_the_table_its_file_is_named_after(tmp_path):
    spreadsheets.save(tmp_path / "people.xlsx", spreadsheets.PEOPLE_ROWS, sheet="Tabelle1")
    assert len(read_folder(tmp_path).people) == 1


def test_a_table_that_is_there_twice_is_reported(tmp_path):
    spreadsheets.save(tmp_path / "people.xlsx", spreadsheets.PEOPLE_ROWS)
    (tmp_path / "people.csv").write_text("email,name,roles,team\n")
    assert problem_lines(read_folder(tmp_path)) == [
        "people.xlsx: People is here twice: also in people.csv. Keep one of them.",
    ]


def test_openpyxl_and_this_reader_agree_on_the_sample(tmp_path):
    path = DATA / "messy_council" / "posts.xlsx"
    rows = list(openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True))
    ours = cells_of(path, "Sheet1")
    for theirs, mine in zip(rows, ours, strict=True):
        for one, other in zip(theirs, [*mine, *[""] * (len(theirs) - len(mine))], strict=True):
            if isinstance(one, datetime):
                assert other == f"{one:%Y-%m-%d}"
            elif isinstance(one, float) and one < 1 and other.endswith("%"):
                assert other == f"{round(one * 100)}%"
            else:
                assert other == ("" if one is None else str(one))


NOISE = random.Random(1)


def many_rows() -> bytes:
    rows = "".join(f'<row spans="{NOISE.random()}"/>' for _ in range(310_000))
    return spreadsheets.sheet(spreadsheets.text_row("email", "name", "roles") + rows)


def deep() -> bytes:
    tags = [f"a{NOISE.randrange(10**9)}" for _ in range(100_000)]
    return spreadsheets.sheet("".join(f"<{tag}>" for tag in tags) + "".join(f"</{tag}>" for tag in tags[::-1]))


def bomb() -> bytes:
    return spreadsheets.sheet("<!--" + " " * 60_000_000 + "-->")


HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "zip bomb": (bomb, "unpacks to far more"),
    "outside entity": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>',
        "entities of its own",
    ),
    "billion laughs": (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
        "entities of its own",
    ),
    "deep nesting": (deep, "damaged"),
    "too many rows": (many_rows, "more than 300,000 rows"),
    "broken xml": (b"<worksheet><sheetData><row></sheetData>", "damaged"),
    "not xml": (b"\x00\x01\x02" * 1000, "damaged"),
    "far column": (spreadsheets.sheet('<row><c r="XFD1"><v>1</v></c></row>'), "beyond column 500"),
    "no column": (spreadsheets.sheet('<row><c r="!!1"><v>1</v></c></row>'), "damaged"),
    "rows going back": (spreadsheets.sheet('<row r="5"/><row r="4"/>'), "damaged"),
    "row beyond the last": (spreadsheets.sheet('<row r="99999999"><c><v>1</v></c></row>'), "damaged"),
    "unknown string": (spreadsheets.sheet('<row><c t="s"><v>99</v></c></row>'), "damaged"),
    "no number": (spreadsheets.sheet("<row><c><v>12a</v></c></row>"), "damaged"),
    "long cell": (spreadsheets.sheet(spreadsheets.text_row("ab" * 25_000)), "more than 40,000 characters"),
    "unknown encoding": (b"<?xml version='1.0' encoding='klingon'?><worksheet/>", "damaged"),
}


def content_of(name: str) -> bytes:
    """What lies in a hostile sheet; the large ones are made where they are wanted."""
    made, _ = HOSTILE[name]
    return made() if callable(made) else made


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sheet_is_refused_in_words(tmp_path, name):
    _, words = HOSTILE[name]
    spreadsheets.with_part(spreadsheets.save(tmp_path / "people.xlsx", []), spreadsheets.SHEET, content_of(name))
    lines = problem_lines(read_folder(tmp_path))
    assert all(line.startswith("people.xlsx") for line in lines)
    assert any(words in line for line in lines)


def test_a_giant_token_is_refused_before_it_fills_memory(tmp_path):
    # Incompressible, so that neither the ratio nor the size gives it away.
    noise = NOISE.randbytes(4_000_000).hex().encode()
    content = spreadsheets.sheet("<row><c><v>1</v></c></row>").replace(b"<row>", b'<row spans="' + noise + b'">')
    spreadsheets.with_part(spreadsheets.save(tmp_path / "people.xlsx", []), spreadsheets.SHEET, content, level=1)
    assert "a single piece of more than a million characters" in problem_lines(read_folder(tmp_path))[0]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "not an XLSX workbook"),
        (b"email,name\n", "not an XLSX workbook"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_words(tmp_path, raw, words):
    (tmp_path / "people.xlsx").write_bytes(raw)
    (line,) = problem_lines(read_folder(tmp_path))
    assert words in line


def test_a_zip_that_is_no_workbook_and_a_truncated_workbook_are_refused_in_words(tmp_path):
    with zipfile.ZipFile(tmp_path / "people.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "damaged" in problem_lines(read_folder(tmp_path))[0]
    path = spreadsheets.save(tmp_path / "people.xlsx", spreadsheets.PEOPLE_ROWS * 500)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + whole[-600:])
    assert problem_lines(read_folder(tmp_path))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"])
@pytest.mark.parametrize("content", [b"", b"<x/>", b"<!DOCTYPE x><x/>", b"\xff\xfe"])
def test_any_part_may_be_broken(tmp_path, part, content):
    spreadsheets.with_part(spreadsheets.save(tmp_path / "people.xlsx", spreadsheets.PEOPLE_ROWS), part, content)
    folder = read_folder(tmp_path)
    assert folder.people == [] or part == "xl/styles.xml"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 5000), st.integers(0, 255))
def test_no_changed_byte_makes_reading_fail(tmp_path_factory, at, byte):
    folder = tmp_path_factory.mktemp("changed")
    path = spreadsheets.save(folder / "people.xlsx", spreadsheets.PEOPLE_ROWS)
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] = byte
    path.write_bytes(raw)
    read_folder(folder)


@pytest.mark.parametrize("name", ["zip bomb", "too many rows", "deep nesting"])
def test_bombs_stay_under_150_mib(tmp_path, name):
    spreadsheets.with_part(spreadsheets.save(tmp_path / "people.xlsx", []), spreadsheets.SHEET, content_of(name))
    program = (
        "import resource, sys; from pathlib import Path; from budgettracker.imports.tables.read_folder import read_folder\n"
        "rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "folder = read_folder(Path(sys.argv[1])); assert folder.problems\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - rest)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150 * 1024
