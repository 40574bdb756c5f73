"""What the program does on nights that trip clocks up, run as a process of its own: TZ is the server's zone.

`python -m tests.worktime.nights DATABASE_URL FOLDER` prints everything a person would read of days and times, as JSON.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from budgettracker import create_app
from budgettracker.audit.queries import history_of
from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.actions.build_workbook import WorkbookFolders, build_workbook
from budgettracker.people.models import Authority
from budgettracker.periods import week
from budgettracker.schemes.models import Scheme
from budgettracker.spend.models import Spend
from budgettracker.studies.actions import add_study, join_study
from budgettracker.studies.models import Study
from budgettracker.web import local_time, now, today
from budgettracker.worktime.actions import close_month
from budgettracker.worktime.models import WorkEntry
from tests.client import PageClient
from tests.conftest import settings
from tests.factories.spend import filled
from tests.factories.studies import cost, post_of
from tests.factories.worktime import give_activities, visiting
from tests.factories.world import World, small_world
from tests.page import words

MOMENTS = {
    "spring, before": "2026-03-29T00:59:59+00:00",
    "spring, after": "2026-03-29T01:00:00+00:00",
    "spring, last minute": "2026-03-29T22:59:00+00:00",
    "spring, next day": "2026-03-29T23:00:00+00:00",
    "financial year, last minute": "2026-03-31T22:59:00+00:00",
    "financial year, first minute": "2026-03-31T23:00:00+00:00",
    "autumn, first minute": "2026-10-24T23:00:00+00:00",
    "autumn, half past one": "2026-10-25T00:30:00+00:00",
    "autumn, half past one again": "2026-10-25T01:30:00+00:00",
    "autumn, last minute": "2026-10-25T23:59:00+00:00",
    "week 53, last minute": "2027-01-03T23:59:00+00:00",
    "week 1, first minute": "2027-01-04T00:00:00+00:00",
    "leap day, first minute": "2028-02-29T00:00:00+00:00",
    "leap day, last minute": "2028-02-29T23:59:00+00:00",
    "after the leap day": "2028-03-01T00:00:00+00:00",
}


class Night:
    """One moment after another, at a browser."""

    def __init__(self, url: str, folder: Path) -> None:
        self.app = create_app(settings(folder, url))
        self.moment = datetime.fromisoformat(MOMENTS["spring, before"])
        self.app.config["CLOCK"] = lambda: self.moment

    def all(self) -> dict[str, Any]:
        """Everything, by moment."""
        with self.app.app_context():
            world = small_world()
            with transaction():
                give_activities(db.session.get_one(Authority, world.authority.id))
                db.session.get_one(Scheme, world.scheme.id).cap_period = "financial_year"
            values: dict[str, Any] = {}
            for name, text in MOMENTS.items():
                self.moment = datetime.fromisoformat(text)
                values[name] = self.facts(world)
            values["session"] = self.session(world)
            values["workbook"] = self.workbook(world)
            return values

    def facts(self, world: World) -> dict[str, Any]:
        """What the pages say at this moment, and what is in the books after it."""
        client = PageClient(self.app)
        client.as_(world.alice.email)
        limit = self.limit(world)
        spend_page = f"/families/{world.family_id}/spend/new"
        form = client.get(spend_page).form()
        category = str(world.scheme.categories[0].id)
        shown = client.follow(client.post(spend_page, filled(form, "1.00", category=category)).location)
        time_form = client.get("/time/new").form()
        sent = client.post("/time/new", {**time_form, **visiting(world), "contact": "0:30"})
        entry_page = client.follow(sent.location)
        spend = db.session.query(Spend).order_by(Spend.id.desc()).first()
        entry = db.session.query(WorkEntry).order_by(WorkEntry.id.desc()).first()
        assert spend is not None
        assert spend.period is not None
        assert entry is not None
        history = [words(line) for line in shown.page.iter("li") if "recorded it as bought" in words(line)]
        return {
            "today": str(today()),
            "clock": local_time(now()),
            "week": [str(week(today()).start), str(week(today()).last_day)],
            "spend form": day_in(form, "bought_on"),
            "time form": day_in(time_form, "worked_on"),
            "bought on": str(spend.bought_on),
            "worked on": str(entry.worked_on),
            "entry page": [words(each) for each in entry_page.page.iter("h1")],
            "cap period": [str(spend.period.starts_on), str(spend.period.ends_on)],
            "history": history,
            "limits page": limit and limit in client.get(f"/families/{world.family_id}/limits").text,
            "audit": json.loads(history_of(spend.id)[0].body)["at"],
            "kept": spend.requested_at.isoformat(),
            "months": list(self.months(world)),
        }

    def limit(self, world: World) -> str:
        """A limit for the cap period of today, where it has none yet; the words a page must say about it."""
        with transaction():
            try:
                scheme = db.session.get_one(Scheme, world.scheme.id)
                change = budgets.propose_limit(world.bob, world.family, scheme, 900_00, "x", on=today(), at=now())
                budgets.approve_limit(world.mary, change, on=today(), at=now())
            except Refusal:
                return ""
        return local_time(now())

    def months(self, world: World) -> Iterator[str]:
        """Whether this month and the one before can be closed now; nothing is kept."""
        for day in (today(), today().replace(day=1) - timedelta(days=1)):
            try:
                close_month(world.mary, world.team, day, on=today(), at=now())
                yield f"{day:%B %Y} closed"
            except Refusal as refusal:
                yield refusal.message
            finally:
                db.session.rollback()

    def session(self, world: World) -> list[Any]:
        """A practitioner's hour without a click, over the hour that does not exist and the one that is there twice."""
        rows: list[Any] = []
        for start in ("2026-03-29T00:30:00+00:00", "2026-10-25T00:30:00+00:00"):
            for minutes in (59, 61):
                self.moment = datetime.fromisoformat(start)
                client = PageClient(self.app)
                client.as_(world.alice.email)
                self.moment += timedelta(minutes=minutes)
                rows.append([start, minutes, client.get("/my-families").status])
        return rows

    def workbook(self, world: World) -> dict[str, Any]:
        """The days of a workbook that was built in the first minute of a financial year, and what its run says."""
        self.moment = datetime.fromisoformat(MOMENTS["financial year, first minute"])
        with transaction():
            cost(post_of(world.authority))
            study = add_study(
                world.eve, "Nights", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), profile="internal", at=now()
            )
            join_study(world.sam, study, world.authority, "A", "Agreed", on=today(), at=now())
        with transaction():
            request = ask_workbook(None, db.session.get_one(Study, study.id), on=today(), at=now())
        made = build_workbook(None, request.id, WorkbookFolders.of(self.app.config), on=today(), clock=now)
        assert made.file_name, made.message
        book = load_workbook(WorkbookFolders.of(self.app.config).workbooks / made.file_name, read_only=True)
        head, *rows = book["Spend"].iter_rows(values_only=True)
        names = [str(each) for each in head]
        days = [{name: str(row[names.index(name)]) for name in ("bought_on", "requested_on")} for row in rows]
        eve = PageClient(self.app)
        eve.as_(world.eve.email)
        page = eve.get(f"/studies/{study.id}").text
        return {"spend": sorted(days, key=str), "page": local_time(self.moment) in page}


def day_in(form: dict[str, Any], name: str) -> str:
    """A date as the three boxes of a form hold it."""
    return "-".join(str(form[f"{name}-{part}"]) for part in ("year", "month", "day"))


if __name__ == "__main__":
    print(json.dumps(Night(sys.argv[1], Path(sys.argv[2])).all()))
