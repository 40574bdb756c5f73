"""Roles, teams and links by two people: who asks, who confirms, what waits, and the smallest authority that can do it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.commands.books import faults
from budgettracker.confirmations import actions as confirmations
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import cases_of, to_confirm
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.actions.change_teams import change_teams
from budgettracker.people.actions.correct_person import correct_person
from budgettracker.people.actions.invite import ask_for_link, invite
from budgettracker.people.actions.suspend import ask_to_restore, restore, suspend
from budgettracker.people.models import OneTimeLink, Person
from budgettracker.people.queries import open_link, unread_of
from tests.factories import world as making
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.world import NOON, World

TODAY = NOON.date()
LATER = NOON + timedelta(days=3)
"""Thursday: three working days after Monday the 15th."""


@pytest.fixture(autouse=True)
def live(app: Flask, world: World) -> None:
    at(app, NOON)
    go_live(world)


def ask_roles(by: Person, person: Person, *roles: Role) -> Confirmation:
    with transaction():
        request = change_access(by, person, roles=roles, starts_on=TODAY, on=TODAY, at=NOON)
    assert request is not None
    return request


def hands(request: Confirmation, on: date = TODAY) -> list[str]:
    (case,) = cases_of([request], on)
    return [hand.name for hand in case.hands]


def confirm(by: Person, request: Confirmation, on: date = TODAY) -> None:
    with transaction():
        confirmations.confirm(by, request, on=on, at=NOON)


def roles_of(person: Person) -> set[Role]:
    db.session.expire_all()
    return db.session.get_one(Person, person.id).roles_on(TODAY)


def test_a_practitioner_comes_into_a_team_by_its_manager(app: Flask, world: World) -> None:
    with transaction():
        request = change_access(
            world.adam, world.bob, teams=[world.team, world.other_team], starts_on=TODAY, on=TODAY, at=NOON
        )
    assert request is not None
    assert db.session.get_one(Person, world.bob.id).team_ids_on(TODAY) == {world.team.id}
    assert hands(request) == ["Sam Stone"], "the South team has no manager, so it goes up"
    with transaction():
        mona = making.person(world.authority, "Mona Mills", Role.MANAGER, teams=(world.other_team,))
    assert hands(request) == ["Mona Mills"]
    for stranger in (world.adam, world.mary, world.fiona, world.bob, world.sam):
        with transaction(), pytest.raises(Refusal):
            confirmations.confirm(stranger, request, on=TODAY, at=NOON)
    confirm(mona, request)
    db.session.expire_all()
    assert db.session.get_one(Person, world.bob.id).team_ids_on(TODAY) == {world.team.id, world.other_team.id}
    lines = db.session.scalars(
        select(AuditRecord).filter_by(subject_id=world.bob.id).order_by(AuditRecord.sequence)
    ).all()
    assert [line.deed for line in lines] == [
        Deed.CONFIRMATION_ASKED,
        Deed.PERSON_TEAMS_CHANGED,
        Deed.CONFIRMATION_CONFIRMED,
    ]
    changed, confirmed = changes_in(lines[1].body), changes_in(lines[2].body)
    assert (lines[1].by_id, changed.text("asked_by")) == (mona.id, str(world.adam.id))
    assert (confirmed.text("outcome"), confirmed.text("as_role")) == ("in_team", "manager")


def test_any_other_role_takes_a_second_administrator_or_a_senior_manager(app: Flask, world: World) -> None:
    request = ask_roles(world.adam, world.bob, Role.MANAGER)
    assert roles_of(world.bob) == {Role.PRACTITIONER}
    assert hands(request) == ["Sam Stone"]
    with transaction():
        ada = making.person(world.authority, "Ada Ames", Role.ADMINISTRATOR)
    assert hands(request) == ["Ada Ames"], "where there is a second administrator, it is theirs"
    assert hands(request, TODAY + timedelta(days=2)) == ["Ada Ames"]
    assert hands(request, LATER.date()) == ["Ada Ames", "Sam Stone"], "after two working days it goes up"
    with transaction(), pytest.raises(Refusal, match="somebody else confirms it"):
        confirmations.confirm(world.adam, request, on=TODAY, at=NOON)
    confirm(ada, request)
    assert roles_of(world.bob) == {Role.MANAGER}


def test_what_is_taken_away_ends_at_once_and_a_role_that_would_end_is_something_given(world: World) -> None:
    with transaction():
        both = making.person(world.authority, "Ada Both", Role.PRACTITIONER, Role.MANAGER, teams=(world.team,))
        assert change_access(world.adam, both, roles=[Role.MANAGER], starts_on=TODAY, on=TODAY, at=NOON) is None
        assert change_access(world.adam, both, teams=[], starts_on=TODAY, on=TODAY, at=NOON) is None
    assert roles_of(both) == {Role.MANAGER}
    with transaction():
        (grant,) = (each for each in db.session.get_one(Person, both.id).role_grants if each.holds_on(TODAY))
        grant.ends_on = TODAY + timedelta(days=5)
    ask_roles(world.adam, both, Role.MANAGER)
    assert roles_of(both) == {Role.MANAGER}


def test_no_deed_behind_the_pages_gives_anything_by_one_hand(world: World) -> None:
    with transaction():
        with pytest.raises(Refusal, match="takes a second person"):
            change_roles(world.adam, world.bob, [Role.MANAGER], TODAY, on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="takes a second person"):
            change_teams(world.adam, world.bob, [world.other_team], TODAY, on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="takes a second person"):
            invite(world.adam, world.bob, at=NOON)
        request = ask_for_link(world.adam, world.bob, on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="takes a second person"):
            invite(world.adam, world.bob, confirmation=request, at=NOON)
    assert db.session.scalars(select(OneTimeLink)).all() == []


def test_a_link_is_seen_by_who_asked_once_it_is_confirmed_and_both_are_told(app: Flask, world: World) -> None:
    adam, mary = browser(app, world.adam), browser(app, world.mary)
    page = f"/people/{world.bob.id}/link"
    seen = adam.follow(adam.post(page, adam.get(page).form("/link")).location)
    assert "/password/" not in seen.html
    assert "Mary Moss" in seen.text
    assert "A link to set a password for Bob Brown" in mary.get("/decisions").text
    with transaction():
        (case,) = to_confirm(world.mary, TODAY)
    address = f"/confirmations/{case.row.id}"
    shown = mary.get(address)
    for words in ("Adam Able", "set → set anew", "15 June 2026 at 13:00"):
        assert words in shown.text
    assert mary.send(address, decision="confirm").status == 303
    assert adam.get(f"/confirmations/{case.row.id}").html.count("Make the link") == 1
    made = adam.follow(adam.post(page, adam.get(page).form("/link")).location)
    token = re.search(r"/password/(\S+?)<", made.html)
    assert token is not None
    again = adam.follow(adam.post(page, adam.get(page).form("/link")).location)
    assert "/password/" not in again.html, "one confirmation makes one link"
    for person, own in ((world.bob, "You were given a link"), (world.mary, "Bob Brown was given a link")):
        (notice,) = unread_of(person.id)
        assert notice.text.startswith(own)
        assert "Adam Able asked for it, Mary Moss confirmed it" in notice.text
    bob = browser(app, world.bob)
    bob.sign_out()
    landed = bob.sign_in("bob.brown@example.org")
    assert "News about an account" in landed.text
    news = bob.get("/account/news")
    assert "You were given a link to set a password" in news.text
    assert bob.post("/account/news", news.form("/account/news")).status == 303
    assert "News about an account" not in bob.get("/account").text
    assert unread_of(world.bob.id) == []


def test_a_link_confirmed_for_one_account_is_not_made_for_what_the_account_has_become(world: World) -> None:
    with transaction():
        request = ask_for_link(world.adam, world.bob, on=TODAY, at=NOON)
    confirm(world.mary, request)
    confirm(world.sam, ask_roles(world.adam, world.bob, Role.PRACTITIONER, Role.MANAGER))
    with transaction():
        with pytest.raises(Refusal, match="has changed since"):
            invite(world.adam, world.bob, confirmation=request, at=NOON)
        anew = ask_for_link(world.adam, world.bob, on=TODAY, at=NOON)
        assert anew.waits
    assert hands(anew) == ["Sam Stone"], "a manager's link is no longer for the manager of the team"


def test_a_link_that_waits_for_who_may_not_confirm_it_any_more_is_asked_for_anew(world: World) -> None:
    with transaction():
        link = ask_for_link(world.adam, world.bob, on=TODAY, at=NOON)
    manager = ask_roles(world.adam, world.bob, Role.PRACTITIONER, Role.MANAGER)
    with transaction(), pytest.raises(Refusal, match="More is asked for this account and waits"):
        confirmations.confirm(world.mary, link, on=TODAY, at=NOON)
    with transaction():
        anew = ask_for_link(world.adam, world.bob, on=TODAY, at=NOON)
    assert (db.session.get_one(Confirmation, link.id).state, hands(anew)) == (
        ConfirmationState.WITHDRAWN,
        ["Sam Stone"],
    )
    with transaction():
        confirmations.decline(world.sam, manager, "Not now", on=TODAY, at=NOON)
        again = ask_for_link(world.adam, world.bob, on=TODAY, at=NOON)
    assert hands(again) == ["Mary Moss"]
    confirm(world.mary, again)
    with transaction():
        token = invite(world.adam, world.bob, confirmation=again, at=NOON)
        assert open_link(token, NOON) is not None
    confirm(world.sam, ask_roles(world.adam, world.bob, Role.PRACTITIONER, Role.MANAGER))
    with transaction():
        assert open_link(token, NOON) is None, "the manager of the team confirmed a practitioner's link"


def test_what_was_asked_for_is_not_stranded_by_something_taken_away_beside_it(world: World) -> None:
    request = ask_roles(world.adam, world.bob, Role.PRACTITIONER, Role.MANAGER)
    with transaction():
        change_teams(world.adam, world.bob, [], TODAY, on=TODAY, at=NOON)
    confirm(world.sam, request)
    assert roles_of(world.bob) == {Role.PRACTITIONER, Role.MANAGER}
    more = ask_roles(world.adam, world.alice, Role.PRACTITIONER, Role.MANAGER)
    with transaction():
        change_teams(
            world.sam, world.alice, [world.team, world.other_team], TODAY, asked_by=world.adam.id, on=TODAY, at=NOON
        )
    with transaction(), pytest.raises(Refusal, match=r"have changed since this was asked for\. Decline it"):
        confirmations.confirm(world.sam, more, on=TODAY, at=NOON)


def test_who_was_kept_out_is_let_in_again_by_two(app: Flask, world: World) -> None:
    """One administrator's hand would give a leaver back what two people gave them, and somebody took away."""
    adam, page = browser(app, world.adam), f"/people/{world.bob.id}"
    with transaction():
        suspend(None, db.session.get_one(Person, world.bob.id), on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="takes a second person"):
            restore(world.adam, world.bob, at=NOON)
    sent = adam.post(f"{page}/restore", adam.get(page).form("/restore"))
    shown = adam.get(sent.location)
    assert "It takes a second person" in shown.text
    assert "/restore" not in shown.html, "it waits already"
    (request,) = db.session.scalars(select(Confirmation))
    assert hands(request) == ["Sam Stone"]
    for stranger in (world.adam, world.mary, world.fiona, world.bob):
        with transaction(), pytest.raises(Refusal):
            confirmations.confirm(stranger, request, on=TODAY, at=NOON)
    assert "Suspended yes → no" in browser(app, world.sam).get(f"/confirmations/{request.id}").text
    confirm(world.sam, request)
    bob = db.session.get_one(Person, world.bob.id)
    assert bob.suspended_at is None
    (notice,) = unread_of(bob.id)
    assert notice.text.startswith(
        "You were given leave to sign in again: Adam Able asked for it, Sam Stone confirmed it"
    )
    with transaction(), pytest.raises(Refusal, match="not suspended any more"):
        ask_to_restore(world.adam, bob, on=TODAY, at=NOON)
    assert faults() == []


