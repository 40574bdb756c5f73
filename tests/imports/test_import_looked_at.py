"""Files are looked at before anything is imported: sums, questions with their answers, refused rows as a workbook."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from budgettracker.database import db
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.imports.views import kept_files
from budgettracker.spend.models import Spend
from tests.client import PageClient, Seen
from tests.factories import spreadsheets
from tests.factories.imports import BUDGETS, FAMILIES, PEOPLE, POSTS, SCHEMES, SPEND, counts
from tests.factories.second_hands import not_live
from tests.factories.world import World

pytestmark = pytest.mark.pages

KELBY = {"people": PEOPLE, "posts": POSTS, "schemes": SCHEMES, "families": FAMILIES, "budgets": BUDGETS}
PURCHASE = "{reference},K-1,{day},{amount},Bedding,Beds,iris@kelby.example,,,,,"


@pytest.fixture
def fiona(client: PageClient, world: World) -> PageClient:
    client.as_("fiona.field@example.org")
    not_live()
    return client


def spend(*rows: tuple[str, str, str]) -> str:
    lines = [PURCHASE.format(reference=reference, day=day, amount=amount) for reference, day, amount in rows]
    return "\n".join([SPEND, *lines])


def files(**tables: str) -> list[FileStorage]:
    return [
        FileStorage(io.BytesIO("\n".join(line.strip() for line in text.splitlines()).encode()), filename=f"{name}.csv")
        for name, text in tables.items()
    ]


def look(client: PageClient, **tables: str) -> tuple[str, Seen]:
    """Send files to be looked at: the address of what is seen, and the page."""
    answer = client.post("/imports", {**client.get("/imports").form(""), "step": "look", "files": files(**tables)})
    assert answer.status == 303, answer.text
    return answer.location, client.get(answer.location)


def press(client: PageClient, at: str, **more: object) -> Seen:
    page = client.get(at)
    keys = {name: page.form("")[name] for name in ("csrf_token", "form_key")}
    return client.post(at, {**keys, **more})


def test_sums_are_shown_before_anything_is_written(fiona: PageClient) -> None:
    before = counts()
    at, page = look(fiona, **KELBY, spend=spend(("S-1", "2026-02-01", "60"), ("S-2", "2026-02-03", "40.50")))
    assert "2 purchases, £100.50, 1 to 3 February 2026; with no decider named: 2, £100.50" in page.text
    assert "1 limit, which leaves 1 budget of £200.00" in page.text
    after = counts()
    assert {name for name in after if after[name] != before[name]} <= {"form_key"}
    done = press(fiona, at)
    assert done.status == 303
    assert "4 people, 1 scheme" in fiona.get(done.location).text
    assert fiona.get(at).status == 404, "the files are gone once they are imported"


def test_what_is_asked_is_answered_on_the_page(fiona: PageClient) -> None:
    posts = POSTS + "\nHelper,2026-01-01,2025/26,41.77,,1608,,\nAide,2026-01-01,2025/26,35.20,,1608,,"
    bought = spend(("S-1", "02/03/2026", "60"), ("S-2", "02/13/2026", "40")).replace("refund_of", "refund_of,Vendor")
    at, page = look(fiona, **KELBY | {"posts": posts}, spend=bought)
    for words in (
        "Which heading is supplier of spend?",
        "Which of these are right as they stand in salary of posts?",
        "What comes first in the dates in bought_on",
    ):
        assert words in page.text
    assert (
        "Nothing is written. Put these cells right and send the files again, or answer what is asked below."
        in page.text
    )
    salary, order = "answer:posts.salary.as_written", "answer:spend.bought_on.order"
    assert press(fiona, at, step="look", **{order: "backwards"}).status == 422
    press(fiona, at, step="look", **{salary: "41.77", order: "month_first"})
    second = fiona.get(at)
    assert "“35.20”" in second.text
    assert "“41.77”" not in second.text
    form = {**second.form(""), salary: ["41.77", "35.20"], "step": "look"}
    fiona.post(at, form)
    assert "In Westmoor’s books would stand" in fiona.get(at).text
    press(fiona, at)
    db.session.rollback()
    days = {str(day) for day in db.session.scalars(select(Spend.bought_on).where(Spend.reference.like("S-%")))}
    assert days >= {"2026-02-03", "2026-02-13"}


def test_good_rows_come_in_and_the_others_can_be_fetched_mended_and_sent(fiona: PageClient, tmp_path: Path) -> None:
    at, page = look(fiona, **KELBY, spend=spend(("=S-1", "2026-02-01", "12.345"), ("S-2", "2026-02-03", "40.50")))
    assert "1 row is refused" not in page.text
    press(fiona, at, step="look", keep_good="y")
    assert "1 row is refused and would be left out" in fiona.get(at).text
    done = fiona.get(press(fiona, at).location)
    link = next(str(link.get("href")) for link in done.page.iter("a") if "refused-rows" in (link.get("href") or ""))
    workbook = tmp_path / "refused-rows.xlsx"
    workbook.write_bytes(fiona.get(link).response.data)
    book = openpyxl.load_workbook(workbook)
    heads, row = [list(cells) for cells in book["spend"].iter_rows()]
    assert [cell.value for cell in row[:4]] == ["=S-1", "K-1", "2026-02-01", "12.345"]
    assert {(cell.number_format, cell.data_type) for cell in row if cell.value} == {("@", "s")}
    assert [cell.value for cell in heads][-1] == "reason"
    row[3].value = "12.34"
    book.save(workbook)
    assert read_folder(workbook).spend[0].amount_pence == 1234


def test_empty_tables_to_fill_in_are_text(fiona: PageClient, tmp_path: Path) -> None:
    path = tmp_path / "templates.xlsx"
    path.write_bytes(fiona.get("/imports/templates.xlsx").response.data)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [str(name) for name in CONTRACTS]
    assert book["spend"]["A1"].value == "spend_ref*"
    assert book["spend"]["A9"].number_format == "@"
    read = read_folder(path)
    assert (read.problems, read.notes) == ([], [])


def test_what_somebody_looks_at_is_theirs_alone_and_for_a_day(
    fiona: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, _ = look(fiona, **KELBY)
    folder = Path(app.config["IMPORTS_FOLDER"])
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_dir()} == {0}
    for email, status in (("alice.archer@example.org", 403), ("adam.able@example.org", 403)):
        fiona.as_(email)
        assert fiona.get(at).status == status
    fiona.as_("fiona.field@example.org")
    assert fiona.get("/imports/looked-at/00000000-0000-0000-0000-000000000000").status == 404
    assert fiona.get(f"{at}/refused-rows.xlsx").status == 404
    monkeypatch.setattr(kept_files, "KEPT_FOR", timedelta(days=-10_000))
    look(fiona, posts=POSTS)
    assert fiona.get(at).status == 404


def test_files_that_bring_nothing_new_say_so(fiona: PageClient) -> None:
    at, _ = look(fiona, **KELBY)
    press(fiona, at)
    _, page = look(fiona, **KELBY)
    assert "have every row of these files already" in page.text


def test_a_workbook_that_counts_from_1904_gives_its_days_back_as_days(fiona: PageClient, tmp_path: Path) -> None:
    path = tmp_path / "spend.xlsx"
    spreadsheets.save(
        path, [SPEND.split(","), ["S-1", "K-1", 44565, "x", "Bedding", "Beds", "iris@kelby.example"]], sheet="spend"
    )
    book = openpyxl.load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    book.save(path)
    form = fiona.get("/imports").form("")
    sent = [FileStorage(io.BytesIO(path.read_bytes()), filename="spend.xlsx")]
    at = fiona.post("/imports", {**form, "step": "look", "files": sent}).location
    workbook = openpyxl.load_workbook(io.BytesIO(fiona.get(f"{at}/refused-rows.xlsx").response.data))
    assert workbook["spend"]["C2"].value == "2026-01-05"
