"""While a draw is open nobody comes into an arm by hand: not on the form, not by a file."""

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.allocation.actions import close_draw
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from tests.client import PageClient
from tests.factories.allocation import draw_started
from tests.factories.second_hands import at
from tests.factories.world import NOON, World

pytestmark = pytest.mark.pages


@pytest.mark.parametrize("who", ["alice", "mary"])
def test_a_family_added_during_a_draw_is_in_no_arm(app: Flask, client: PageClient, world: World, who: str) -> None:
    at(app, NOON)
    with transaction():
        draw = draw_started(world)
    client.as_(getattr(world, who).email)
    page = client.get("/families/new")
    assert "Its arm is drawn once it has been assessed" in page.text
    assert 'name="arm"' not in page.html
    sent = client.post("/families/new", page.form() | {"reference": "WM-D1", "name": "Drawn", "arm": "budget"})
    assert sent.status == 303
    assert db.session.scalars(select(Family).where(Family.reference == "WM-D1")).one().arm is None
    with transaction():
        close_draw(world.eve, db.session.merge(draw), at=NOON)
    client.post("/families/new", client.get("/families/new").form() | {"reference": "WM-D2", "name": "After"})
    after = db.session.scalars(select(Family).where(Family.reference == "WM-D2")).one()
    assert after.arm == "budget"
