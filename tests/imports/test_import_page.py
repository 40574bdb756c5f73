"""The page of imports: finance only, everything or nothing, hostile files refused in words, nothing left behind."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.imports.views import sent_files
from budgettracker.ledger.queries.second_hands import how_many_before
from tests.client import PageClient, Seen
from tests.factories import spreadsheets
from tests.factories.folders import DATA
from tests.factories.imports import BUDGETS, FAMILIES, PEOPLE, POSTS, SCHEMES, SPEND, WORK, counts, import_from
from tests.factories.second_hands import not_live
from tests.factories.world import NOON, World, authority, person
from tests.page import words

pytestmark = pytest.mark.pages

WEST = {"people": PEOPLE, "posts": POSTS, "schemes": SCHEMES, "families": FAMILIES}


def csv_file(name: str, text: str | bytes) -> FileStorage:
    raw = text.encode() if isinstance(text, str) else text
    lines = b"\n".join(line.strip() for line in raw.splitlines()) + b"\n" if isinstance(text, str) else raw
    return FileStorage(io.BytesIO(lines), filename=name)


def send(client: PageClient, *files: FileStorage) -> Seen:
    """Look at files, and import them where the page offers it: the last answer."""
    answer = client.post("/imports", {**client.get("/imports").form(""), "files": list(files)})
    if answer.status != 303:
        return answer
    looked = client.get(answer.location)
    offered = [form for form in looked.page.iter("form") if form.get("action") == answer.location]
    return client.post(answer.location, looked.form(answer.location)) if offered else looked


def tables(**texts: str) -> list[FileStorage]:
    return [csv_file(f"{name}.csv", text) for name, text in texts.items()]


def rows(seen: Seen) -> list[str]:
    """The rows of the page's tables, their cells side by side."""
    return [" | ".join(words(cell) for cell in row if cell.tag in ("td", "th")) for row in seen.page.iter("tr")]


@pytest.fixture
def fiona(client: PageClient, world: World) -> PageClient:
    client.as_("fiona.field@example.org")
    not_live()
    return client


def test_finance_finds_the_page_in_the_navigation(fiona: PageClient) -> None:
    page = fiona.get("/imports")
    assert page.status == 200
    assert "Nothing has been imported yet" in page.text
    assert 'href="/imports"' in fiona.follow("/").html


def test_good_files_are_imported_and_the_answer_says_what_was_added(fiona: PageClient, world: World) -> None:
    answer = send(fiona, *tables(**WEST))
    assert answer.status == 303
    done = fiona.get(answer.location)
    assert "4 people, 1 scheme, 2 families, 1 cost of a post" in done.text
    assert "an administrator invites each of them" in done.text
    family = db.session.scalars(select(Family).filter_by(reference="K-1")).one()
    assert family.authority_id == world.authority.id
    line = db.session.scalars(select(AuditRecord).filter_by(deed=Deed.FOLDER_IMPORTED)).one()
    assert line.by_id == world.fiona.id
    assert "4 people, 1 scheme" in fiona.get("/imports").text
    assert faults() == []


def test_good_files_that_hold_a_surprise_are_imported_and_it_is_told_once(fiona: PageClient) -> None:
    answer = send(
        fiona,
        *tables(
            **WEST,
            budgets=BUDGETS,
            spend=SPEND + "\nS-1,K-1,2026-02-01,260,Bedding,Beds,iris@kelby.example,,,,,",
            worktime=WORK + "\nW-1,iris@kelby.example,2026-02-02,Vissit,60,,K-1,",
        ),
    )
    assert answer.status == 303, rows(answer)
    done = fiona.get(answer.location).text
    assert "spend.csv, row 2, amount: £60.00 of it is over the limit." in done
    assert "worktime.csv, row 2, activity: “Vissit” is a new activity, direct. Is it spelled as meant?" in done
    later = fiona.get(answer.location).text
    assert "1 work entry" in later
    assert "Worth knowing" not in later


def test_the_same_files_again_change_nothing_and_say_so(fiona: PageClient) -> None:
    send(fiona, *tables(**WEST))
    answer = send(fiona, *tables(**WEST))
    assert (answer.status, "have every row of these files already" in answer.text) == (200, True)
    assert "have every row of these files already" in fiona.get("/imports/unchanged").text


def test_one_workbook_brings_all_tables(fiona: PageClient, tmp_path: Path) -> None:
    path = spreadsheets.save(tmp_path / "people.xlsx", [line.strip().split(",") for line in PEOPLE.splitlines()])
    answer = send(fiona, FileStorage(io.BytesIO(path.read_bytes()), filename="council.xlsx"), *tables(posts=POSTS))
    assert "4 people" in fiona.get(answer.location).text


def test_the_messy_folder_comes_in_by_the_page_too(client: PageClient, world: World) -> None:
    with transaction():
        person(authority("Moor"), "Moira Moor", Role.FINANCE)
        # The files add evaluators, on record: so was the one who is here already.
        line = {"active_from": world.eve.active_from, "roles": [str(Role.EVALUATOR)], "teams": []}
        record(None, Deed.PERSON_ADDED, world.eve, line, at=NOON)
    client.as_("moira.moor@example.org")
    not_live("Moor")
    files = [csv_file(path.name, path.read_bytes()) for path in sorted((DATA / "messy_council").iterdir())]
    answer = send(client, *files)
    assert answer.status == 303, rows(answer)
    assert "190 work entries, 2 studies" in client.get(answer.location).text
    assert (faults(), how_many_before()) == ([], 0), "nothing that came in is older than second hands"


