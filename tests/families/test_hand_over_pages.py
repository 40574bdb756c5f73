"""Handing over as people do it: what waits goes along, and whoever no longer sees a family is told whom to ask."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from budgettracker.database import db, transaction
from budgettracker.families.models import Family, FamilyLead
from budgettracker.people.actions.suspend import suspend
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import bought, limit, noon
from tests.factories.world import NOON, World, family

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def clock(app: Flask) -> None:
    app.config["CLOCK"] = noon


def to_carol(client: PageClient, world: World, **typed: str) -> None:
    """Mary hands alice's family over to carol of the south team, from its own page."""
    client.as_(world.mary.email)
    place = f"{world.other_team.id}.{world.carol.id}"
    sent = client.send(f"/families/{world.family_id}/hand-over", lead_worker_id=place, **typed)
    assert (sent.status, sent.location) == (303, "/families/hand-over?banner=done"), sent.text
    assert "What waits for a decision and missing receipts went along." in client.get(sent.location).text


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_request_that_waits_goes_along_and_whoever_asked_is_told_whom_to_ask(
    client: PageClient, world: World
) -> None:
    limit(world, 2_000_00)
    request, without_receipt = bought(world.alice, world.family, 800_00), bought(world.alice, world.family, 45_00)
    to_carol(client, world)
    assert db.session.get_one(Spend, request.id).state == SpendState.REQUESTED
    client.as_(world.carol.email)
    for address in (f"/families/{world.family_id}", f"/spend/{request.id}"):
        assert client.get(address).status == 200, address
    mine = client.get("/my-families")
    assert "WM-001" in mine.text
    assert "receipt" in mine.text.lower(), "the missing receipt is carol's to bring"
    client.as_(world.alice.email)
    for address in (
        f"/families/{world.family_id}",
        f"/families/{world.family_id}/spend/new",
        f"/spend/{request.id}",
        f"/spend/{without_receipt.id}/receipt",
        f"/history/family/{world.family_id}",
    ):
        page = client.get(address)
        assert page.status == 403, address
        assert "WM-001 was handed over on 15 June 2026 and is no longer yours. Ask Carol" in page.text, address
        assert "Okafor" not in page.html
    mine = client.get("/my-families")
    assert "No longer yours" in mine.text
    assert "WM-001, since 15 June 2026: ask Carol" in mine.text
    client.as_(world.dave.email)
    assert client.get(f"/families/{world.family_id}").status == 404, "another authority learns nothing"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_after_ninety_days_it_is_not_found_as_any_other(client: PageClient, world: World) -> None:
    to_carol(client, world)
    client.as_(world.bob.email)
    for days, status in ((90, 403), (91, 404)):
        with transaction():
            moved = update(FamilyLead).where(FamilyLead.team_id == world.other_team.id)
            db.session.execute(moved.values(recorded_at=NOON - timedelta(days=days)))
        assert client.get(f"/families/{world.family_id}").status == status, days


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_leavers_families_are_flagged_and_handed_over_at_once(client: PageClient, world: World) -> None:
    with transaction():
        family(world.team, "WM-050", "Petrov", world.alice, world.scheme)
        suspend(world.adam, world.alice, on=TODAY, at=NOON)
    client.as_(world.bob.email)
    assert "has left" not in client.get("/my-families").text, "managers are told"
    client.as_(world.mary.email)
    answer = client.get("/my-families")
    assert "still leads 3 families" in answer.text
    address = f"/families/hand-over/{world.alice.id}"
    assert address in answer.html
    form = client.get(address).form("")
    kept = [each for each in form["families"] if each != str(world.comparison.id)]
    assert len(kept) == 2
    sent = client.post(address, {**form, "families": kept, "lead_worker_id": f"{world.team.id}.{world.bob.id}"})
    assert sent.status == 303
    leads = {row.reference: row.lead_worker_id for row in db.session.query(Family).filter_by(team_id=world.team.id)}
    assert leads == {"WM-001": world.bob.id, "WM-050": world.bob.id, "WM-002": world.alice.id}
    assert "still leads 1 family" in client.get("/my-families").text
    client.send(f"/families/{world.family_id}/hand-over", lead_worker_id=f"{world.team.id}.")
    lines = client.get("/families/hand-over")
    assert "Nobody yet" in lines.text
    sent = client.send("/families/hand-over/nobodys", lead_worker_id=f"{world.team.id}.{world.bob.id}")
    assert sent.status == 303
    assert db.session.get_one(Family, world.family_id).lead_worker_id == world.bob.id


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_mistake_is_told_beside_its_field_and_an_old_page_is_refused(client: PageClient, world: World) -> None:
    client.as_(world.mary.email)
    address = f"/families/{world.family_id}/hand-over"
    old = client.get(address).form("")
    empty = client.post(address, old)
    assert empty.status == 422
    assert "Choose who leads from then on." in empty.text
    place = f"{world.team.id}.{world.bob.id}"
    late = client.post(address, {**empty.form(""), "lead_worker_id": place, "starts_on-day": "16"})
    assert "The first day is in the future." in late.text
    assert late.form("")["lead_worker_id"] == place
    sent = client.send(address, lead_worker_id=place)
    assert sent.location == f"/families/{world.family_id}?banner=handed-over"
    assert "The family is handed over." in client.get(sent.location).text
    again = client.post(address, {**old, "lead_worker_id": f"{world.team.id}."})
    assert again.status == 422
    assert "WM-001 was handed over since you opened the page." in again.text