def test_whoever_suspended_somebody_takes_it_back_alone_that_day_and_no_later(world: World) -> None:
    with transaction():
        suspend(world.adam, world.bob, on=TODAY, at=NOON)
        assert ask_to_restore(world.adam, world.bob, on=TODAY, at=NOON) is None
        suspend(world.adam, world.bob, on=TODAY, at=NOON)
        ada = making.person(world.authority, "Ada Ames", Role.ADMINISTRATOR)
        other = ask_to_restore(ada, world.bob, on=TODAY, at=NOON)
        assert other is not None
        confirmations.withdraw(ada, other, at=NOON)
        later = ask_to_restore(world.adam, world.bob, on=TODAY + timedelta(days=1), at=NOON + timedelta(days=1))
    assert later is not None
    assert hands(later) == ["Ada Ames"]
    assert db.session.get_one(Person, world.bob.id).suspended_at == NOON


def test_a_later_last_day_takes_two_and_an_earlier_one_nobody(world: World) -> None:
    def correct(**more: Any) -> Confirmation | None:
        bob = db.session.get_one(Person, world.bob.id)
        kept: dict[str, Any] = {"email": bob.email, "name": bob.name, "weekly_minutes": bob.weekly_minutes}
        kept |= {"active_to": bob.active_to, **more}
        with transaction():
            return correct_person(world.adam, bob, **kept, on=TODAY, at=NOON)

    assert correct(active_to=TODAY + timedelta(days=30)) is None
    assert correct(active_to=TODAY) is None
    request = correct(active_to=TODAY + timedelta(days=90), name="Robert Brown")
    assert request is not None
    bob = db.session.get_one(Person, world.bob.id)
    assert (bob.name, bob.active_to) == ("Robert Brown", TODAY)
    with transaction(), pytest.raises(Refusal, match="waits for somebody to confirm it"):
        correct(active_to=None)
    assert correct(active_to=TODAY - timedelta(days=1)) is None
    with transaction(), pytest.raises(Refusal, match=r"last day has changed since this was asked for\. Decline it"):
        confirmations.confirm(world.sam, request, on=TODAY, at=NOON)
    with transaction():
        confirmations.withdraw(world.adam, request, at=NOON)
    again = correct(active_to=None)
    assert again is not None
    confirm(world.sam, again)
    assert db.session.get_one(Person, world.bob.id).active_to is None
    assert faults() == []


