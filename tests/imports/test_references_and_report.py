"""What rows refer to, the folder as a whole, and the files of refused rows that come back."""

import csv

from budgettracker.imports.kinds import Referent
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.imports.tables.references import Key, settle, wanted
from budgettracker.imports.tables.report import text_report, write_refused_rows
from tests.factories import spreadsheets
from tests.factories.folders import DATA, FAMILIES, PEOPLE, SPEND, problem_lines, read


def spend_rows(*rows: str) -> str:
    return "\n".join([SPEND + ",refund_of,kind", *rows]) + "\n"


def test_what_the_folder_does_not_hold_is_asked_of_the_authoritys_records(tmp_path):
    folder = read(
        tmp_path,
        families=FAMILIES + "EM-3,North,cy@eastmoor.example,2026-01-05\n",
        spend=spend_rows(
            "S-1,EM-1,2026-01-20,5,Travel,P,ana@eastmoor.example,,",
            "S-2,EM-9,2026-02-20,5,T,P,ana@eastmoor.example,S-0,",
        ),
    )
    assert wanted(folder) == {
        "person": {("ana@eastmoor.example",), ("cy@eastmoor.example",)},
        "family": {("EM-9",)},
        "spend": {("S-0",)},
    }
    known: dict[Referent, set[Key]] = {
        Referent.PERSON: {("ana@eastmoor.example",), ("cy@eastmoor.example",)},
        Referent.FAMILY: {("EM-9",)},
        Referent.SPEND: {("S-0",)},
    }
    assert settle(folder, known).good
    known[Referent.FAMILY] = set()
    assert problem_lines(settle(folder, known)) == [
        "spend.csv, row 3, family_ref: “EM-9” is not in families, nor in the authority's records. Check the spelling "
        "or add the row."
    ]


def test_an_index_child_belongs_to_its_own_family(tmp_path):
    families = "family_ref,team,lead_email,opened_on,index_child\n"
    families += "EM-1,N,a@b.example,2026-01-05,C1\nEM-2,N,a@b.example,2026-01-05,C2\n"
    folder = read(tmp_path, families=families, children="family_ref,child_ref\nEM-1,C1\nEM-1,C2\n")
    assert wanted(folder)[Referent.CHILD] == {("EM-2", "C2")}
    assert "row 3, index_child: “C2” is a child of family EM-1" in problem_lines(folder)[0]


def test_rows_leaning_on_a_refused_row_wait_for_it_and_fall_with_it_when_only_good_rows_are_kept(tmp_path):
    files = {
        "people": PEOPLE.replace("ana@eastmoor.example,Ana Lund,practitioner", "ana@eastmoor.example,Ana Lund,wizard"),
        "families": FAMILIES,
        "spend": spend_rows(
            "S-1,EM-1,2026-01-20,5,Travel,P,bo@eastmoor.example,,", "S-2,EM-1,2026-01-21,5,T,P,bo@eastmoor.example,S-1,"
        ),
    }
    folder = read(tmp_path, **files)
    assert len(settle(folder, {}).problems) == 1
    kept = settle(folder, {}, keep_good=True)
    assert [problem.row for problem in kept.problems] == [2, 2, 3, 2, 3, 3]
    assert kept.families == []
    assert kept.spend == []
    assert [person.email for person in kept.people] == ["bo@eastmoor.example"]


def test_refunds_agree_with_their_purchase(tmp_path):
    def with_refund(refund: str) -> list[str]:
        first = "S-1,EM-1,2026-01-20,50.00,Travel,P,ana@eastmoor.example,,other_help"
        return problem_lines(read(tmp_path, spend=spend_rows(first, *refund.split("|"))))

    assert with_refund("S-2,EM-1,2026-01-20,50.00,T,P,ana@eastmoor.example,S-1,") == []
    assert with_refund("S-2,EM-1,2026-02-01,20,T,P,a@b.example,S-1,|S-3,EM-1,2026-02-01,30,T,P,a@b.example,S-1,") == []
    assert (
        "refunds for it would come to £50.01"
        in with_refund("S-2,EM-1,2026-02-01,20,T,P,a@b.example,S-1,|S-3,EM-1,2026-02-01,30.01,T,P,a@b.example,S-1,")[0]
    )
    assert "not for EM-2" in with_refund("S-2,EM-2,2026-02-01,20,T,P,a@b.example,S-1,")[0]
    assert "after this refund" in with_refund("S-2,EM-1,2026-01-19,20,T,P,a@b.example,S-1,")[0]
    assert "leave the refund's kind empty" in with_refund("S-2,EM-1,2026-02-01,20,T,P,a@b.example,S-1,devolved")[0]


