"""A restricted family: whose it is to see, what everybody else is told, how it is opened again, and the log of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.queries import waiting_for
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families import actions, queries
from budgettracker.families.models import Family
from budgettracker.home.queries import my_families, openings_told
from budgettracker.people.models import Person
from tests.client import PageClient
from tests.factories import world as make
from tests.factories.families import TODAY, WHEN, own_family, refusal
from tests.factories.second_hands import at, browser, go_live
from tests.factories.world import NOON, World


@pytest.fixture(autouse=True)
def noon(app: Flask) -> None:
    at(app, NOON)


def restrict(world: World, *readers: Person, by: Person | None = None) -> Family:
    with transaction():
        family = own_family(world)
        return actions.restrict_family(
            by or world.alice, family, readers or [world.mary], "A cousin works here", **WHEN
        )


def references(person: Person, *, on: object = TODAY) -> set[str]:
    return set(db.session.scalars(select(Family.reference).where(queries.visible(person, on))))  # type: ignore[arg-type]


def test_only_the_people_named_see_a_restricted_family(world: World) -> None:
    restrict(world)
    for named in (world.alice, world.mary):
        assert references(named) == {own_family(world).reference, "WM-002"}
        assert queries.family_to_change(named, world.family_id, TODAY).details.own_reference == "WM-001"
    for other in (world.bob, world.sam, world.audrey):
        assert references(other) == {"WM-002"}
        with pytest.raises(NotTheirs):
            queries.family_for(other, world.family_id, TODAY)
    with pytest.raises(NotTheirs):
        queries.family_to_change(world.bob, world.family_id, TODAY)
    drawn = own_family(world).reference
    assert queries.reference_only(world.alice, drawn).reference == drawn
    for reference in (drawn, "WM-001"):
        with pytest.raises(NotTheirs):
            queries.reference_only(world.carol, reference)
    assert queries.reference_only(world.carol, "WM-002").reference == "WM-002"


def test_lists_and_counts_leave_it_out_for_everybody_else(world: World) -> None:
    before = {
        who: (my_families(who, TODAY, 1, 9)[1], queries.search(who, "", TODAY, 1, 9)[1])
        for who in (world.alice, world.bob)
    }
    restrict(world)
    assert before[world.alice] == (2, 2) == before[world.bob]
    assert my_families(world.alice, TODAY, 1, 9)[1] == 2
    assert (my_families(world.bob, TODAY, 1, 9)[1], queries.search(world.bob, "Okafor", TODAY, 1, 9)) == (1, ([], 0))
    assert sum(line.families for line in queries.leads_in_teams(world.mary, TODAY)) == 2
    assert sum(line.families for line in queries.leads_in_teams(world.sam, TODAY)) == 1


def test_a_reason_opens_it_for_a_day_and_tells_the_managers_named(world: World) -> None:
    restrict(world)
    assert openings_told(world.mary, TODAY) == []
    with transaction():
        assert actions.open_by_reason(world.bob, " okafor", "A call at night", **WHEN) is not None
    assert references(world.bob) == {own_family(world).reference, "WM-002"}
    assert references(world.bob, on=TODAY + timedelta(days=1)) == {"WM-002"}
    assert not queries.works_with(world.bob, own_family(world), TODAY)
    assert queries.works_with(world.alice, own_family(world), TODAY)
    (answer,) = openings_told(world.mary, TODAY)
    assert (answer.text, answer.values) == (
        "Somebody opened a restricted record by giving a reason.",
        {"family_id": world.family_id},
    )
    assert openings_told(world.sam, TODAY) == openings_told(world.alice, TODAY) == []
    (opening,) = queries.openings_of(world.family_id)
    assert (opening.person_id, opening.details.reason) == (world.bob.id, "A call at night")
    with transaction():
        actions.see_openings(world.mary, own_family(world), at=NOON)
    assert openings_told(world.mary, TODAY) == []


def test_looking_for_one_that_is_not_there_is_recorded_and_answered_like_one_of_others(world: World) -> None:
    restrict(world)
    with transaction():
        tries = [
            actions.open_by_reason(who, text, "A call", **WHEN)
            for who, text in (
                (world.bob, "WM-009"),
                (world.bob, "WM-002"),
                (world.carol, "WM-001"),
                (world.dave, "WM-001"),
            )
        ]
    assert tries == [None] * 4
    by = db.session.scalars(select(AuditRecord.by_id).filter_by(deed=Deed.RESTRICTED_SOUGHT)).all()
    assert set(by) == {world.bob.id, world.carol.id, world.dave.id}
    with refusal("reason"):
        actions.open_by_reason(world.bob, "WM-001", " ", **WHEN)


def test_restricting_needs_somebody_who_decides_and_a_reason(world: World) -> None:
    family = own_family(world)
    with refusal("readers"):
        actions.restrict_family(world.alice, family, [world.bob], "Known here", **WHEN)
    with refusal("readers"):
        actions.restrict_family(world.alice, family, [world.fiona], "Known here", **WHEN)
    with refusal("reason"):
        actions.restrict_family(world.alice, family, [world.mary], " ", **WHEN)
    assert restrict(world, by=world.mary).restricted
    with refusal(None):
        actions.restrict_family(world.mary, own_family(world), [world.mary], "Again", **WHEN)


def test_opening_it_to_more_people_takes_a_second_person_who_is_named(world: World) -> None:
    go_live(world)
    restrict(world)
    with transaction():
        naming = actions.ask_to_name(world.alice, own_family(world), world.bob, "On duty", **WHEN)
    assert references(world.bob) == {"WM-002"}
    for nobody in (world.alice, world.bob, world.sam):
        with pytest.raises(Refusal), transaction():
            confirm(nobody, naming, **WHEN)
    for other in (world.sam, world.bob):
        assert waiting_for(other, (), TODAY) == []
    (case,) = waiting_for(world.mary, (), TODAY)
    assert case.facts.title == f"Naming Bob Brown for {own_family(world).reference}"
    with transaction():
        confirm(world.mary, naming, **WHEN)
    assert references(world.bob) == {own_family(world).reference, "WM-002"}


def test_lifting_takes_two_and_a_senior_manager_where_only_one_decider_is_named(world: World) -> None:
    go_live(world)
    restrict(world)
    with transaction():
        lifting = actions.ask_to_lift(world.mary, own_family(world), "It is over", **WHEN)
    with pytest.raises(Refusal), transaction():
        confirm(world.mary, lifting, **WHEN)
    drawn = own_family(world).reference
    assert [case.facts.title for case in waiting_for(world.sam, (), TODAY)] == [f"Lifting the restriction of {drawn}"]
    with transaction():
        confirm(world.sam, lifting, **WHEN)
    assert references(world.bob) == {"WM-001", "WM-002"}
    assert own_family(world).details.restricted_because is None
    assert restrict(world, world.sam).restricted, "it can be restricted again"
    assert {reader.person.name for reader in queries.named_for(world.family_id)} == {"Alice Archer", "Sam Stone"}


def test_a_name_is_taken_off_at_once_while_somebody_who_decides_is_left(world: World) -> None:
    restrict(world, world.mary, world.bob)
    named = {reader.person_id: reader.id for reader in queries.named_for(world.family_id)}
    with transaction():
        actions.remove_reader(world.alice, own_family(world), named[world.bob.id], **WHEN)
    assert references(world.bob) == {"WM-002"}
    with refusal(None):
        actions.remove_reader(world.alice, own_family(world), named[world.mary.id], **WHEN)
    with refusal(None):
        actions.remove_reader(world.alice, own_family(world), named[world.bob.id], **WHEN)


def test_it_is_handed_over_to_somebody_named_and_nobody_is_told_where_it_went(world: World) -> None:
    restrict(world)
    to = {"was_led_by": world.alice.id, **WHEN}
    with refusal("lead_worker_id"):
        actions.hand_over(world.mary, [own_family(world)], world.team, world.bob, TODAY, **to)
    with transaction():
        actions.hand_over(world.mary, [own_family(world)], world.team, world.mary, TODAY, **to)
    with transaction():
        actions.hand_over(
            world.mary, [own_family(world)], world.other_team, None, TODAY, was_led_by=world.mary.id, **WHEN
        )
    assert queries.gone_from(world.alice, TODAY) == queries.gone_from(world.bob, TODAY) == []


CANARIES = ("WM-001", "Okafor", "Canarycousin")


@pytest.mark.pages
def test_no_page_of_anybody_else_holds_a_byte_of_it(app: Flask, world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Every page that lists families, decisions, time, hints or money, as each other role reads it, before and after."""
    with transaction():
        mona = make.person(world.authority, "Mona Mills", Role.MANAGER, teams=(world.other_team,))
    addresses = (
        *("/my-families", "/families", "/families/hand-over", "/decisions", "/incidents", "/hidden", "/time/new"),
        *("/time", "/limits/cohort", "/ledger", "/ledger/lines.xlsx", "/confirmations", f"/families/{world.family_id}"),
        *(f"/families/{world.family_id}/limits", f"/history/family/{world.family_id}"),
    )
    readers = (world.bob, world.sam, world.audrey, world.fiona, mona, world.adam)
    open_before = [address for address in addresses if "WM-001" in browser(app, world.bob).get(address).html]
    assert {"/my-families", "/families", "/time/new"} <= set(open_before)
    restrict(world)
    with transaction():
        own_family(world).details.restricted_because = "Canarycousin"
    rows = []
    for reader in readers:
        client: PageClient = browser(app, reader)
        for address in addresses:
            html = client.get(address).html
            rows += [(reader.name, address, word) for word in CANARIES if word in html]
    assert rows == []
    assert not any(word in caplog.text for word in CANARIES)
    assert "Okafor" in browser(app, world.alice).get("/my-families").html
    assert "Canarycousin" in browser(app, world.mary).get(f"/families/{world.family_id}/restriction").html


