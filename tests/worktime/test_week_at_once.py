"""Two tabs save the same cell at the same moment: one is written, the other is told."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.periods import week
from budgettracker.web import today
from budgettracker.worktime.models import WorkEntry
from tests.factories.worktime import activity
from tests.factories.world import PASSWORD, World
from tests.live import Browser, serving

TABS, ROUNDS = 4, 5


def test_of_two_tabs_that_fill_one_cell_at_once_one_is_kept(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    monday = week(today()).start - timedelta(days=7)
    with transaction():
        row = f"nobody.{activity(world.authority).id.hex}"
    email = world.alice.email
    db.session.remove()
    together = threading.Barrier(TABS, timeout=60)

    def tab(number: int, browser: Browser) -> list[int]:
        answers = []
        for day in range(ROUNDS):
            form = browser.form(f"/time/week/{monday}")
            form = {name: form[name] for name in ("csrf_token", "form_key")}
            together.wait()
            sent = form | {"row": row, "was": ";;", f"p0_{day}": f"{number + 1}h"}
            answers.append(browser.post(f"/time/week/{monday}", sent).status)
        return answers

    with serving(database_url, tmp_path, workers=2) as server, ThreadPoolExecutor(TABS) as tabs:
        browsers = [Browser(server.url) for _ in range(TABS)]
        for browser in browsers:
            browser.sign_in(email, PASSWORD)
        answers = list(tabs.map(tab, range(TABS), browsers))
    assert [Counter(each) for each in zip(*answers, strict=True)] == [Counter({303: 1, 422: TABS - 1})] * ROUNDS
    kept = db.session.query(WorkEntry).order_by(WorkEntry.worked_on).all()
    assert [(each.worked_on, each.version) for each in kept] == [
        (monday + timedelta(days=day), 1) for day in range(ROUNDS)
    ]
