"""CSV files in every dress councils save them in, and files that are no CSV at all."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from budgettracker.imports.tables import read_table as tables
from budgettracker.imports.tables.read_folder import read_folder
from tests.factories.folders import FAMILIES, PEOPLE, SPEND, problem_lines, read
from tests.factories.spreadsheets import save

ONE = "email,name,roles,team\nana@eastmoor.example,Zoë £,practitioner,North\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_letters_separators_and_line_ends_of_every_kind(tmp_path, encoding, delimiter, end):
    raw = ONE.replace(",", delimiter).replace("\n", end).encode(encoding)
    folder = read(tmp_path, people=raw)
    assert problem_lines(folder) == []
    assert [(person.name, person.where.row) for person in folder.people] == [("Zoë £", 2)]


def test_what_another_program_protected_from_a_spreadsheet_is_read_as_it_shows_it(tmp_path):
    protected = f'{SPEND}\n="007",EM-1,2026-01-20,"=""1,200.50""",Travel,="a"&"b",ana@eastmoor.example\n'
    (row,) = read(tmp_path, people=PEOPLE, families=FAMILIES, spend=protected).spend
    assert (row.spend_ref, row.amount_pence, row.purpose) == ("007", 1200_50, '="a"&"b"')


def test_lists_with_semicolons_do_not_mislead_the_choice_of_separator(tmp_path):
    folder = read(tmp_path, people="email,name,roles,team\na@b.example,A;B;C;D;E,practitioner;manager;finance,N\n")
    assert folder.people[0].roles == ("practitioner", "manager", "finance")


def test_excels_first_line_that_names_the_separator_is_obeyed_and_not_counted(tmp_path):
    folder = read(tmp_path, people="sep=;\n" + ONE.replace(",", ";"))
    assert [(person.name, person.where.row) for person in folder.people] == [("Zoë £", 2)]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    text = "\nWestmoor staff,,,\n" + ONE + '\n,,,\nbo@b.example,"Bo",practitioner,"North"\n"x",Cy,practitioner,N\n'
    folder = read(tmp_path, people=text)
    assert [person.where.row for person in folder.people] == [4, 7]
    assert problem_lines(folder)[0].startswith("people.csv, row 8, email: “x”")
    assert "not read: it stands above the headings." in str(folder.notes[0])


def test_a_row_with_a_line_break_in_a_cell_counts_as_one(tmp_path):
    folder = read(
        tmp_path,
        people=PEOPLE,
        families=FAMILIES,
        spend=SPEND + '\nS-1,EM-1,2026-01-20,5,Travel,"two\nlines",ana@eastmoor.example\nS-2,EM-1,2026-01-20,x,T,P,'
        "ana@eastmoor.example\n",
    )
    assert folder.spend[0].purpose == "two\nlines"
    assert [problem.row for problem in folder.problems] == [3]


def test_headings_are_known_whatever_their_capitals_blanks_and_stars(tmp_path):
    folder = read(tmp_path, people=" E-mail ,EMAIL*,  Name ,Roles,TEAM , Weekly Hours\nx,a@b.example,A,manager,N,37\n")
    assert folder.people[0].weekly_minutes == 2220
    assert [str(note) for note in folder.notes] == [
        "people.csv, row 1: the column “E-mail” is not known and was not read."
    ]


def test_missing_and_repeated_columns_are_named_and_the_cells_still_checked(tmp_path):
    folder = read(tmp_path, people="email,email,name,weekly_hours\na@b.example,,A,lots\n")
    lines = problem_lines(folder)
    assert any("“email” is the heading of two columns" in line for line in lines)
    assert any("The column roles is missing" in line for line in lines)
    assert any("row 2, weekly_hours: “lots”" in line for line in lines)
    assert folder.people == []


