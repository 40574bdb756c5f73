"""A colleague named on an entry gets it offered: nothing is logged for anybody without their yes."""

import pytest

from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.worktime.actions import Part, confirm_offer, correct_entry, decline_offer, offer_time, withdraw_entry
from budgettracker.worktime.models import WorkEntry, WorkOffer
from budgettracker.worktime.queries import offer_for, offers_waiting, shared_minutes
from budgettracker.worktime.rules import KindMinutes
from tests.client import PageClient
from tests.factories.worktime import (
    NOW,
    TODAY,
    VISIT,
    YESTERDAY,
    activity,
    deeds,
    entries,
    give_activities,
    log,
    refusal,
    visit,
    visiting,
)
from tests.factories.world import World, family

HALF_PAST = KindMinutes(80, 0, 25)


@pytest.fixture
def offer(world: World) -> WorkOffer:
    """What alice's visit with its miles offers to bob."""
    give_activities(world.authority)
    entry = log(
        world.alice, visit(world, Part(world.family_id), worked_on=YESTERDAY, travel_minutes=30, miles_hundredths=12_00)
    )
    return offer_time(world.alice, entry, world.bob, on=TODAY, at=NOW)


def confirm(world: World, offer: WorkOffer, minutes: KindMinutes = HALF_PAST, **more: int) -> WorkEntry:
    """Bob's yes."""
    return confirm_offer(world.bob, offer, minutes, **{"version": 1, **more}, on=TODAY, at=NOW)


def test_each_has_an_entry_of_their_own_and_one_claims_the_miles(world: World, offer: WorkOffer) -> None:
    assert [each.person_id for each in entries()] == [world.alice.id], "nothing is logged for bob before his yes"
    waiting = [(each.offered_by, each.activity, each.minutes) for each in offers_waiting(world.bob)]
    assert waiting == [("Alice Archer", VISIT, 120)]
    assert refusal(lambda: confirm(world, offer, miles_hundredths=8_00)).field == "miles"
    own = confirm(world, offer)
    assert (own.person_id, own.recorded_by_id, own.worked_on, own.activity_id) == (
        world.bob.id,
        world.bob.id,
        offer.entry.worked_on,
        offer.entry.activity_id,
    )
    assert (own.contact_minutes, own.travel_minutes, own.miles_hundredths) == (80, 25, 0)
    assert [share.family_id for share in own.shares] == [world.family_id]
    assert offers_waiting(world.bob) == []
    assert deeds(offer.id) == ["work_offer.made", "work_offer.confirmed"]
    assert refusal(lambda: confirm(world, offer)).message == "You have answered this already."
    assert len(entries()) == 2


def test_the_miles_can_be_claimed_by_the_other_and_by_one_alone(world: World, offer: WorkOffer) -> None:
    first = offer.entry
    plain = visit(world, Part(world.family_id), worked_on=YESTERDAY, travel_minutes=30)
    correct_entry(world.alice, first, plain, version=1, on=TODAY, at=NOW)
    own = confirm(world, offer, miles_hundredths=12_00, version=2)
    assert own.miles_hundredths == 12_00
    again = visit(world, Part(world.family_id), worked_on=YESTERDAY, travel_minutes=30, miles_hundredths=12_00)
    answer = refusal(lambda: correct_entry(world.alice, first, again, version=2, on=TODAY, at=NOW))
    assert (answer.field, answer.message.startswith("Bob Brown claims the miles of this")) == ("miles", True)
    without = visit(world, Part(world.family_id), worked_on=YESTERDAY, minutes=80)
    correct_entry(world.bob, own, without, version=1, on=TODAY, at=NOW)
    assert correct_entry(world.alice, first, again, version=2, on=TODAY, at=NOW).miles_hundredths == 12_00


def test_a_no_logs_nothing_and_is_final(world: World, offer: WorkOffer) -> None:
    decline_offer(world.bob, offer, at=NOW)
    assert [each.person_id for each in entries()] == [world.alice.id]
    assert deeds(offer.id) == ["work_offer.made", "work_offer.declined"]
    with pytest.raises(Refusal, match="answered this already"):
        confirm(world, offer)
    assert len(entries()) == 1


def test_what_was_changed_or_taken_back_meanwhile_is_told(world: World, offer: WorkOffer) -> None:
    correct_entry(
        world.alice, offer.entry, visit(world, Part(world.family_id), worked_on=YESTERDAY), version=1, on=TODAY, at=NOW
    )
    assert "was changed since you opened the page" in refusal(lambda: confirm(world, offer)).message
    withdraw_entry(world.alice, offer.entry, at=NOW)
    assert refusal(lambda: confirm(world, offer, version=2)).message.startswith("Alice Archer took this time back")
    assert offers_waiting(world.bob) == []
    assert [each.person_id for each in entries()] == [world.alice.id]


def test_an_offer_is_answered_by_whom_it_is_made_to_and_stays_in_the_authority(world: World, offer: WorkOffer) -> None:
    for somebody in (world.alice, world.mary, world.dave):
        with pytest.raises(NotTheirs):
            confirm_offer(somebody, offer, HALF_PAST, version=1, on=TODAY, at=NOW)
        with pytest.raises(NotTheirs):
            decline_offer(somebody, offer, at=NOW)
    with pytest.raises(NotTheirs):
        offer_time(world.alice, offer.entry, world.dave, on=TODAY, at=NOW)
    with pytest.raises(NotTheirs):
        offer_time(world.mary, offer.entry, world.bob, on=TODAY, at=NOW)
    assert confirm(world, offer).person_id == world.bob.id


