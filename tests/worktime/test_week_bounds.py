"""However much somebody logs, their week's page stays small and asks the database little."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from budgettracker.database import db, transaction
from budgettracker.worktime.actions import Part
from tests.client import PageClient
from tests.factories.worktime import OKAFOR, activity, log, office, rows, totals, visit
from tests.factories.world import World, family

pytestmark = pytest.mark.pages

MONDAY = date(2026, 6, 8)
WEEK = f"/time/week/{MONDAY}"
MOST_QUERIES, MOST_BYTES = 25, 110_000


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are executed inside."""
    rows: list[str] = []

    def note(*args: object) -> None:
        rows.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield rows
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_crowded_week_stays_small(alice: PageClient, world: World) -> None:
    with transaction():
        families = [
            family(world.team, f"WM-{at:03}", f"A family with a name {at}", world.alice) for at in range(100, 250)
        ]
        for at, each in enumerate(families[:40]):
            day = MONDAY + timedelta(days=at % 7)
            log(world.alice, visit(world, Part(each.id), worked_on=day, minutes=60, travel_minutes=10))
            log(world.alice, visit(world, Part(each.id), worked_on=day, minutes=10, note="x"))
            log(world.alice, visit(world, Part(each.id), worked_on=day - timedelta(days=7), minutes=30))
        log(world.alice, office(world.authority, 5, worked_on=MONDAY))
    with counted() as statements:
        seen = alice.get(WEEK)
    assert seen.status == 200
    assert len(statements) <= MOST_QUERIES, statements
    assert len(seen.html.encode()) <= MOST_BYTES
    assert len(rows(seen)) == 20
    assert "rows have no place here" in seen.text
    assert totals(seen)[7] == "53h25", "the totals count what has no place too"
    with counted() as statements:
        full = alice.get("/time/quick")
    assert full.status == 200
    assert len(statements) <= MOST_QUERIES, statements


def test_a_week_of_a_thousand_entries_sends_people_to_the_list(alice: PageClient, world: World) -> None:
    with transaction():
        kind = activity(world.authority)
        first = log(world.alice, office(world.authority, 1, worked_on=MONDAY))
        columns = {column.key: getattr(first, column.key) for column in type(first).__table__.columns}
        for _ in range(1_000):
            db.session.add(type(first)(**{name: value for name, value in columns.items() if name != "id"}))
        assert kind.id
    seen = alice.get(WEEK)
    assert "There are too many entries for the grid." in seen.text
    assert alice.get(f"/time/recent?week={MONDAY}").status == 200
    keys = alice.get("/time/quick").form()
    row = f"nobody.{kind.id.hex}"
    answer = alice.post(WEEK, {name: keys[name] for name in ("csrf_token", "form_key")} | {"row": row, "p0_1": "1"})
    assert answer.status == 422
    assert "too many entries in this week for the grid" in answer.text


def test_an_ordinary_week_asks_little(alice: PageClient, world: World) -> None:
    with transaction():
        log(world.alice, visit(world, Part(world.family_id), worked_on=MONDAY))
    with counted() as statements:
        seen = alice.get(WEEK)
    assert OKAFOR in rows(seen)
    assert len(statements) <= MOST_QUERIES, statements
