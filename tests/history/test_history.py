"""The history page: who did what, when, from what to what, in words; the newest first, a page at a time."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.families.actions import correct_child
from budgettracker.families.actions.hand_over import hand_over
from budgettracker.histories import FeatureHistory, Histories, Words
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.schemes.actions import change_bands
from budgettracker.schemes.rules import Bounds
from budgettracker.worktime import actions as worktime
from budgettracker.worktime.actions import Part, Work
from tests.client import PageClient
from tests.factories.families import corrected
from tests.factories.spend import TODAY, bought, limit, noon, refunded
from tests.factories.world import NOON, World, child

WINTER = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(app: Flask) -> None:
    app.config["CLOCK"] = noon


def read(client: PageClient, email: str, address: str) -> str:
    page = client.as_(email).get(address)
    assert page.status == 200, page.status
    return page.text


def move(world: World) -> None:
    """Alice puts her family's name right, and Mary hands it over to the South team and to Carol."""
    with transaction():
        family = corrected(
            world, world.family, reference="WM-009", name="Okafor-Bell", legal_basis="Section 17", at=WINTER
        )
        hand_over(
            world.mary,
            [family],
            world.other_team,
            world.carol,
            TODAY,
            was_led_by=world.alice.id,
            on=TODAY,
            at=WINTER + timedelta(minutes=1),
        )


def test_a_family_moved_is_told_from_what_to_what(client: PageClient, world: World) -> None:
    move(world)
    page = read(client, world.audrey.email, f"/history/family/{world.family_id}")
    assert "15 June 2026 at 13:30 Alice Archer corrected the family" in page
    assert "Team: from North team to South team" in page
    assert "Lead worker: from Alice Archer to Carol Cole" in page
    assert "Reference: from WM-001 to WM-009" in page
    assert "Name: put right" in page


def test_a_family_tells_of_its_children_limits_and_purchases_the_newest_first(client: PageClient, world: World) -> None:
    with transaction():
        first_child = child(world.family, "C1")
    limit(world, 3_000_00)
    spend = bought(world.alice, world.family, 45_00)
    with transaction():
        correct_child(
            world.alice,
            world.family,
            first_child,
            reference="C1",
            birth_month="2016-05",
            need_code="N4",
            status_at_start="child in need",
            in_scope=False,
            index_child=False,
            on=TODAY,
            at=NOON + timedelta(hours=1),
        )
        refunded(world.alice, spend, 5_00, at=NOON + timedelta(hours=2))
    page = read(client, world.mary.email, f"/history/family/{world.family_id}")
    order = [
        "A washing machine Alice Archer recorded that £5.00 came back",
        "Child C1 Alice Archer corrected the child",
        "Month of birth:",
        "A washing machine Alice Archer recorded it as bought for £45.00",
        "Limit of £3,000.00 Mary Moss approved the limit Decided as: a manager Limit: £3,000.00",
    ]
    places = [page.find(words) for words in order]
    assert -1 not in places
    assert places[:3] == sorted(places[:3])
    assert max(places[:3]) < min(places[3:])
    assert "Primary need: N4, family in acute stress" in page or "to N4, family in acute stress" in page
    assert "The work is for this child too: from yes to no" in page
    spend_page = read(client, world.mary.email, f"/history/spend/{spend.id}")
    assert "£45.00" in spend_page
    assert "approved the limit" not in spend_page


def test_every_record_page_links_to_its_history(client: PageClient, world: World) -> None:
    limit(world, 3_000_00)
    spend = bought(world.alice, world.family, 45_00)
    client.as_(world.alice.email)
    for page, kind, record_id in (
        (f"/families/{world.family_id}", "family", world.family_id),
        (f"/families/{world.family_id}/limits", "limits", world.family_id),
        (f"/spend/{spend.id}", "spend", spend.id),
    ):
        assert f'href="/history/{kind}/{record_id}"' in client.get(page).html
    client.as_(world.adam.email)
    for page, kind, record_id in (
        (f"/people/{world.bob.id}", "person", world.bob.id),
        (f"/teams/{world.team.id}", "team", world.team.id),
        (f"/schemes/{world.scheme.id}", "scheme", world.scheme.id),
    ):
        assert f'href="/history/{kind}/{record_id}"' in client.get(page).html
        assert client.get(f"/history/{kind}/{record_id}").status == 200


def test_work_is_told_in_hours_activities_and_references(client: PageClient, world: World) -> None:
    with transaction():
        visit = worktime.add_default_activities(None, world.authority, at=NOON)[0]
        both = (Part(world.family.id), Part(world.comparison.id))
        work = Work(worked_on=TODAY, activity_id=visit.id, parts=both, contact_minutes=90, miles_hundredths=1250)
        entry = worktime.log_time(world.alice, world.alice, work, on=TODAY, at=NOON)
        better = Work(worked_on=TODAY, activity_id=visit.id, parts=(Part(None),), contact_minutes=60, note="Short")
        worktime.correct_entry(world.alice, entry, better, version=1, on=TODAY, at=NOON + timedelta(minutes=1))
    page = read(client, world.alice.email, f"/history/entry/{entry.id}")
    assert "Alice Archer corrected the entry" in page
    assert "Contact: from 1 hour 30 minutes to 1 hour" in page
    assert "Driven: from 12.5 miles to nothing" in page
    assert "Families: from WM-001, WM-002 to other families" in page
    assert "Note changed: yes" in page
    assert "Day: 15 June 2026" in page
    assert f"Activity: {visit.name}" in page