def test_a_decline_needs_a_reason_and_a_withdrawal_is_for_who_asked(world: World) -> None:
    request = ask_roles(world.adam, world.bob, Role.MANAGER)
    with transaction():
        with pytest.raises(Refusal, match="Say why you decline"):
            confirmations.decline(world.sam, request, "", on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="Somebody else asked"):
            confirmations.withdraw(world.sam, request, at=NOON)
        with pytest.raises(Refusal, match="asked for already"):
            change_access(world.adam, world.bob, roles=[Role.FINANCE], starts_on=TODAY, on=TODAY, at=NOON)
    with transaction():
        confirmations.decline(world.sam, request, "Not agreed", on=TODAY, at=NOON)
    with transaction(), pytest.raises(Refusal, match="has been declined already"):
        confirmations.confirm(world.sam, request, on=TODAY, at=NOON)
    again = ask_roles(world.adam, world.bob, Role.MANAGER)
    with transaction():
        confirmations.withdraw(world.adam, again, at=NOON)
    assert [row.state for row in db.session.scalars(select(Confirmation).order_by(Confirmation.id))] == [
        ConfirmationState.DECLINED,
        ConfirmationState.WITHDRAWN,
    ]
    assert roles_of(world.bob) == {Role.PRACTITIONER}


def test_several_are_confirmed_at_once_and_what_cannot_be_done_is_left(app: Flask, world: World) -> None:
    for person in (world.alice, world.bob):
        with transaction():
            ask_for_link(world.adam, person, on=TODAY, at=NOON)
    other = ask_roles(world.adam, world.carol, Role.MANAGER)
    mary = browser(app, world.mary)
    ids = [str(row.id) for row in db.session.scalars(select(Confirmation))]
    seen = mary.send("/confirmations", ticked=ids)
    assert seen.status == 303
    assert "2 confirmed. 1 left as it was" in mary.follow(seen.location).text
    assert db.session.get_one(Confirmation, other.id).waits


