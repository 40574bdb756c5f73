"""An administrator's pages: people, teams and dated roles of one's own authority, and what nobody may do to whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.queries import to_confirm
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.actions.change_post import change_post
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.actions.change_teams import change_teams
from budgettracker.people.actions.correct_person import correct_person
from budgettracker.people.actions.suspend import suspend
from budgettracker.people.models import Person, RoleGrant, Team
from budgettracker.people.queries import unread_of
from tests.client import PageClient
from tests.factories import world as making
from tests.factories.second_hands import go_live
from tests.factories.world import NOON, World

TODAY = NOON.date()


@pytest.fixture
def admin(app: Flask, client: PageClient, world: World) -> PageClient:
    """A browser in which Adam, the authority's administrator, is signed in at noon."""
    app.config["CLOCK"] = lambda: NOON
    client.as_("adam.able@example.org")
    return client


def deeds_of(person_id: object) -> list[str]:
    return list(db.session.scalars(select(AuditRecord.deed).filter_by(subject_id=person_id).order_by("sequence")))


def person_named(name: str) -> Person:
    return db.session.scalars(select(Person).filter_by(name=name)).one()


def test_the_start_page_of_an_administrator_lists_the_authoritys_people_and_no_others(admin: PageClient) -> None:
    seen = admin.follow("/")
    for name in ("Alice Archer", "Mary Moss", "Adam Able"):
        assert name in seen.text
    assert "Dave Dunn" not in seen.html
    assert "Eve Evans" not in seen.html


def test_searching_finds_people_by_part_of_name_or_address(admin: PageClient) -> None:
    seen = admin.get("/people?search=carol")
    assert "Carol Cole" in seen.text
    assert "Alice Archer" not in seen.text
    assert "Nobody found" in admin.get("/people?search=%25").text
    assert "Nobody found" in admin.get("/people?search=dave").text


def test_adding_somebody_gives_them_roles_teams_and_hours_from_their_first_day(admin: PageClient, world: World) -> None:
    seen = admin.send(
        "/people/add",
        name="  Nia  Noor ",
        email="Nia.O\u2019Noor@Example.org",
        roles=["practitioner", "manager"],
        teams=[str(world.team.id)],
        weekly_hours="18.5",
    )
    assert seen.status == 303
    nia = person_named("Nia Noor")
    assert nia.email == "nia.o'noor@example.org"
    assert nia.authority_id == world.authority.id
    assert nia.roles_on(TODAY) == {Role.PRACTITIONER, Role.MANAGER}
    assert nia.team_ids_on(TODAY) == {world.team.id}
    assert nia.weekly_minutes == 18 * 60 + 30
    assert nia.password_hash is None
    roles_and_teams = [Deed.CONFIRMATION_ASKED, Deed.PERSON_ROLES_CHANGED, Deed.PERSON_TEAMS_CHANGED]
    assert deeds_of(nia.id) == [Deed.PERSON_ADDED, *roles_and_teams]
    assert "Make an invitation" in admin.follow(seen.location).text


WRONG: list[tuple[dict[str, object], str]] = [
    ({"email": "alice.archer@example.org"}, "in use already"),
    ({"email": "no address"}, "like name@example.gov.uk"),
    ({"name": "  "}, "Enter the name"),
    ({"roles": []}, "at least one role"),
    ({"roles": ["evaluator"]}, "Choose from the list"),
    ({"weekly_hours": "much"}, "like 37, 18.5 or 18:30"),
    ({"weekly_hours": "61"}, "at most 60"),
    ({"weekly_hours": "0"}, "more than 0"),
    ({"teams": ["not a team"]}, "Choose from the list"),
    ({"active_from-month": "13"}, "The month must be"),
]


def test_adding_somebody_wrongly_is_refused_in_words_and_keeps_what_was_typed(admin: PageClient, world: World) -> None:
    before = db.session.scalar(select(func.count()).select_from(Person))
    for changes, words in WRONG:
        typed: dict[str, Any] = {"name": "Nia Noor", "email": "nia@example.org", "roles": ["practitioner"], **changes}
        seen = admin.send("/people/add", **typed)
        assert seen.status == 422, changes
        assert words in seen.text
        if "email" not in changes:
            assert seen.form()["email"] == "nia@example.org"
    assert db.session.scalar(select(func.count()).select_from(Person)) == before


