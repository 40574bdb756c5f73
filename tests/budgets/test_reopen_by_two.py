"""A closed family is opened again by two people, and its limit does not come back by itself."""

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.budgets.rules import Position
from budgettracker.commands.books import faults
from budgettracker.confirmations import actions as confirmations
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import cases_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families import actions as families
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.actions.close_family import close_settled_family
from tests.factories.second_hands import at, browser, suspend_all
from tests.factories.spend import TODAY, bought, limit, position
from tests.factories.world import NOON, World


@pytest.fixture(autouse=True)
def closed(app: Flask, world: World) -> None:
    """Alice's family with a limit of £2,000 of which £100 are spent, closed today."""
    at(app, NOON)
    limit(world, 2_000_00)
    bought(world.alice, world.family, 100_00)
    with transaction():
        close_settled_family(world.alice, world.family, TODAY, "plan ended", on=TODAY, at=NOON)


def request_of(by: Person, world: World) -> Confirmation:
    with transaction():
        return families.ask_to_reopen(
            by, db.session.get_one(Family, world.family_id), "They came back", on=TODAY, at=NOON
        )


def hands(row: Confirmation) -> list[str]:
    return [hand.name for hand in cases_of([row], TODAY)[0].hands]


def test_a_practitioner_asks_and_a_manager_opens_it_without_its_limit(app: Flask, world: World) -> None:
    alice, mary = browser(app, world.alice), browser(app, world.mary)
    page = f"/families/{world.family_id}"
    seen = alice.send(f"{page}/reopen", reason="They came back")
    assert seen.status == 303
    assert "Nothing changes before somebody else has confirmed it" in alice.get(seen.location).text
    assert db.session.get_one(Family, world.family_id).closed_on == TODAY
    assert "Opening WM-001 again" in mary.get("/decisions").text
    shown = mary.get(seen.location)
    assert "They came back" in shown.text
    assert "what has been spent, until a new one is approved" in shown.text
    assert mary.send(seen.location, decision="confirm").status == 303
    db.session.expire_all()
    family = db.session.get_one(Family, world.family_id)
    assert family.closed_on is None
    assert "They came back" in (family.details.notes or "")
    assert position(world) == Position(100_00, 0, 100_00)
    with transaction(), pytest.raises(Refusal, match="left"):
        bought(world.alice, world.family, 10_00)
    assert faults() == []
    assert "Opening" not in browser(app, world.adam).get("/confirmations").text


def test_nobody_opens_a_family_alone_and_the_smallest_team_is_told_what_to_do(app: Flask, world: World) -> None:
    row = request_of(world.mary, world)
    assert hands(row) == ["Sam Stone"], "a manager who asks needs another one"
    suspend_all(world.sam)
    assert hands(row) == []
    page = browser(app, world.mary).get(f"/confirmations/{row.id}")
    assert "Ask an administrator for cover, or for another manager" in page.text
    seen = browser(app, world.adam).get("/confirmations").text
    assert "Opening a closed family again" in seen
    assert "WM-001" not in seen
    with transaction():
        confirmations.withdraw(world.mary, row, at=NOON)
    assert hands(request_of(world.alice, world)) == ["Mary Moss"]
    waiting = db.session.scalars(select(Confirmation).filter_by(state="waiting")).one()
    for stranger in (world.carol, world.fiona, world.adam, world.dave):
        with transaction(), pytest.raises(Refusal):
            confirmations.confirm(stranger, waiting, on=TODAY, at=NOON)


def test_a_family_that_has_moved_since_is_asked_for_anew(world: World) -> None:
    row = request_of(world.alice, world)
    with transaction():
        db.session.get_one(Family, world.family_id).team_id = world.other_team.id
    with transaction(), pytest.raises(Refusal, match="has changed since"):
        confirmations.confirm(world.sam, row, on=TODAY, at=NOON)