def test_before_the_authority_is_live_one_administrator_does_both_and_the_first_senior_manager_finds_it(
    app: Flask, world: World
) -> None:
    with transaction():
        world.authority.live_since = None
        db.session.merge(world.authority)
    adam = browser(app, world.adam)
    seen = adam.send("/people/add", name="Nia Noor", email="nia@example.org", roles=["senior_manager"])
    assert seen.status == 303
    nia = db.session.scalars(select(Person).filter_by(name="Nia Noor")).one()
    assert roles_of(nia) == {Role.SENIOR_MANAGER}
    link = f"/people/{nia.id}/link"
    assert "/password/" in adam.follow(adam.post(link, adam.get(f"/people/{nia.id}").form("/link")).location).html
    sam = browser(app, world.sam)
    assert adam.send(f"/people/{nia.id}/roles", roles=["senior_manager", "manager"]).status == 303
    assert roles_of(nia) == {Role.SENIOR_MANAGER}, "live since somebody else has signed in"
    listed = sam.get("/people/accounts").text
    assert "Senior manager for Nia Noor, by Adam Able" in listed
    assert "A link to set a password for Nia Noor, by Adam Able" in listed
    assert [notice.look_at_accounts for notice in unread_of(world.sam.id)] == [True]


def test_the_smallest_authorities_and_what_to_do_where_nobody_can(app: Flask, world: World) -> None:
    """One administrator, one manager, a senior on leave: links go to the manager, roles to the operator's command."""
    suspend_all(world.sam)
    request = ask_roles(world.adam, world.bob, Role.FINANCE)
    assert hands(request) == []
    adam = browser(app, world.adam)
    page = adam.get(f"/confirmations/{request.id}")
    assert "budgettracker change-roles" in page.text
    with transaction():
        confirmations.withdraw(world.adam, request, at=NOON)
        link = ask_for_link(world.adam, world.fiona, on=TODAY, at=NOON)
    assert hands(link) == ["Mary Moss"]
    with transaction():
        own = ask_for_link(world.adam, world.mary, on=TODAY, at=NOON)
    assert hands(own) == [], "the only manager is the person concerned"
    assert "budgettracker invite" in adam.get(f"/people/{world.mary.id}/link").text
    with transaction():
        team = change_access(world.adam, world.carol, teams=[world.team], starts_on=TODAY, on=TODAY, at=NOON)
    assert team is not None
    assert hands(team) == ["Mary Moss"]
    suspend_all(world.mary)
    with transaction():
        ada = making.person(world.authority, "Ada Ames", Role.ADMINISTRATOR)
    assert "Nobody can confirm these" in browser(app, ada).get("/confirmations").text