def test_minutes_fall_on_the_families_as_the_visit_is_shared(world: World) -> None:
    give_activities(world.authority)
    parts = (Part(world.family_id, 60), Part(world.comparison.id, 30))
    entry = log(world.alice, visit(world, *parts, by_minutes=True))
    offer = offer_time(world.alice, entry, world.bob, on=TODAY, at=NOW)
    own = confirm(world, offer, KindMinutes(100, 0, 20))
    assert [each.minutes for each in shared_minutes(own)] == [80, 40]


@pytest.mark.pages
def test_a_visit_is_logged_confirmed_and_shown_to_both(alice: PageClient, world: World) -> None:
    with transaction():
        theirs = family(world.other_team, "SM-001", "Petrov")
    bob, joint = str(world.bob.id), {"families": [], "joint": theirs.reference}
    typed = {**visiting(world, **joint), "contact": "1:30", "miles": "12", "colleagues": bob}
    page = alice.get("/time/new")
    assert "Bob Brown" in page.text
    answer = alice.post("/time/new", {**page.form(), **typed, "colleague_email": "nobody@example.org"})
    assert (answer.status, answer.form()["colleague_email"], entries()) == (422, "nobody@example.org", [])
    assert "Nobody else who logs time in Westmoor has this address" in answer.text
    elsewhere = alice.post("/time/new", {**answer.form(), "colleague_email": world.dave.email})
    assert elsewhere.status == 422
    done = alice.post("/time/new", {**answer.form(), "colleague_email": ""})
    assert "Bob Brown has not answered yet." in alice.get(done.location).text
    alice.as_(world.bob.email)
    for at in ("/time", "/time/recent"):
        assert "Alice Archer says you were there: Visit to the family" in alice.get(at).text, at
    place = f"/time/offers/{db.session.query(WorkOffer).one().id}"
    page = alice.get(place)
    assert "logged 1 hour 30 minutes for SM-001 (another team)" in page.text
    assert "Petrov" not in page.html
    assert "Alice Archer claims the miles." in page.text
    answer = alice.post(place, {**page.form(), "contact": "15"})
    assert (answer.status, "15 minutes or 15 hours?" in answer.text, answer.form()["contact"]) == (422, True, "15")
    assert alice.post(place, {**answer.form(), "contact": "1:15"}).status == 303
    assert [(each.person_id, each.contact_minutes) for each in entries()] == [
        (world.alice.id, 90),
        (world.bob.id, 75),
    ]
    assert alice.post(place, {**page.form(), "form_key": "again"}).status in (303, 422)
    assert len(entries()) == 2
    alice.as_(world.alice.email)
    assert "Bob Brown has an entry of their own." in alice.get(done.location).text
    assert alice.get(place).status == 404


@pytest.mark.pages
def test_it_was_somebody_else(alice: PageClient, world: World) -> None:
    with transaction():
        entry = log(world.bob, visit(world, Part(world.family_id)))
        offer = offer_time(world.bob, entry, world.alice, on=TODAY, at=NOW)
        place = f"/time/offers/{offer.id}"
    form = alice.get(place).form()
    done = alice.post(f"{place}/decline", form)
    assert "You said no, so nothing is logged for you." in alice.get(done.location).text
    assert "says you were there" not in alice.get("/time").text
    assert [each.person_id for each in entries()] == [world.bob.id]


@pytest.mark.pages
def test_a_group_session_has_leaders_places_families_and_materials(alice: PageClient, world: World) -> None:
    kind = activity(world.authority, "Call or meeting with the family")
    both = [str(world.family_id), str(world.comparison.id)]
    typed = {"activity": str(kind.id), "families": both, "contact": "2", "preparation": "1:30", "expenses": "18.00"}
    page = alice.get("/time/group")
    answer = alice.post("/time/group", {**page.form(), **typed, "places": "1", "colleagues": str(world.bob.id)})
    assert (answer.status, "2 families came, so there were at least 2 places." in answer.text) == (422, True)
    for places in ("", "x", "-1", "501", "9" * 400):
        refused = alice.post("/time/group", {**answer.form(), "places": places})
        assert (refused.status, entries()) == (422, []), places
    done = alice.post("/time/group", {**answer.form(), "places": "6"})
    seen = alice.get(done.location)
    assert "Bob Brown has not answered yet." in seen.text
    with transaction():
        offer = db.session.query(WorkOffer).one()
        confirm_offer(world.bob, offer, KindMinutes(120, 30, 0), version=1, on=TODAY, at=NOW)
    first, second = entries()
    assert first.session_reference
    assert (first.session_reference, first.places) == (second.session_reference, second.places)
    assert (first.places, first.expenses_pence, second.expenses_pence) == (6, 18_00, 0)
    assert [len(each.shares) for each in (first, second)] == [2, 2]


def test_a_restricted_family_is_in_no_joint_visit_of_who_is_not_named_for_it(world: World, offer: WorkOffer) -> None:
    assert len(offers_waiting(world.bob)) == 1
    restricted = db.session.get_one(Family, world.family_id)
    restricted.restricted = True
    db.session.flush()
    assert offers_waiting(world.bob) == []
    with pytest.raises(NotTheirs):
        offer_for(world.bob, offer.id)
    with pytest.raises(NotTheirs):
        confirm(world, offer)
    answer = refusal(lambda: offer_time(world.alice, offer.entry, world.mary, on=TODAY, at=NOW))
    assert (answer.field, "cannot be named on this entry" in answer.message) == ("colleagues", True)
    restricted.restricted = False
    db.session.flush()
    assert confirm(world, offer).person_id == world.bob.id
