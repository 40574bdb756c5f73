"""A manager corrects another's or a leaver's time with a reason; the person is told and may disagree on record."""

from datetime import timedelta
from typing import Any

import pytest

from budgettracker.confirmations.actions import confirm
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.actions import restrict_family
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.periods import month
from budgettracker.worktime import queries
from budgettracker.worktime.actions import Part, close_month, correct_for, read_correction
from budgettracker.worktime.models import WorkCorrection, WorkEntry
from budgettracker.worktime.rules import KindMinutes
from tests.client import PageClient
from tests.factories.worktime import LAST_MONTH, NOW, TODAY, deeds, give_activities, log, office, refusal, visit
from tests.factories.world import World

HOUR = KindMinutes(0, 60, 0)
WHEN: dict[str, Any] = {"version": 1, "on": TODAY, "at": NOW}


@pytest.fixture
def entry(world: World) -> WorkEntry:
    """Alice's 90 minutes of 20 May 2026."""
    with transaction():
        give_activities(world.authority)
        return log(world.alice, office(world.authority, 90, worked_on=LAST_MONTH))


def test_a_leavers_time_is_corrected_with_a_reason(world: World, entry: WorkEntry) -> None:
    with transaction():
        db.session.get_one(Person, world.alice.id).active_to = LAST_MONTH + timedelta(days=1)
    assert refusal(lambda: correct_for(world.mary, entry, HOUR, " ", **WHEN)).field == "reason"
    same = refusal(lambda: correct_for(world.mary, entry, KindMinutes(0, 90, 0), "x", **WHEN))
    assert same.message == "These are the minutes that the entry has already."
    with transaction():
        correct_for(world.mary, entry, HOUR, "The meeting was an hour", **WHEN)
    assert (entry.preparation_minutes, entry.version) == (60, 2)
    late = refusal(lambda: correct_for(world.mary, entry, None, "x", **WHEN))
    assert late.message.startswith("This entry was changed since you opened the page.")
    with transaction():
        correct_for(world.sam, entry, None, "It was cancelled", **{**WHEN, "version": 2})
    assert entry.withdrawn_at == NOW
    assert deeds(entry.id) == ["work.logged", "work.corrected", "work.withdrawn"]
    kept = [(each.corrected_by_id, each.reason) for each in db.session.query(WorkCorrection)]
    assert set(kept) == {(world.mary.id, "The meeting was an hour"), (world.sam.id, "It was cancelled")}


def test_only_a_manager_of_the_persons_team_and_never_in_a_closed_month(world: World, entry: WorkEntry) -> None:
    for by in (world.alice, world.bob, world.carol, world.adam, world.dave):
        with pytest.raises(NotTheirs):
            correct_for(by, entry, HOUR, "x", **WHEN)
    with transaction():
        own = log(world.mary, office(world.authority, 30, worked_on=LAST_MONTH))
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
    with pytest.raises(NotTheirs):
        correct_for(world.mary, own, HOUR, "x", **WHEN)
    assert refusal(lambda: correct_for(world.mary, entry, HOUR, "x", **WHEN)).field == "worked_on"
    assert db.session.query(WorkCorrection).count() == 0


def test_what_was_worked_for_a_restricted_family_is_seen_and_corrected_by_who_is_named(
    world: World, entry: WorkEntry
) -> None:
    """A total or a line more would tell any other manager that there is such a family; what is one's own stays one's own."""
    with transaction():
        hidden = log(world.alice, visit(world, Part(world.family_id), worked_on=LAST_MONTH, expenses_pence=80_00))
        family = db.session.get_one(Family, world.family_id)
        restrict_family(world.alice, family, [world.mary], "Known here", on=TODAY, at=NOW)
    within = month(LAST_MONTH)
    for reader, minutes in ((world.alice, 180), (world.mary, 180), (world.sam, 90), (world.bob, 90)):
        of_alice = next(
            each
            for each in queries.month_contents(reader, world.team.id, within).everybody
            if each.person_id == world.alice.id
        )
        assert of_alice.minutes == minutes, reader.name
        lines = queries.entries_of_month(reader, world.team.id, world.alice.id, within)
        assert (hidden in lines) is (minutes == 180)
    with pytest.raises(NotTheirs):
        correct_for(world.sam, hidden, HOUR, "x", **WHEN)
    question = queries.expenses_asked(hidden.id)
    assert question is not None
    with pytest.raises((Refusal, NotTheirs)), transaction():
        confirm(world.sam, question, on=TODAY, at=NOW)
    with transaction():
        confirm(world.mary, question, on=TODAY, at=NOW)
        correct_for(world.mary, hidden, KindMinutes(60, 0, 0), "It was an hour", **WHEN)


def test_the_person_reads_it_and_disagrees_on_record(client: PageClient, world: World, entry: WorkEntry) -> None:
    client.app.config["CLOCK"] = lambda: NOW
    client.as_(world.mary.email)
    month = client.get(f"/time/months/{world.team.id}/2026-05/close")
    assert f"/people/{world.alice.id}" in month.html
    listed = client.get(f"/time/months/{world.team.id}/2026-05/people/{world.alice.id}")
    assert f"/time/{entry.id}/correct-for" in listed.html
    sent = client.send(f"/time/{entry.id}/correct-for", preparation="1:00", reason="It was an hour")
    assert "The entry is corrected" in client.get(sent.location).text
    client.as_(world.alice.email)
    answer = client.get("/time/recent")
    assert "corrected your" in answer.text
    assert "It was an hour" in answer.text
    correction = db.session.query(WorkCorrection).one()
    address = f"/time/corrections/{correction.id}"
    client.send(address, disagreement="It was ninety minutes")
    assert "corrected your" not in client.get("/time/recent").text
    db.session.expire_all()
    assert (correction.disagreement, correction.read_at) == ("It was ninety minutes", NOW)
    with transaction():
        again = refusal(lambda: read_correction(world.alice, correction, "", at=NOW))
    assert again.message == "You have answered this already."
    client.as_(world.bob.email)
    assert client.get(address).status == 404
