"""Two entries at the same moment do not pass a day's 24 hours together, and no month closes under one being written."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.people.models import Person, Team
from budgettracker.web import now, today
from budgettracker.worktime.actions import close_month, log_time
from budgettracker.worktime.queries import day_minutes
from tests.factories.worktime import LAST_MONTH, NOW, TODAY, activity, log, office
from tests.factories.world import PASSWORD, World
from tests.live import Browser, serving

TABS = 6
DAYS = 5


def test_of_several_entries_sent_at_once_only_those_that_fit_the_day_are_kept(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    days = [today() - timedelta(days=back) for back in range(DAYS)]
    with transaction():
        for day in days:
            work = office(world.authority, 20 * 60, worked_on=day)
            log_time(world.alice, world.alice, work, on=today(), at=now(), day_confirmed=20 * 60)
        kind = str(activity(world.authority).id)
    email = world.alice.email
    db.session.remove()
    together = threading.Barrier(TABS, timeout=60)

    def tab(browser: Browser) -> list[int]:
        values = {"activity": kind, "for_whom": "nobody", "preparation": "3h", "long_day": str(23 * 60)}
        answers = []
        for day in days:
            form = browser.form("/time/new") | values | fields_of_day(day)
            together.wait()
            answers.append(browser.post("/time/new", form).status)
        return answers

    with serving(database_url, tmp_path, workers=2) as server, ThreadPoolExecutor(TABS) as tabs:
        browsers = [Browser(server.url) for _ in range(TABS)]
        for browser in browsers:
            browser.sign_in(email, PASSWORD)
        answers = list(tabs.map(tab, browsers))
    assert [Counter(each) for each in zip(*answers, strict=True)] == [Counter({303: 1, 422: TABS - 1})] * DAYS
    assert {day_minutes(world.alice.id, day) for day in days} == {23 * 60}


def fields_of_day(day: date) -> dict[str, str]:
    """The three boxes of a day."""
    return {"worked_on-day": str(day.day), "worked_on-month": str(day.month), "worked_on-year": str(day.year)}


def test_closing_a_month_waits_for_the_entry_that_is_being_written(app: Flask, world: World) -> None:
    with transaction():
        activity(world.authority)
    written, order = threading.Event(), []
    alice_id, mary_id, team_id = world.alice.id, world.mary.id, world.team.id
    work = office(world.authority, worked_on=LAST_MONTH)
    db.session.rollback()

    def write() -> None:
        with app.app_context(), transaction():
            log(db.session.get_one(Person, alice_id), work)
            written.set()
            time.sleep(0.5)
            order.append("entry written")

    def close() -> None:
        with app.app_context():
            written.wait(10)
            with transaction():
                mary, team = db.session.get_one(Person, mary_id), db.session.get_one(Team, team_id)
                close_month(mary, team, LAST_MONTH, on=TODAY, at=NOW)
                order.append("month closed")

    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(write), both.submit(close)]:
            done.result(30)
    assert order == ["entry written", "month closed"]