def test_comparison_families_have_other_help_and_no_budget(tmp_path):
    families = "family_ref,team,lead_email,opened_on,arm\nEM-1,N,a@b.example,2026-01-05,comparison\n"
    rows = spend_rows("S-1,EM-1,2026-01-20,5,T,P,a@b.example,,other_help", "S-2,EM-1,2026-01-21,5,T,P,a@b.example,S-1,")
    assert problem_lines(read(tmp_path, families=families, spend=rows)) == []
    rows += "S-3,EM-1,2026-01-20,5,T,P,a@b.example,,\n"
    assert (
        "row 4, family_ref: “EM-1” is a comparison family"
        in problem_lines(read(tmp_path, families=families, spend=rows))[0]
    )


def test_decisions_of_one_day_need_no_time_of_day(tmp_path):
    head = SPEND + ",requested_at,decided_by,decided_at\n"
    row = "S-1,EM-1,2026-01-20,600,T,P,a@b.example,2026-01-19 14:00,b@b.example,"
    assert problem_lines(read(tmp_path, spend=head + row + "2026-01-19\n")) == []
    assert problem_lines(read(tmp_path, spend=head + row + "2026-01-19 14:00\n")) == []
    assert problem_lines(read(tmp_path, spend=head + row + "\n")) == []
    assert "is before requested_at" in problem_lines(read(tmp_path, spend=head + row + "2026-01-19 13:59\n"))[0]


def test_the_refused_rows_come_back_as_a_file_of_the_same_shape_with_reasons(tmp_path):
    inside, back = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    people = "Name;E-mail;email;Roles;Team\nZoë;=cmd;nobody;manager;-North\nBo;-5;b@b.example;cook;N\nCy;;c@b.example;manager;N\n"
    folder = read(inside, people=people)
    (path,) = write_refused_rows(folder, back)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Name", "E-mail", "email", "Roles", "Team", "reason"]
    assert rows[1][:5] == ["Zoë", "'=cmd", "nobody", "manager", "'-North"]
    assert rows[1][5].startswith("email: “nobody” is not an e-mail address.")
    assert rows[2][1] == "-5"
    assert "roles: “cook” is not a role known here." in rows[2][5]
    assert len(rows) == 3


def test_refused_rows_put_right_can_be_imported_as_they_are(tmp_path):
    inside, back = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    spreadsheets.save(
        inside / "budgets.xlsx",
        [
            ["family_ref", "scheme", "limit", "approved_by", "approved_on", "reason"],
            ["EM-1", "S", "lots", "a@b.example", "2026-01-05", "=plan"],
            ["EM-2", "S", 5, "a@b.example", "2026-01-05", "Plan"],
        ],
        sheet="budgets",
    )
    (path,) = write_refused_rows(read_folder(inside), back)
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith(",reason,import_reason")
    path.write_text(text.replace(",lots,", ",12.34,"), encoding="utf-8")
    again = read_folder(back)
    assert (problem_lines(again), again.notes) == ([], [])
    assert [(row.limit_pence, row.reason) for row in again.budgets] == [(1234, "=plan")]


def test_a_good_folder_gives_back_no_files(tmp_path):
    assert write_refused_rows(read_folder(DATA / "small_council"), tmp_path / "out") == []


def test_reading_tells_how_far_it_is(tmp_path):
    rows = "".join(f"W-{at},a@b.example,2026-01-12,V,0,1\n" for at in range(1400))
    (tmp_path / "worktime.csv").write_text(
        "entry_ref,email,worked_on,activity,contact_minutes,preparation_minutes\n" + rows
    )
    seen: list[tuple[str, int]] = []
    assert len(read_folder(tmp_path, lambda label, done: seen.append((label, done))).worktime) == 1400
    assert seen == [("worktime.csv", 1000)]


def test_a_folder_that_is_not_there_or_holds_no_table_is_told_so(tmp_path):
    assert "no folder of this name" in problem_lines(read_folder(tmp_path / "nowhere"))[0]
    assert "none of the tables is here" in problem_lines(read_folder(tmp_path))[0].lower()
    (tmp_path / "people.numbers").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "~$people.xlsx").write_bytes(b"lock")
    (tmp_path / "letter.docx").write_bytes(b"PK")
    folder = read_folder(tmp_path)
    assert problem_lines(folder) == ["people.numbers: This kind of file is not read. Save it as CSV, XLSX or ODS."]
    assert [note.file for note in folder.notes] == ["letter.docx"]


def test_one_file_can_be_read_by_itself(tmp_path):
    (tmp_path / "People.CSV").write_text(PEOPLE)
    assert len(read_folder(tmp_path / "People.CSV").people) == 2


def test_the_report_says_what_was_read(tmp_path):
    report = text_report(read(tmp_path, people=PEOPLE))
    assert "people.csv: 2 rows good, 0 refused" in report
    assert "Every row is good." in report