def test_wrong_cells_are_named_and_nothing_is_imported(fiona: PageClient) -> None:
    before = counts()
    wrong = SPEND + "\nA,K-1,2026-02-01,12.345,Zoo,<b>Thing</b>,iris@kelby.example,,,,,"
    answer = send(
        fiona, *tables(**WEST, spend=wrong, worktime=WORK + "\nW-1,x@kelby.example,2026-02-02,Visit,60,,K-9,")
    )
    assert "Nothing is written. Put these cells right and send the files again." in answer.text
    for line in (
        "spend.csv | 2 | amount | “12.345” has three figures after the point",
        "worktime.csv | 2 | email | “x@kelby.example” is not in people",
        "people.csv | 4 | 0",
        "spend.csv | 0 | 1",
    ):
        assert any(row.startswith(line) for row in rows(answer)), rows(answer)
    after = counts()
    assert {name for name in after if after[name] != before[name]} == {"form_key"}


def test_what_the_books_say_otherwise_is_named(fiona: PageClient) -> None:
    send(fiona, *tables(**WEST))
    answer = send(fiona, *tables(families=FAMILIES.replace("Ash", "Oak")))
    words = "families.csv | 2 | family_ref | “K-1” is in the authority's records already, with other content in name"
    assert any(row.startswith(words) for row in rows(answer)), rows(answer)


HOSTILE = [
    ([], "Choose the files to import."),
    ([csv_file("letter.csv", "a,b\n1,2")], "none of the tables is here"),
    ([csv_file("people.csv", b"")], "the table is empty"),
    ([csv_file("people.csv", b"PK\x03\x04rubbish")], "with the ending .csv"),
    ([csv_file("../../people.csv", "email,name\nx,y")], "the column roles is missing"),
    (
        [csv_file("people.csv", "email\nx"), csv_file("people.csv", "email\ny")],
        "Two of the files are called people.csv",
    ),
    ([csv_file("people.xlsx", b"\x00\x01\x02")], ""),
    ([csv_file("people\x00.csv", "email\nx")], ""),
    ([csv_file(f"{number}.csv", "a\n1") for number in range(21)], "Choose at most 20 files"),
    ([csv_file("x" * 300 + ".csv", "a\n1")], "none of the tables is here"),
]


@pytest.mark.parametrize(("files", "says"), HOSTILE)
def test_hostile_and_useless_files_are_refused_in_words(fiona: PageClient, files: list[FileStorage], says: str) -> None:
    for file in files:
        file.stream.seek(0)
    before = counts()
    fresh = [FileStorage(io.BytesIO(file.stream.read()), filename=file.filename) for file in files]
    answer = send(fiona, *fresh)
    assert "Put these cells right" in answer.text or answer.status == 422
    assert says.lower() in answer.text.lower()
    after = counts()
    assert {name for name in after if after[name] != before[name]} <= {"form_key"}


def test_a_zip_bomb_is_refused_in_words(fiona: PageClient, tmp_path: Path) -> None:
    path = spreadsheets.save(tmp_path / "people.xlsx", spreadsheets.PEOPLE_ROWS)
    spreadsheets.with_part(
        path, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 150_000_000 + b"</worksheet>", level=9
    )
    answer = send(fiona, FileStorage(io.BytesIO(path.read_bytes()), filename="people.xlsx"))
    assert ("people.xlsx" in answer.text, "Put these cells right" in answer.text) == (True, True)


def test_more_rows_than_a_page_should_write_are_for_the_command(
    fiona: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_files, "MOST_ROWS", 3)
    answer = send(fiona, *tables(**WEST))
    assert answer.status == 422
    assert "These files have 8 rows. This page takes 3 at a time" in answer.text


@pytest.mark.parametrize(
    "email", ["alice.archer@example.org", "mary.moss@example.org", "audrey.ash@example.org", "adam.able@example.org"]
)
def test_nobody_else_may_import(client: PageClient, world: World, email: str) -> None:
    client.as_("fiona.field@example.org")
    form = client.get("/imports").form("")
    client.as_(email)
    before = counts()
    assert client.get("/imports").status == 403
    assert client.get("/imports/unchanged").status == 403
    form["csrf_token"] = client.get("/account").form()["csrf_token"]
    assert client.post("/imports", {**form, "files": tables(**WEST)}).status == 403
    after = counts()
    assert after["family"] == before["family"]
    assert "Import" not in client.follow("/").text.split("Sign out")[0]


def test_an_import_of_another_authority_is_not_there(fiona: PageClient, world: World, app: Flask) -> None:
    outcome = import_from(DATA / "small_council")
    assert fiona.get(f"/imports/{outcome.record_id}").status == 404
    assert "Kelby" not in fiona.get("/imports").text


def test_the_same_form_sent_twice_is_looked_at_once(fiona: PageClient) -> None:
    form: dict[str, Any] = fiona.get("/imports").form("")
    first = fiona.post("/imports", {**form, "files": tables(**WEST)})
    second = fiona.post("/imports", {**form, "files": tables(**WEST)})
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    other = fiona.post("/imports", {**form, "files": tables(posts=POSTS)})
    assert other.status == 409