def test_cells_beyond_or_without_a_heading_are_never_dropped_in_silence(tmp_path):
    folder = read(
        tmp_path, people="email,name,roles,team,\na@b.example,A,manager,N,who,more\nb@b.example,B,manager,N,,\n"
    )
    assert [person.name for person in folder.people] == ["B"]
    assert "“more” stands beyond the last heading" in problem_lines(folder)[0]
    assert "column 5 has no heading" in str(folder.notes[0])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "the table is empty"),
        (b"\n\n,,,\n", "the table is empty"),
        (b"PK\x03\x04rest", "it is an XLSX workbook with the ending .csv"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an old Excel workbook"),
        (b"\x81\x8d\x8f", "its letters cannot be read"),
        (b"\xff\xfe\x00", "its letters cannot be read"),
        (b"a,b,c\n1,2,3\n", "none of its headings is known"),
        (b'email,name,roles,team\na@b.example,"A,manager,N\nb@b.example,B,manager,N\n', "is never closed"),
        (b'email,name,roles,team\na@b.example,"' + b"A\n" * 2000, "is opened and not closed"),
        (b'email,name,roles,team\na@b.example,"' + b"A" * 200_000 + b'",x,y\n', "is never closed"),
        (b"email,name,roles,team\n" + b"x" * 1_100_000, "more than 1,000,000 characters"),
        (b"email,name,roles,team\n" + b"," * 600 + b"\n", "has 601 cells"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path, raw, words):
    (line,) = problem_lines(read(tmp_path, people=raw))
    assert line.startswith("people.csv")
    assert words.lower() in line.lower()


def test_good_rows_before_a_broken_end_are_reported_with_it(tmp_path):
    folder = read(tmp_path, people=PEOPLE + 'not-an-address,C,manager,N,,\nx@y.example,"D,manager\n')
    assert len(folder.people) == 2
    assert len(folder.problems) == 2


def test_letters_coded_twice_are_worth_a_note(tmp_path):
    folder = read(tmp_path, people=ONE.encode("utf-8") + "bo@b.example,Bo\xe9,manager,N\n".encode("cp1252"))
    assert any("letters look garbled" in str(note) and note.row == 2 for note in folder.notes)


def test_one_mistake_repeated_without_end_stops_the_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MOST_PROBLEMS", 50)
    folder = read(tmp_path, people="email,name,roles,team\n" + "x,A,manager,N\n" * 500)
    assert 50 < len(folder.problems) < 60
    assert any("Reading stopped at row" in line for line in problem_lines(folder))


def test_a_row_written_twice_is_one_and_the_same_reference_with_other_content_is_none(tmp_path):
    folder = read(
        tmp_path, people=PEOPLE + PEOPLE.splitlines()[1] + "\nBO@eastmoor.example,Bo Marsh,manager,North,,36\n"
    )
    assert [person.email for person in folder.people] == ["ana@eastmoor.example", "bo@eastmoor.example"]
    assert problem_lines(folder) == [
        "people.csv, row 5, email: “bo@eastmoor.example” is also in row 3, with other content in weekly_hours. "
        "Correct one of the two rows."
    ]


def test_names_that_differ_in_capitals_only_are_noted(tmp_path):
    folder = read(tmp_path, people=PEOPLE.replace("manager,North", "manager,NORTH"))
    assert "“NORTH” and “North” (row 2) differ in capitals only" in str(folder.notes[0])


def test_work_over_a_day_is_counted_per_person_and_day(tmp_path):
    head = "entry_ref,email,worked_on,activity,contact_minutes\n"
    days = "W-1,a@b.example,2026-01-12,V,1000\nW-2,a@b.example,2026-01-12,V,440\nW-3,b@b.example,2026-01-12,V,1\n"
    assert problem_lines(read(tmp_path, worktime=head + days)) == []
    (line,) = problem_lines(read(tmp_path, worktime=head + days + "W-4,a@b.example,12/01/2026,V,1\n"))
    assert "row 5, email" in line
    assert "has 1,440 minutes on 12/01/2026" in line


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_that_is_too_long_says_so_before_it_is_read(tmp_path, monkeypatch, ending):
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    for rows, refused in ((3, False), (4, True)):
        cells = [
            ["Staff"],
            *(line.split(",") for line in ONE.splitlines()),
            *([f"x{n}", "N", "manager", "North"] for n in range(1, rows)),
        ]
        folder = tmp_path / str(rows)
        folder.mkdir()
        if ending == "csv":
            lines = [",".join(row) for row in cells]
            # Blank rows are none, and a cell may go over lines.
            (folder / "people.csv").write_text("\n,,,\n\n" + "\n".join(lines).replace("Zoë £", '"Zoë\n£"') + "\n,,,\n")
        else:
            save(folder / "people.xlsx", cells)
        read_rows = read_folder(folder)
        assert (
            any("more than 300,000 rows. Nothing of it was read" in line for line in problem_lines(read_rows))
            == refused
        )
        # Where it is read, the addresses that are none are named; where it is too long nobody looks at them.
        assert sum("email: “x" in line for line in problem_lines(read_rows)) == (0 if refused else 2)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["people", "spend", "worktime", "schemes"]), st.binary(max_size=300))
@example("people", b'email,name\n"a\x00b",\xed\xa0\x80\n')
@example("spend", b"spend_ref,amount\n" + b"\xff" * 40)
def test_no_bytes_whatever_make_reading_fail(tmp_path_factory, name, raw):
    folder = tmp_path_factory.mktemp("any")
    heading = b"email,name,roles,team,spend_ref,amount,entry_ref,scheme,bands\n"
    for content in (raw, heading + raw):
        (folder / f"{name}.csv").write_bytes(content)
        read_folder(folder)