def test_posting_every_column_of_a_person_changes_only_what_the_page_asks(admin: PageClient, world: World) -> None:
    extra = {
        "id": "0198d5a0-0000-7000-8000-000000000000",
        "authority_id": str(world.elsewhere.id),
        "password_hash": "x",
        "suspended_at": "2026-01-01",
        "created_at": "2000-01-01",
        "password_changed_at": "2000",
        "role_grants": "administrator",
        "is_admin": "1",
    }
    admin.send(
        "/people/add",
        name="Nia Noor",
        email="nia@example.org",
        roles=["practitioner"],
        **{**extra, "weekly_minutes": "60"},
    )
    nia = person_named("Nia Noor")
    assert nia.authority_id == world.authority.id
    assert (nia.password_hash, nia.suspended_at, nia.weekly_minutes) == (None, None, None)
    assert nia.created_at == NOON
    admin.send(f"/people/{world.bob.id}/details", name="Bob Browne", roles="administrator", **extra)
    bob = person_named("Bob Browne")
    assert bob.id == world.bob.id
    assert bob.authority_id == world.authority.id
    assert bob.password_hash == making.HASH
    assert bob.roles_on(TODAY) == {Role.PRACTITIONER}


def test_another_authoritys_people_are_not_there(admin: PageClient, world: World) -> None:
    for page in ("", "/details", "/roles", "/teams", "/post", "/link"):
        for stranger in (world.dave, world.eve):
            seen = admin.get(f"/people/{stranger.id}{page}")
            assert seen.status == 404
            assert stranger.name not in seen.html
        assert admin.get(f"/people/{world.bob.id}{page}").status == 200


def test_another_authoritys_people_cannot_be_suspended_nor_its_teams_renamed(admin: PageClient, world: World) -> None:
    keys = admin.get(f"/people/{world.bob.id}").form("/suspend")
    assert admin.post(f"/people/{world.dave.id}/suspend", keys).status == 404
    theirs = db.session.scalars(select(Team).filter_by(authority_id=world.elsewhere.id)).one()
    assert admin.get(f"/teams/{theirs.id}").status == 404
    assert db.session.get_one(Person, world.dave.id).suspended_at is None
    assert admin.post(f"/people/{world.bob.id}/suspend", keys).status == 303
    assert db.session.get_one(Person, world.bob.id).suspended_at == NOON


