"""Workers draw families of one stratum at the same moment: each gets a place of its own, and the list is used in order."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from budgettracker.allocation.actions import assess_family
from budgettracker.allocation.models import Allocation, DrawPlace
from budgettracker.allocation.queries import draw_faults
from budgettracker.database import db, transaction
from budgettracker.web import now, today
from tests.factories.allocation import draw_started, newcomer
from tests.factories.world import World
from tests.live import serving
from tests.races.racing import draw_arm, together

WORKERS, ROUNDS = ("alice", "bob", "mary", "sam"), 3


def test_families_drawn_at_the_same_moment_get_distinct_places(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    with transaction():
        draw = draw_started(world)
        families = [newcomer(world, number) for number in range(len(WORKERS) * ROUNDS)]
        for each in families:
            assess_family(world.alice, each, eligible=True, on=today(), at=now())
    ids, draw_id = [str(each.id) for each in families], draw.id
    emails = [getattr(world, name).email for name in WORKERS]
    db.session.remove()
    with serving(database_url, tmp_path, workers=3) as server:
        tasks = [(server.url, email, ids[at :: len(WORKERS)]) for at, email in enumerate(emails)]
        seen = together(draw_arm, tasks, len(ids))
    assert sorted(family for family, _ in seen) == sorted(ids)
    assert {status for _, status in seen} == {303}
    taken = select(DrawPlace.number).join(Allocation, Allocation.place_id == DrawPlace.id).order_by(DrawPlace.number)
    first = select(DrawPlace.number).filter_by(draw_id=draw_id, band="10-16").order_by(DrawPlace.number).limit(len(ids))
    assert list(db.session.scalars(taken)) == list(db.session.scalars(first))
    assert draw_faults() == []