def test_people_and_schemes_are_told_to_an_administrator(client: PageClient, world: World) -> None:
    with transaction():
        change_roles(world.adam, world.bob, [Role.MANAGER, Role.PRACTITIONER], TODAY, on=TODAY, at=NOON)
        bands = [Bounds(Role.PRACTITIONER, 300_00, 900_00, 30), Bounds(Role.MANAGER, None, None, None)]
        change_bands(world.adam, world.scheme, bands, date(2026, 7, 1), on=TODAY, at=NOON)
    page = read(client, world.adam.email, f"/history/person/{world.bob.id}")
    assert "Adam Able changed the roles" in page
    assert "Roles: from practitioner to manager, practitioner" in page
    page = read(client, world.adam.email, f"/history/scheme/{world.scheme.id}")
    assert "From: 1 July 2026" in page
    assert "Who may decide: practitioner: one purchase up to £300.00, up to £900.00 in 30 days; manager: any" in page
    assert "Before that: practitioner: one purchase up to £500.00" in page


def test_a_long_history_is_read_a_page_at_a_time(client: PageClient, world: World) -> None:
    with transaction():
        for number in range(120):
            changes = {"reference": [f"R{number}", f"R{number + 1}"]}
            record(world.alice, Deed.FAMILY_CORRECTED, world.family, changes, at=NOON + timedelta(minutes=number))
    first = read(client, world.mary.email, f"/history/family/{world.family_id}")
    assert first.count("corrected the family") == 50
    assert "from R119 to R120" in first
    last = client.get(f"/history/family/{world.family_id}?page=3").text
    assert last.index("from R19 to R20") < last.index("from R0 to R1")
    beyond = client.get(f"/history/family/{world.family_id}?page=99")
    assert "There is no such page of this history." in beyond.text


def test_a_limit_declined_and_who_did_it_from_the_command_line(client: PageClient, world: World) -> None:
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 4_000_00, "x", on=TODAY, at=NOON)
        budgets.decline_limit(world.mary, change, "Not now", on=TODAY, at=NOON)
        changes = {"arm": [None, "budget"], "allocated_on": [None, "2026-06-01"]}
        record(None, Deed.FAMILY_CORRECTED, world.family, changes, authority_id=world.authority.id, at=NOON)
    page = read(client, world.alice.email, f"/history/limit/{change.id}")
    assert "Mary Moss declined the limit Decided as: a manager State: from Requested to Declined" in page
    page = read(client, world.alice.email, f"/history/family/{world.family_id}")
    assert "The operator corrected the family Allocated on: 1 June 2026" in page, "into which arm is not told"


def registered(app: Flask) -> Histories:
    histories: Histories = app.extensions["histories"]
    return histories


def test_every_deed_has_words_of_its_own(app: Flask) -> None:
    histories = registered(app)
    assert set(histories.words) == set(Deed)
    for deed in Deed:
        words = histories.deed_in_words(deed, {})
        assert re.fullmatch(r"[a-z][^_.]*(\.\d\d)?[^_.]*", words), (deed, words)
        assert words != deed.replace(".", " ").replace("_", " "), deed


def test_no_deed_has_two_wordings(app: Flask) -> None:
    again = FeatureHistory(words=(Words({Deed.HOLD_KEPT: "kept the money held for longer"}),))
    with pytest.raises(ValueError, match=r"deeds with two wordings: hold\.kept"):
        registered(app).add(again)
    assert registered(app).deed_in_words(Deed.HOLD_KEPT, {}) == "said that it is still wanted"


def test_every_field_that_the_audit_knows_is_called_as_the_pages_call_it(app: Flask, world: World) -> None:
    limit(world, 3_000_00)
    bought(world.alice, world.family, 45_00)
    with transaction():
        change_roles(world.adam, world.bob, [Role.MANAGER], TODAY, on=TODAY, at=NOON)
    move(world)
    lines = db.session.query(AuditRecord).all()
    keys = {key for line in lines for key in line.changes}
    assert {"team_id", "limit_pence", "paid_pence", "held"} <= keys
    histories = registered(app)
    for line in lines:
        words = histories.words[line.deed]
        assert set(line.changes) <= set(words.fields) | words.hidden, line.deed
        for change in histories.changes_in_words(line.deed, line.changes, {}):
            assert re.search(r"_|\d{4}-\d\d-\d\d", change.name + change.before + change.after) is None, change