def test_nobody_but_an_administrator_opens_these_pages(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: NOON
    for name in ("alice.archer", "mary.moss", "sam.stone", "fiona.field", "audrey.ash", "eve.evans", "dave.dunn"):
        client.as_(f"{name}@example.org")
        for page in ("/people", "/people/add", f"/people/{world.bob.id}", "/teams", "/teams/add"):
            assert client.get(page).status == 403
        client.sign_out()


def test_roles_change_from_a_day_on_and_what_held_before_stays(admin: PageClient, world: World) -> None:
    seen = admin.send(
        f"/people/{world.bob.id}/roles",
        roles=["manager"],
        **{"starts_on-day": "1", "starts_on-month": "7", "starts_on-year": "2026"},
    )
    assert seen.status == 303
    bob = db.session.get_one(Person, world.bob.id)
    assert bob.roles_on(date(2026, 6, 30)) == {Role.PRACTITIONER}
    assert bob.roles_on(date(2026, 7, 1)) == {Role.MANAGER}
    assert deeds_of(bob.id)[-1] == Deed.PERSON_ROLES_CHANGED


def test_a_role_that_is_lost_today_counts_at_the_next_request(app: Flask, admin: PageClient, world: World) -> None:
    mary = PageClient(app)
    with transaction():
        making._add(RoleGrant(person_id=world.mary.id, role=Role.ADMINISTRATOR, starts_on=making.LONG_AGO))
    mary.as_("mary.moss@example.org")
    assert mary.get("/people").status == 200
    assert admin.send(f"/people/{world.mary.id}/roles", roles=["manager"]).status == 303
    assert mary.get("/people").status == 403
    assert mary.get("/account").status == 200


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_a_change_does_not_reach_back_nor_years_ahead(admin: PageClient, world: World, day: date) -> None:
    parts = {f"starts_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    assert admin.send(f"/people/{world.bob.id}/roles", roles=["manager"], **parts).status == 422
    assert db.session.get_one(Person, world.bob.id).roles_on(day) == {Role.PRACTITIONER}


def test_nobody_changes_their_own_roles_nor_suspends_themselves(admin: PageClient, world: World) -> None:
    with transaction():
        making.person(world.authority, "Ada Ames", Role.ADMINISTRATOR)
    seen = admin.send(f"/people/{world.adam.id}/roles", roles=["administrator", "manager"])
    assert seen.status == 422
    assert "You cannot change your own roles" in seen.text
    keys = admin.get(f"/people/{world.bob.id}").form("/suspend")
    seen = admin.post(f"/people/{world.adam.id}/suspend", keys)
    assert seen.status == 422
    assert "You cannot suspend yourself" in seen.text
    adam = db.session.get_one(Person, world.adam.id)
    assert adam.roles_on(TODAY) == {Role.ADMINISTRATOR}
    assert adam.suspended_at is None


def test_the_last_administrator_keeps_the_role_and_stays_in(app: Flask, world: World) -> None:
    lone = "last administrator"
    with transaction():
        with pytest.raises(Refusal, match=lone):
            change_roles(None, world.adam, [Role.MANAGER], TODAY, on=TODAY, at=NOON)
        with pytest.raises(Refusal, match=lone):
            suspend(None, world.adam, on=TODAY, at=NOON)
        with pytest.raises(Refusal, match=lone):
            correct_person(
                None,
                world.adam,
                email=world.adam.email,
                name=world.adam.name,
                weekly_minutes=None,
                active_to=TODAY,
                on=TODAY,
                at=NOON,
            )
    with transaction():
        ada = making.person(world.authority, "Ada Ames", Role.ADMINISTRATOR)
        ada.password_hash = None
    with transaction(), pytest.raises(Refusal, match=lone):
        suspend(None, world.adam, on=TODAY, at=NOON)
    with transaction():
        db.session.get_one(Person, ada.id).password_hash = making.HASH
    with transaction():
        suspend(None, world.adam, on=TODAY, at=NOON)
    assert world.adam.suspended_at == NOON
    with transaction(), pytest.raises(Refusal, match=lone):
        change_roles(None, ada, [Role.MANAGER], TODAY + timedelta(days=3), on=TODAY, at=NOON)


def test_teams_and_posts_of_another_authority_are_refused(app: Flask, world: World) -> None:
    theirs = db.session.scalars(select(Team).filter_by(authority_id=world.elsewhere.id)).one()
    with transaction():
        with pytest.raises(NotTheirs):
            change_teams(world.adam, world.bob, [theirs], TODAY, on=TODAY, at=NOON)
        post = making.post(world.elsewhere)
        with pytest.raises(NotTheirs):
            change_post(world.adam, world.bob, post, TODAY, on=TODAY, at=NOON)
        with pytest.raises(NotTheirs):
            add_person(
                world.adam,
                world.elsewhere,
                email="x@example.org",
                name="X",
                roles=[Role.MANAGER],
                active_from=TODAY,
                at=NOON,
            )
    assert db.session.get_one(Person, world.bob.id).team_ids_on(TODAY) == {world.team.id}


def test_moving_to_another_team_and_post(admin: PageClient, world: World) -> None:
    with transaction():
        family_support = making.post(world.authority, "Family support worker")
    assert admin.send(f"/people/{world.bob.id}/teams", teams=[str(world.other_team.id)]).status == 303
    assert admin.send(f"/people/{world.bob.id}/post", post=str(family_support.id)).status == 303
    assert admin.send(f"/people/{world.bob.id}/post", post="").status == 303
    assert admin.send(f"/people/{world.bob.id}/post", post=str(family_support.id)).status == 303
    bob = db.session.get_one(Person, world.bob.id)
    assert bob.team_ids_on(TODAY) == {world.other_team.id}
    assert bob.team_ids_on(TODAY - timedelta(days=1)) == {world.team.id}
    held = bob.post_on(TODAY)
    assert held is not None
    assert held.id == family_support.id
    assert deeds_of(bob.id) == [Deed.CONFIRMATION_ASKED, Deed.PERSON_TEAMS_CHANGED, *[Deed.PERSON_POST_CHANGED] * 3]
    assert "South team, from 15 June 2026" in admin.get(f"/people/{bob.id}").text


def test_contracted_hours_change_from_a_day_and_the_days_before_keep_theirs(admin: PageClient, world: World) -> None:
    page = f"/people/{world.bob.id}/hours"
    for hours, first in (("30", "1"), ("18:30", "22"), ("28", "1")):
        sent = {"starts_on-day": first, "starts_on-month": "6", "starts_on-year": "2026"}
        assert admin.send(page, weekly_hours=hours, **sent).status == 303
    bob = db.session.get_one(Person, world.bob.id)
    days = (TODAY.replace(month=5, day=31), TODAY.replace(day=1), TODAY.replace(day=22))
    assert [bob.weekly_minutes_on(day) for day in days] == [2220, 1680, 1110]
    assert deeds_of(bob.id) == [Deed.PERSON_HOURS_CHANGED] * 3
    seen = admin.get(f"/people/{bob.id}").text
    assert "37 hours at first" in seen
    assert "28 hours, from 1 June 2026" in seen
    assert "18 hours 30 minutes, from 22 June 2026" in seen
    for hours, year, words in (("61", "2026", "at most 60"), ("30", "1999", "first day"), ("30", "2028", "a year")):
        sent = {"starts_on-day": "1", "starts_on-month": "6", "starts_on-year": year}
        refused = admin.send(page, weekly_hours=hours, **sent)
        assert (refused.status, words in refused.text) == (422, True), words
    assert len(db.session.get_one(Person, world.bob.id).weeks) == 2


def test_suspending_ends_a_session_at_once_and_restoring_lets_in_again(
    app: Flask, admin: PageClient, world: World
) -> None:
    bob = PageClient(app)
    bob.as_("bob.brown@example.org")
    assert bob.get("/account").status == 200
    admin.post(f"/people/{world.bob.id}/suspend", admin.get(f"/people/{world.bob.id}").form("/suspend"))
    assert bob.get("/account").status == 302
    go_live(world)
    admin.post(f"/people/{world.bob.id}/restore", admin.get(f"/people/{world.bob.id}").form("/restore"))
    assert bob.get("/account").status == 302, "a session that ended stays ended"
    assert bob.send("/sign-in", email="bob.brown@example.org", password=making.PASSWORD).status == 303
    assert bob.get("/account").status == 200
    told_to = {each.name: [news.text for news in unread_of(each.id)] for each in (world.bob, world.sam, world.mary)}
    rest = "given leave to sign in again: Adam Able did it. If you know nothing of it, tell a manager."
    assert told_to == {"Bob Brown": [f"You were {rest}"], "Sam Stone": [f"Bob Brown was {rest}"], "Mary Moss": []}


def test_teams_are_added_and_renamed_with_names_of_their_own(admin: PageClient, world: World) -> None:
    assert admin.send("/teams/add", name="West team").status == 303
    assert admin.send("/teams/add", name="West  team").status == 422
    west = db.session.scalars(select(Team).filter_by(name="West team")).one()
    assert west.authority_id == world.authority.id
    assert admin.send(f"/teams/{west.id}", name="North team").status == 422
    assert admin.send(f"/teams/{west.id}", name="Far West team").status == 303
    assert db.session.get_one(Team, west.id).name == "Far West team"
    assert admin.send("/teams/add", name="East team").status == 303, "another authority's name is free"


def test_a_last_day_ends_the_sign_in_and_the_pages_say_so(admin: PageClient, world: World) -> None:
    parts = {"active_to-day": "14", "active_to-month": "6", "active_to-year": "2026"}
    assert admin.send(f"/people/{world.bob.id}/details", **parts).status == 303
    assert "Left" in admin.get(f"/people/{world.bob.id}").text
    rows = db.session.scalars(select(AuditRecord.body).filter_by(subject_id=world.bob.id)).all()
    assert '["active_to"]' in rows[-1]
    assert "Bob" not in "".join(rows)
    go_live(world)
    assert admin.send(f"/people/{world.bob.id}/details", **dict.fromkeys(parts, "")).status == 303
    assert "Left" in admin.get(f"/people/{world.bob.id}").text, "a later last day takes a second person"
    with transaction():
        (case,) = to_confirm(world.sam, TODAY)
        confirm(world.sam, case.row, on=TODAY, at=NOON)
    assert db.session.get_one(Person, world.bob.id).active_to is None
    assert [len(unread_of(each.id)) for each in (world.bob, world.sam, world.mary)] == [1, 1, 0], "never in silence"


def test_another_name_or_address_is_told_to_its_person_and_ones_own_to_the_senior_managers(
    admin: PageClient, world: World
) -> None:
    go_live(world)
    assert admin.send(f"/people/{world.bob.id}/details", name="Sam Stone").status == 303
    assert admin.send(f"/people/{world.adam.id}/details", email="sam.stone2@example.org").status == 303
    news = [[row.text for row in unread_of(each.id)] for each in (world.bob, world.sam, world.adam)]
    rest = "If you know nothing of it, tell a manager."
    assert news == [
        [f"Your name or e-mail address here was changed: Adam Able did it. {rest}"],
        [f"The name or e-mail address of Adam Able was changed: Adam Able did it. {rest}"],
        [],
    ]


def test_of_two_who_correct_a_person_at_once_the_second_is_told(admin: PageClient, world: World) -> None:
    page = f"/people/{world.bob.id}/details"
    first, second = admin.get(page).form(), admin.get(page).form()
    assert admin.post(page, {**first, "email": "bob.browne@example.org"}).status == 303
    late = admin.post(page, {**second, "name": "Bob Browne"})
    assert late.status == 422
    assert "Somebody else has corrected this since you opened the page." in late.text
    assert person_named("Bob Brown").email == "bob.browne@example.org"
    assert admin.post(page, {**late.form(), "email": "bob.browne@example.org"}).status == 303
    assert person_named("Bob Browne").email == "bob.browne@example.org"
