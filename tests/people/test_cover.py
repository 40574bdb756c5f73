"""Dated cover: who may stand in for whom, what they may decide, and that both names stand in the record."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.budgets import actions as budgets
from budgettracker.commands import people
from budgettracker.confirmations import actions as confirmations
from budgettracker.confirmations.queries import cases_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families import actions as families
from budgettracker.families.models import Family
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.actions.give_cover import ask_for_cover, end_cover, give_cover
from budgettracker.people.actions.invite import ask_for_link
from budgettracker.people.models import Person, TeamMembership
from budgettracker.people.queries import unread_of
from budgettracker.people.queries.deciders import people_who_decide
from budgettracker.periods import month
from budgettracker.spend import actions as spends
from budgettracker.worktime.queries import month_contents
from tests.factories import world as making
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.spend import bought, limit
from tests.factories.world import NOON, World

TODAY = NOON.date()
FRIDAY = TODAY + timedelta(days=4)
SENIOR = (Role.SENIOR_MANAGER,)


@pytest.fixture
def mona(app: Flask, world: World) -> Person:
    """The manager of the South team, in an authority that is live."""
    at(app, NOON)
    go_live(world)
    with transaction():
        return making.person(world.authority, "Mona Mills", Role.MANAGER, teams=(world.other_team,))


def again(person: Person) -> Person:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Person, person.id)


def give(absent: Person, covers: Person) -> None:
    with transaction():
        give_cover(absent, absent, covers, TODAY, FRIDAY, on=TODAY, at=NOON)


def last_line(deed: Deed) -> AuditRecord:
    lines = select(AuditRecord).filter_by(deed=deed).order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
    return db.session.scalars(lines.limit(1)).one()


def test_a_colleague_decides_in_the_place_of_who_is_away_and_both_names_are_recorded(
    app: Flask, world: World, mona: Person
) -> None:
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 800_00)
    with transaction(), pytest.raises(Refusal):
        spends.approve_spend(mona, spend, on=TODAY, at=NOON)
    client = browser(app, world.mary)
    parts = {"ends_on-day": "19", "ends_on-month": "6", "ends_on-year": "2026"}
    assert client.send("/account/cover", covers=str(mona.id), **parts).status == 303
    assert "Mona Mills covers for Mary Moss as manager" in client.get("/account").text
    stands_in = again(mona)
    words = [decider.words for decider in people_who_decide(world.team.id, [Role.MANAGER], [], TODAY)]
    assert words == ["Mary Moss (manager)", "Mona Mills (manager, as cover for Mary Moss)"]
    assert "Mona Mills (manager, as cover for Mary Moss)" in browser(app, world.sam).get("/decisions").text
    with transaction():
        spends.approve_spend(stands_in, spend, on=TODAY, at=NOON)
    line = last_line(Deed.SPEND_APPROVED)
    assert (line.by_id, changes_in(line.body).text("as_cover_for")) == (mona.id, str(world.mary.id))
    assert world.team.id not in again(mona).team_ids_on(FRIDAY + timedelta(days=1))
    assert unread_of(mona.id)[0].text.startswith("You were given cover for somebody who is away: Mary Moss did it")


def test_cover_goes_to_the_same_level_or_above_and_ends(world: World, mona: Person) -> None:
    with transaction():
        for covers in (world.alice, world.fiona, world.adam):
            with pytest.raises(Refusal, match="same level or above"):
                give_cover(world.mary, world.mary, covers, TODAY, FRIDAY, on=TODAY, at=NOON)
        making.person(world.authority, "Sue Senior", Role.SENIOR_MANAGER)
        with pytest.raises(Refusal, match="another senior manager"):
            give_cover(world.sam, world.sam, mona, TODAY, FRIDAY, on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="Nobody covers for themselves"):
            give_cover(world.sam, world.sam, world.sam, TODAY, FRIDAY, on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="92 days"):
            give_cover(world.mary, world.mary, mona, TODAY, TODAY + timedelta(days=92), on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="two other people"):
            give_cover(world.adam, world.mary, mona, TODAY, FRIDAY, on=TODAY, at=NOON)
        cover = give_cover(world.mary, world.mary, mona, TODAY, FRIDAY, on=TODAY, at=NOON)
        later = TODAY + timedelta(days=2)
        end_cover(world.mary, cover, on=later, at=NOON)
        with pytest.raises(Refusal, match="over already"):
            end_cover(world.mary, cover, on=later, at=NOON)
    assert world.team.id in again(mona).team_ids_on(TODAY + timedelta(days=1))
    assert world.team.id not in again(mona).team_ids_on(later)


def test_cover_is_no_role_and_no_place_in_a_team_of_ones_own(world: World, mona: Person) -> None:
    give(world.sam, mona)
    covering = again(mona)
    assert covering.roles_on(TODAY) == {Role.MANAGER, Role.SENIOR_MANAGER}
    assert covering.own_roles_on(TODAY) == {Role.MANAGER}
    with transaction():
        request = change_access(
            world.adam, mona, roles=[Role.MANAGER, Role.SENIOR_MANAGER], starts_on=TODAY, on=TODAY, at=NOON
        )
        assert request is not None
        assert request.waits, "what is only covered is something given"
        change_roles(None, mona, [Role.MANAGER, Role.PRACTITIONER], TODAY, on=TODAY, at=NOON)
    assert Role.SENIOR_MANAGER in again(mona).roles_on(TODAY), "other roles leave the cover as it is"
    assert "Mona Mills" not in month_contents(world.sam, world.team.id, month(TODAY)).without
    places = db.session.scalars(select(TeamMembership).filter_by(person_id=mona.id, team_id=world.team.id)).all()
    assert [place.ends_on for place in places] == [FRIDAY]


def test_a_manager_covers_for_the_only_senior_manager_but_not_for_what_they_asked_for_themselves(
    world: World, mona: Person
) -> None:
    give(world.sam, world.mary)
    mary = again(world.mary)
    with transaction():
        own = budgets.propose_limit(mary, world.family, world.scheme, 12_000_00, "More", on=TODAY, at=NOON)
    with transaction(), pytest.raises(Refusal, match="You proposed this limit"):
        budgets.approve_limit(mary, own, "An exception", on=TODAY, at=NOON)
    with transaction():
        budgets.withdraw_limit(mary, own, at=NOON)
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 12_000_00, "More", on=TODAY, at=NOON)
        budgets.approve_limit(mary, change, "An exception", on=TODAY, at=NOON)
    assert changes_in(last_line(Deed.LIMIT_APPROVED).body).text("as_cover_for") == str(world.sam.id)


def test_what_somebody_approved_as_a_manager_they_do_not_accept_as_cover(world: World, mona: Person) -> None:
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 1_900_00)
    with transaction():
        spends.approve_spend(world.mary, spend, on=TODAY, at=NOON)
    with transaction():
        spends.record_purchase(world.alice, spend, 2_400_00, TODAY, on=TODAY, at=NOON)
    give(world.sam, world.mary)
    with transaction(), pytest.raises(Refusal, match="somebody else decides"):
        spends.review_spend(again(world.mary), spend, accept=True, reason="Dearer", on=TODAY, at=NOON)
    with transaction():
        spends.review_spend(world.sam, spend, accept=True, reason="Dearer", on=TODAY, at=NOON)


def test_for_who_is_away_already_an_administrator_asks_and_the_second_hand_of_roles_confirms(
    app: Flask, world: World, mona: Person
) -> None:
    adam = browser(app, world.adam)
    parts = {"ends_on-day": "19", "ends_on-month": "6", "ends_on-year": "2026"}
    seen = adam.send(f"/people/{world.mary.id}/cover", covers=str(mona.id), **parts)
    assert seen.status == 303
    assert "Cover for Mary Moss by Mona Mills" in adam.follow(seen.location).text
    assert world.team.id not in again(mona).team_ids_on(TODAY)
    sam = browser(app, world.sam)
    page = sam.get("/confirmations")
    assert "Cover for Mary Moss by Mona Mills" in page.text
    ticked = page.form("")
    ids = [each.get("value") for each in page.page.iter("input") if each.get("name") == "ticked"]
    assert sam.post("/confirmations", {**ticked, "ticked": ids}).status == 303
    assert world.team.id in again(mona).team_ids_on(TODAY)
    line = last_line(Deed.COVER_GIVEN)
    assert (line.by_id, changes_in(line.body).text("asked_by")) == (world.sam.id, str(world.adam.id))


def test_cover_confirms_too_and_the_record_says_for_whom(app: Flask, world: World, mona: Person) -> None:
    """One manager and a senior manager on leave: the family waits for the manager who covers."""
    with transaction():
        families.close_family(world.alice, world.family, TODAY, "plan ended", on=TODAY, at=NOON)
    with transaction():
        family = db.session.get_one(Family, world.family_id)
        request = families.ask_to_reopen(world.mary, family, "They came back", on=TODAY, at=NOON)
    give(world.sam, mona)
    (case,) = cases_of([request], TODAY)
    assert [hand.words for hand in case.hands] == ["Mona Mills, as cover for Sam Stone"]
    with transaction():
        confirmations.confirm(again(mona), request, on=TODAY, at=NOON)
    assert changes_in(last_line(Deed.CONFIRMATION_CONFIRMED).body).text("as_cover_for") == str(world.sam.id)


def test_a_senior_manager_who_covers_confirms_at_once_what_waits_for_the_manager(app: Flask, world: World) -> None:
    go_live(world)
    with transaction():
        link = ask_for_link(world.adam, world.alice, on=TODAY, at=NOON)
    assert [hand.words for hand in cases_of([link], TODAY)[0].hands] == ["Mary Moss"]
    give(world.mary, world.sam)
    covers = "Sam Stone, as cover for Mary Moss"
    assert [hand.words for hand in cases_of([link], TODAY)[0].hands] == ["Mary Moss", covers]
    with transaction():
        confirmations.confirm(again(world.sam), link, on=TODAY, at=NOON)
    changes = changes_in(last_line(Deed.CONFIRMATION_CONFIRMED).body)
    assert (changes.text("as_role"), changes.text("as_cover_for")) == ("manager", str(world.mary.id))


def test_the_smallest_authority_gets_cover_by_the_operators_command(
    app: Flask, world: World, mona: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One administrator, and the only senior manager is who is away: nobody in the authority can confirm."""
    suspend_all(mona)
    with transaction():
        request = ask_for_cover(world.adam, world.sam, world.mary, TODAY, FRIDAY, on=TODAY, at=NOON)
    (case,) = cases_of([request], TODAY)
    assert list(case.hands) == []
    assert "budgettracker give-cover" in browser(app, world.adam).get(f"/confirmations/{request.id}").text
    monkeypatch.setattr(people, "ready_program", lambda: app)
    words = ["--absent", world.sam.email, "--covers", world.mary.email, "--first", str(TODAY), "--last", str(FRIDAY)]
    done = CliRunner().invoke(people.give_cover_command, words)
    assert done.exit_code == 0, done.output
    assert again(world.mary).roles_on(TODAY) == {Role.MANAGER, Role.SENIOR_MANAGER}
    for reader in (world.mary, world.adam, world.sam):
        (notice,) = unread_of(reader.id)
        assert "whoever runs the tracker did it with a command" in notice.text
