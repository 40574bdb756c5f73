"""`budgettracker daily`: what waits too long is told on first pages, imports end, an anchor is taken; twice is once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from budgettracker.access import Role
from budgettracker.commands import main
from budgettracker.commands.anchor import add_anchors, compare_with, key_of
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.home.kinds import ClockKind
from budgettracker.home.models import ClockNotice
from budgettracker.imports.actions import import_or_wait
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.models import Person
from budgettracker.working_days import bank_holidays, working_days
from tests.factories import world as making
from tests.factories.imports import write_tables
from tests.factories.second_hands import at, browser, go_live
from tests.factories.spend import bought, limit
from tests.factories.world import NOON, World

TODAY = NOON.date()
PEOPLE = "email,name,roles,team\nnia@example.net,Nia Noor,manager,North team"
DECISIONS, CONFIRMATIONS, _, _, TO_RELEASE, TOO_OLD, HOLDS = ClockKind


def run() -> str:
    db.session.rollback()
    done = CliRunner().invoke(main, ["daily"])
    assert done.exit_code == 0, done.output
    db.session.rollback()
    return done.output


def told() -> dict[tuple[str, str], int]:
    db.session.rollback()
    names = {each.id: each.name for each in db.session.query(Person)}
    return {(names[each.person_id], each.kind): each.things for each in db.session.query(ClockNotice)}


def test_what_waits_longer_than_two_working_days_is_told_upwards_and_twice_is_once(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgettracker.commands.daily.ready_program", lambda: app)
    monkeypatch.setitem(app.config, "ANCHOR_FILE", str(tmp_path / "anchors"))
    at(app, NOON)
    go_live(world)
    with transaction():
        limit(world, 5_000_00)
        sena = making.person(world.authority, "Sena Sole", Role.SENIOR_MANAGER)
    rows = [bought(world.alice, world.family, pence) for pence in (800_00, 900_00)]
    with transaction():
        db.session.merge(rows[1]).hold_expires_on = TODAY + timedelta(days=3)
        change_access(world.adam, world.bob, roles=[Role.MANAGER], starts_on=TODAY, on=TODAY, at=NOON)
        files = read_folder(write_tables(tmp_path / "files", people=PEOPLE))
        place = Path(app.config["IMPORTS_FOLDER"]) / "waiting"
        _, row = import_or_wait(world.fiona, files, "Westmoor", "ab" * 32, place, keep_good=False, on=TODAY, at=NOON)
    assert row is not None
    assert "Imports that waited too long: 0. Notices on first pages: 1." in run()
    assert told() == {("Adam Able", TO_RELEASE): 1}
    at(app, NOON + timedelta(days=2))
    run()
    assert told() == {("Adam Able", TO_RELEASE): 1}, "two working days are the level's own"
    at(app, NOON + timedelta(days=4))
    first = run()
    whole = {
        ("Adam Able", TO_RELEASE): 1,
        ("Mary Moss", DECISIONS): 2,
        ("Sam Stone", DECISIONS): 2,
        ("Sena Sole", DECISIONS): 2,
        ("Sam Stone", CONFIRMATIONS): 1,
        ("Sena Sole", CONFIRMATIONS): 1,
        ("Alice Archer", HOLDS): 1,
    }
    assert told() == whole
    assert first.splitlines()[0] == run().splitlines()[0]
    assert "Chains anchored" in run()
    assert told() == whole
    with ThreadPoolExecutor(2) as both:
        anchored = [both.submit(_anchor, app) for _ in range(2)]
    assert [each.result() for each in anchored] == [0, 0]
    page = browser(app, sena).follow("/").text
    assert "2 decisions have waited longer than two working days in North team. Mary Moss (manager)" in page
    assert "1 thing has waited longer than two working days for a second person, which can be you." in page
    assert "waited" not in browser(app, sena).get("/account").text
    assert "1 hold of yours ran out" in browser(app, world.alice).follow("/").text
    at(app, NOON + timedelta(days=15))
    assert "Imports that waited too long: 1." in run()
    assert (db.session.query(WaitingImport).one().state, list(place.iterdir())) == ("expired", [])
    assert told()[("Fiona Field", TOO_OLD)] == 1
    assert "1 import of yours waited 14 days" in browser(app, world.fiona).get("/ledger").text
    with app.app_context():
        assert compare_with(Path(app.config["ANCHOR_FILE"]), key_of(app))[0] == []
    assert faults() == []


def _anchor(app: Flask) -> int:
    with app.app_context():
        return len(add_anchors(Path(app.config["ANCHOR_FILE"]), key_of(app), NOON))


def test_bank_holidays_of_england_and_wales_are_no_working_days() -> None:
    """As published by the government for 2020, 2022 and 2027, with what was moved and proclaimed."""
    published = {
        2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
        2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
        2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    }
    for year, days in published.items():
        assert " ".join(f"{day:%m-%d}" for day in sorted(bank_holidays(year))) == days
    assert working_days(date(2027, 3, 25), date(2027, 3, 30)) == 1, "over Easter"
    assert working_days(date(2026, 12, 31), date(2027, 1, 4)) == 1
