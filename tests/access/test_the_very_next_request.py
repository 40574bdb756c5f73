"""Whoever loses a role, a team or the account is refused with the very next request, the form already open included."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.database import db, transaction
from budgettracker.families.actions import hand_over
from budgettracker.families.models import Family
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.actions.change_teams import change_teams
from budgettracker.people.actions.correct_person import correct_person
from budgettracker.people.actions.suspend import suspend
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, filled, limit, noon, spends
from tests.factories.world import NOON, World


def lose_role(world: World) -> None:
    change_roles(None, world.alice, [Role.BUSINESS_SUPPORT], TODAY, on=TODAY, at=NOON)


def lose_team(world: World) -> None:
    change_teams(None, world.alice, [world.other_team], TODAY, on=TODAY, at=NOON)


def suspended(world: World) -> None:
    suspend(world.adam, world.alice, on=TODAY, at=NOON)


def left(world: World) -> None:
    alice = world.alice
    correct_person(
        world.adam,
        alice,
        email=alice.email,
        name=alice.name,
        weekly_minutes=None,
        active_to=TODAY - timedelta(days=1),
        on=TODAY,
        at=NOON,
    )


def family_moved(world: World) -> None:
    family = db.session.get_one(Family, world.family_id)
    hand_over(world.mary, [family], world.other_team, None, TODAY, was_led_by=family.lead_worker_id, on=TODAY, at=NOON)


LOSSES = [(lose_role, 403), (lose_team, 404), (suspended, 303), (left, 303), (family_moved, 403)]


@pytest.mark.parametrize("loss,status", LOSSES)
def test_a_page_and_a_form_that_were_open_are_refused(
    app: Flask, client: PageClient, world: World, loss: Callable[[World], None], status: int
) -> None:
    app.config["CLOCK"] = noon
    limit(world, 2_000_00)
    client.as_(world.alice.email)
    page = f"/families/{world.family_id}"
    form = client.get(f"{page}/spend/new").form()
    sent = filled(form, category=str(world.scheme.categories[0].id))
    again: dict[str, Any] = {**sent, "form_key": uuid.uuid4().hex}
    first = client.post(f"{page}/spend/new", sent)
    assert first.status == 303, "until then it is recorded"
    with transaction():
        loss(world)
    seen = client.post(f"{page}/spend/new", again)
    assert seen.status == status
    assert len(spends()) == 1
    for address in (page, first.location, f"{page}/spend/room?amount=1", f"{page}/limits"):
        assert client.get(address).status in (status, 302), address
    replayed = client.post(f"{page}/spend/new", sent)
    assert replayed.status in (303, status), "what was recorded is not recorded again"
    assert "Okafor" not in replayed.html
    assert len(spends()) == 1


def request_of(world: World) -> Spend:
    limit(world, 2_000_00)
    return bought(world.alice, world.family, 800_00)


def demoted(world: World) -> None:
    change_roles(None, world.mary, [Role.PRACTITIONER], TODAY, on=TODAY, at=NOON)


def other_teams_manager(world: World) -> None:
    change_teams(None, world.mary, [world.other_team], TODAY, on=TODAY, at=NOON)


@pytest.mark.parametrize("loss,status", [(demoted, 403), (other_teams_manager, 404)])
def test_a_decision_that_was_open_is_not_taken(
    app: Flask, client: PageClient, world: World, loss: Callable[[World], None], status: int
) -> None:
    app.config["CLOCK"] = noon
    spend = request_of(world)
    client.as_(world.mary.email)
    address = f"/spend/{spend.id}/decide"
    form = {**client.get(address).form(), "decision": "approve"}
    bulk = {**client.get("/decisions").form(), "ticked": f"request-{spend.id}"}
    with transaction():
        loss(world)
    assert client.post(address, form).status == status
    assert client.post("/decisions", bulk).status in (403, 303)
    db.session.expire_all()
    assert db.session.get_one(Spend, spend.id).state == "requested"
    assert db.session.get_one(Spend, spend.id).decided_by_id is None


def test_what_begins_tomorrow_is_not_there_today(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = noon
    tomorrow = TODAY + timedelta(days=1)
    with transaction():
        change_teams(None, world.carol, [world.team], tomorrow, on=TODAY, at=NOON)
        change_roles(None, world.carol, [Role.MANAGER], tomorrow, on=TODAY, at=NOON)
    client.as_(world.carol.email)
    assert client.get(f"/families/{world.family_id}").status == 404
    assert client.get("/decisions").status == 403
    app.config["CLOCK"] = lambda: NOON + timedelta(hours=14)
    client.as_(world.carol.email)
    assert client.get(f"/families/{world.family_id}").status == 200
    assert client.get("/decisions").status == 200