@pytest.mark.pages
def test_the_page_restricts_names_and_opens(app: Flask, world: World) -> None:
    go_live(world)
    alice, bob, mary = (browser(app, who) for who in (world.alice, world.bob, world.mary))
    of = f"/families/{world.family_id}"
    form = alice.get(f"{of}/restrict").form() | {"readers": str(world.mary.id), "reason": "A cousin works here"}
    assert alice.post(f"{of}/restrict", form).location == f"{of}?banner=restricted"
    assert bob.get(of).status == 404
    tried = bob.post(
        "/families/restricted", bob.get("/families/restricted").form() | {"text": "WM-077", "reason": "Call"}
    )
    assert tried.location == "/families/restricted?banner=none"
    assert "no restricted record" in bob.get("/families/restricted?banner=none").html
    opened = bob.post(
        "/families/restricted", bob.get("/families/restricted").form() | {"text": "WM-001", "reason": "Call"}
    )
    assert opened.location == of
    seen = bob.get(of)
    assert "You gave a reason" in seen.html
    assert "Log spend" not in seen.html
    assert "Somebody opened a restricted record" in mary.get("/team").html
    assert "Who reads it: Alice Archer, Mary Moss" in mary.get(f"/history/family/{world.family_id}").text
    page = mary.get(f"{of}/restriction")
    assert mary.post(f"{of}/restriction/seen", page.form(f"{of}/restriction/seen")).location == f"{of}/restriction"
    assert "Seen by Mary Moss" in mary.get(f"{of}/restriction").html