def test_an_account_that_holds_both_roles_is_no_second_hand_for_what_its_other_role_asked(world: World) -> None:
    with transaction():
        making.person(world.authority, "Ada Both", Role.ADMINISTRATOR, Role.MANAGER, teams=(world.team,))
        link = ask_for_link(world.adam, world.bob, on=TODAY, at=NOON)
    assert hands(link) == ["Mary Moss"], "an administrator asked, so an administrator's other role does not confirm"
    assert hands(ask_roles(world.adam, world.bob, Role.FINANCE)) == ["Ada Both"]


def test_check_books_names_what_was_written_down_with_one_hand(world: World) -> None:
    """Lines as somebody with the database's password would write them: the deeds themselves never do."""
    with transaction():
        request = ask_for_link(world.adam, world.bob, on=TODAY, at=NOON)
    confirm(world.mary, request)
    with transaction():
        invite(world.adam, world.bob, confirmation=request, at=LATER)
    assert faults() == []
    line = {"confirmation": request.id, "matter": "link", "outcome": "team_link"}
    with transaction():
        for role, asker in (("manager", world.mary), ("administrator", world.adam)):
            values = {**line, "as_role": role, "asked_by": asker.id}
            record(world.mary, Deed.CONFIRMATION_CONFIRMED, world.bob, values, at=LATER)
        record(world.adam, Deed.PERSON_INVITED, world.bob, {"purpose": "reset", "confirmed_by": None}, at=LATER)
    result = faults()
    for words in (
        "both hands are the same person's",
        "the administrator is no second hand for this",
        "a link was made that nobody confirmed",
    ):
        assert [line for line in result if line.endswith(words)] != [], result
