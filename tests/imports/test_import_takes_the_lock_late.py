"""An import's checks keep nobody from writing into an embedded database: only its last inserts do."""

import io
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from budgettracker.audit import queries as audit
from budgettracker.audit import triggers
from budgettracker.commands.books import faults
from budgettracker.database import checked_first, db
from budgettracker.imports.actions import Outcome, import_folder, import_money, import_work_time
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.spend.models import Spend
from budgettracker.worktime.models import WorkEntry, WorkShare
from tests.client import PageClient
from tests.conftest import NIGHTLY
from tests.factories.imports import (
    MESSY,
    NOW,
    PEOPLE,
    POSTS,
    TODAY,
    counts,
    import_from,
    kelby_files,
    problems_in,
    spends,
    work,
    write_tables,
)
from tests.factories.second_hands import not_live
from tests.factories.world import World

import_folder_module = sys.modules["budgettracker.imports.actions.import_folder"]
FIRST = work("A,iris@kelby.example,2026-02-02,Home visit,60,0,K-1,direct")
MONTH = {
    "worktime": work(*(f"W{n},iris@kelby.example,2026-02-{n + 3:02},Home visit,60,10,K-1;K-2," for n in range(9))),
    "spend": spends(
        "S1,K-1,2026-02-03,20.00",
        "S2,K-1,2026-02-04,5.00,,,,,,,,S1",
        "S3,K-1,2026-02-05,300.00",
        "S4,K-1,2026-02-06,2.00,,,,,,,,S1",
        "S5,K-1,2026-02-07,150.00,,,,,,,,S3",
    ),
}


@pytest.fixture(autouse=True)
def _two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (import_work_time, import_money):
        monkeypatch.setattr(module, "BATCH", 2)
    # What thousands of rows leave behind; of these few there is nothing to give back, and looking takes longer than they do.
    monkeypatch.setattr(import_work_time, "collect_once", lambda: None)


class Others:
    """Somebody else's connection to the same file: may it write, and what becomes of an import when it does?"""

    def __init__(self, app: Flask) -> None:
        url = str(app.config["SQLALCHEMY_DATABASE_URI"])
        self._there = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
        self.refused = self.let = 0

    def look(self) -> None:
        """Try to take the write lock, and give it back."""
        try:
            self._there.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self.refused += 1
        else:
            self._there.execute("ROLLBACK")
            self.let += 1

    def look_after_each_step(self, monkeypatch: pytest.MonkeyPatch) -> int:
        """Look whenever an import has checked the rows of one kind; how many kinds there are."""
        steps = import_folder_module.STEPS
        looking = [step for each in steps for step in (each, lambda _: self.look())]
        monkeypatch.setattr(import_folder_module, "STEPS", looking)
        return len(steps)

    def write(self) -> None:
        """Change something, committed."""
        self._there.execute("UPDATE authority SET keeps_forms = 1 - keeps_forms")

    def close(self) -> None:
        """Leave."""
        self._there.close()


@pytest.fixture
def others(app: Flask) -> Iterator[Others]:
    connected = Others(app)
    yield connected
    connected.close()


def months_import(folder: Path, progress: object = None) -> Outcome:
    read = read_folder(folder)
    return checked_first(
        lambda: import_folder(None, read, "Kelby", "0" * 64, on=TODAY, at=NOW, progress=progress)  # type: ignore[arg-type]
    )


def standing() -> tuple[int, ...]:
    counted = tuple(
        db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (WorkEntry, WorkShare, Spend)
    )
    assert (faults(), audit.faults()) == ([], [])
    db.session.rollback()
    return counted


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_others_write_while_rows_are_checked(app: Flask, others: Others, tmp_path: Path) -> None:
    assert problems_in(import_from(kelby_files(tmp_path / "in", worktime=FIRST))) == []
    outcome = months_import(write_tables(tmp_path / "month", **MONTH), lambda _, __: others.look())
    assert (others.refused, others.let) == (0, 6)
    assert outcome.words == "5 purchases and refunds, 9 work entries"
    assert standing() == (10, 19, 2), "with the sums beside the books"
    assert triggers.missing(db.session.connection()) == [], "what keeps them stands as it stood"
    assert months_import(tmp_path / "month").words == "", "the same again is known whole"


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_whole_councils_rows_wait_beside_the_database(
    app: Flask, others: Others, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = others.look_after_each_step(monkeypatch)
    assert problems_in(import_from(MESSY, "Westmoor")) == []
    assert (others.refused, others.let) == (0, steps)
    result = counts()
    assert {name: result[name] for name in ("person", "family", "child", "limit_change")} == {
        "person": 8,
        "family": 10,
        "child": 16,
        "limit_change": 9,
    }
    assert (faults(), audit.faults()) == ([], [])
    db.session.rollback()
    assert import_from(MESSY, "Westmoor").words == "", "every row is known as it was written"
    left = db.session.connection().exec_driver_sql("SELECT name FROM sqlite_temp_master").all()
    db.session.rollback()
    assert left == [], "and nothing is left beside the database"


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_pages_check_without_the_lock_and_answer_a_form_sent_twice_alike(
    client: PageClient, world: World, others: Others, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.as_("fiona.field@example.org")
    not_live()
    steps = others.look_after_each_step(monkeypatch)
    lines = {
        name: "\n".join(map(str.strip, text.splitlines())) for name, text in (("people", PEOPLE), ("posts", POSTS))
    }
    files = [FileStorage(io.BytesIO(text.encode()), filename=f"{name}.csv") for name, text in lines.items()]
    looked = client.post("/imports", {**client.get("/imports").form(""), "step": "look", "files": files})
    assert (looked.status, others.refused, others.let) == (303, 0, steps)
    page = client.get(looked.location)
    form = {name: page.form("")[name] for name in ("csrf_token", "form_key")}
    done = client.post(looked.location, form)
    assert (done.status, others.refused, others.let) == (303, 0, 2 * steps)
    assert "4 people" in client.get(done.location).text
    assert client.post(looked.location, form).location == done.location


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("times", [1, 7] if NIGHTLY else [7])
def test_where_somebody_wrote_meanwhile_all_is_checked_again(
    app: Flask, others: Others, tmp_path: Path, times: int
) -> None:
    assert problems_in(import_from(kelby_files(tmp_path / "in", worktime=FIRST))) == []
    left, looks = [times], []

    def progress(_: str, rows: int) -> None:
        looks.append(rows)
        if left[0]:
            left[0] -= 1
            try:
                others.write()
            except sqlite3.OperationalError:
                left[0] = 0

    outcome = months_import(write_tables(tmp_path / "month", **MONTH), progress)
    assert outcome.words == "5 purchases and refunds, 9 work entries"
    assert standing() == (10, 19, 2)
    # Six looks a try: once more where one write came between, and at last with the lock, which lets nobody in.
    assert len(looks) == (12 if times == 1 else 18)


def test_a_refused_row_leaves_nothing_of_what_waited(app: Flask, tmp_path: Path) -> None:
    assert problems_in(import_from(kelby_files(tmp_path / "in", worktime=FIRST))) == []
    wrong = MONTH["worktime"].replace("2026-02-11", "2027-02-11")
    outcome = months_import(write_tables(tmp_path / "month", worktime=wrong, spend=MONTH["spend"]))
    assert len(problems_in(outcome)) == 1
    assert standing() == (1, 1, 0)
    assert months_import(write_tables(tmp_path / "month", **MONTH)).words == "5 purchases and refunds, 9 work entries"
    assert standing() == (10, 19, 2)
