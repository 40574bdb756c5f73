"""What deeds on authorities, people, teams and sessions record: never a name, an address or a password."""

from datetime import date, timedelta

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask, confirm, decline, withdraw
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db
from budgettracker.people.actions.add_authority import add_authority
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.actions.add_team import add_team
from budgettracker.people.actions.ask_to_add_person import ask_to_add_person
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.actions.change_devices import change_devices
from budgettracker.people.actions.change_hours import change_hours
from budgettracker.people.actions.change_messages import change_messages
from budgettracker.people.actions.change_post import change_post
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.actions.change_teams import change_teams
from budgettracker.people.actions.correct_person import correct_person
from budgettracker.people.actions.give_cover import end_cover, give_cover
from budgettracker.people.actions.invite import ask_for_link, invite
from budgettracker.people.actions.let_in import ask_for_last_day, let_in
from budgettracker.people.actions.name_data_officer import (
    ask_for_data_officer,
    end_data_officer,
    name_data_officer,
)
from budgettracker.people.actions.rename_team import rename_team
from budgettracker.people.actions.set_password import change_password, set_password
from budgettracker.people.actions.sign_in import start_session
from budgettracker.people.actions.sign_out import end_session, end_sessions_of
from budgettracker.people.actions.suspend import ask_to_restore, restore, suspend
from budgettracker.people.kinds import Nation
from budgettracker.people.models import Authority, OneTimeLink, Person, SignInSession
from tests.audit.told import Line, Rows, Stage
from tests.factories.full_budget import TODAY
from tests.factories.world import HASH, NOON, post

PEOPLE = Rows()
TOMORROW = TODAY + timedelta(days=1)


def session_of(person: Person) -> SignInSession:
    """A session of somebody that has just begun."""
    start_session(person, at=NOON)
    return db.session.scalars(select(SignInSession).filter_by(person_id=person.id)).one()


@PEOPLE.row(Deed.AUTHORITY_ADDED, add_authority)
def an_authority(_: Stage) -> Line:
    made = add_authority("Northdale", Nation.WALES, at=NOON)
    return Line(None, made, made, {"nation": "wales"})


@PEOPLE.row(Deed.PERSON_ADDED, add_person)
def a_person(on: Stage) -> Line:
    here, held = on.world.authority, post(on.world.authority, "Manager")
    made = add_person(
        on.world.adam,
        here,
        email="nia@example.org",
        name="Nia Noor",
        roles=[Role.SENIOR_MANAGER, Role.MANAGER],
        teams=[on.world.team],
        post=held,
        weekly_minutes=1_800,
        active_from=TODAY,
        at=NOON,
    )
    changes = {
        "active_from": "2026-06-15",
        "roles": ["manager", "senior_manager"],
        "teams": [on.world.team.id],
        "post": held.id,
        "weekly_minutes": 1_800,
    }
    return Line(on.world.adam, here, made, changes)


@PEOPLE.row(Deed.PERSON_ADDED, ask_to_add_person)
def a_person_whose_roles_wait(on: Stage) -> list[Line]:
    db.session.get_one(Authority, on.world.authority.id).live_since = NOON
    adam, here = on.world.adam, on.world.authority
    made, answer = ask_to_add_person(
        adam, here, email="nia@example.org", name="Nia Noor", roles=[Role.FINANCE], active_from=TODAY, on=TODAY, at=NOON
    )
    changes = {"active_from": "2026-06-15", "post": None, "weekly_minutes": None}
    waits = about(answer, outcome="other_role", as_role="administrator")
    return [Line(adam, here, made, changes), Line(adam, here, made, waits, deed=Deed.CONFIRMATION_ASKED)]


@PEOPLE.row(Deed.PERSON_ADDED, add_person)
def an_evaluator(_: Stage) -> Line:
    made = add_person(
        None, None, email="ed@example.org", name="Ed East", roles=[Role.EVALUATOR], active_from=TODAY, at=NOON
    )
    held = {"roles": ["evaluator"], "teams": [], "post": None, "weekly_minutes": None}
    return Line(None, None, made, {"active_from": "2026-06-15", **held})


@PEOPLE.row(Deed.PERSON_CORRECTED, correct_person)
def a_name_and_a_last_day(on: Stage) -> Line:
    bob = on.world.bob
    correct_person(
        on.world.adam,
        bob,
        email=bob.email,
        name="Robert Brown",
        weekly_minutes=1_800,
        active_to=date(2026, 12, 31),
        on=TODAY,
        at=NOON,
    )
    corrected = {"corrected": ["name", "weekly_minutes", "active_to"]}
    changes = {**corrected, "weekly_minutes": [2_220, 1_800], "active_to": [None, "2026-12-31"]}
    return Line(on.world.adam, on.world.authority, bob, changes)


@PEOPLE.row(Deed.CONFIRMATION_ASKED, ask_for_last_day)
def a_later_last_day_asked_for(on: Stage) -> Line:
    db.session.get_one(Authority, on.world.authority.id).live_since = NOON
    request = ask_for_last_day(on.world.adam, on.world.bob, None, on=TODAY, at=NOON)
    changes = about(request, outcome="other_link", as_role="administrator")
    return Line(on.world.adam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.PERSON_CORRECTED, let_in)
def a_later_last_day(on: Stage) -> Line:
    db.session.get_one(Authority, on.world.authority.id).live_since = NOON
    db.session.get_one(Person, on.world.bob.id).active_to = TODAY
    db.session.flush()
    bob = db.session.get_one(Person, on.world.bob.id)
    request = ask_for_last_day(on.world.adam, bob, None, on=TODAY, at=NOON)
    on.start()
    let_in(on.world.sam, request, TODAY, NOON)
    changes = {"corrected": ["active_to"], "active_to": ["2026-06-15", None], "asked_by": on.world.adam.id}
    return Line(on.world.sam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.PERSON_INVITED, invite)
def a_link(on: Stage) -> Line:
    request = asked_for_link(on)
    confirm(on.world.mary, request, on=TODAY, at=NOON)
    on.start()
    invite(on.world.adam, on.world.bob, confirmation=request, at=NOON)
    link = db.session.scalars(select(OneTimeLink)).one()
    changes = {"purpose": "reset", "link": link.id, "confirmed_by": on.world.mary.id}
    return Line(on.world.adam, on.world.authority, on.world.bob, changes)


def asked_for_link(on: Stage) -> Confirmation:
    """Adam has asked for a link for Bob in an authority that is live, and it waits for Mary."""
    db.session.get_one(Authority, on.world.authority.id).live_since = NOON
    return ask_for_link(on.world.adam, on.world.bob, on=TODAY, at=NOON)


def about(request: Confirmation, **more: object) -> dict[str, object]:
    """What a line about something that takes a second hand says."""
    return {"confirmation": request.id, "matter": request.kind, **more}


@PEOPLE.row(Deed.CONFIRMATION_ASKED, ask)
def a_link_asked_for(on: Stage) -> Line:
    db.session.get_one(Authority, on.world.authority.id).live_since = NOON
    values = {"row": "team_link", "teams": [on.world.team.id]}
    request = ask(on.world.adam, "link", on.world.bob, values, as_role=Role.ADMINISTRATOR, on=TODAY, at=NOON)
    changes = about(request, outcome="team_link", as_role="administrator")
    return Line(on.world.adam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.CONFIRMATION_CONFIRMED, confirm)
def a_role_confirmed(on: Stage) -> list[Line]:
    db.session.get_one(Authority, on.world.authority.id).live_since = NOON
    roles, bob, adam, sam = [Role.MANAGER], on.world.bob, on.world.adam, on.world.sam
    request = change_access(adam, bob, roles=roles, starts_on=TODAY, on=TODAY, at=NOON)
    assert request is not None
    on.start()
    confirm(sam, request, on=TODAY, at=NOON)
    held = {"from": "2026-06-15", "held": [["practitioner"], ["manager"]], "asked_by": adam.id}
    changes = about(request, outcome="other_role", as_role="senior_manager", asked_by=adam.id)
    return [
        Line(sam, on.world.authority, bob, held, deed=Deed.PERSON_ROLES_CHANGED),
        Line(sam, on.world.authority, bob, changes),
    ]


@PEOPLE.row(Deed.COVER_GIVEN, give_cover)
def cover_by_who_is_away(on: Stage) -> Line:
    sam, mary = on.world.sam, on.world.mary
    give_cover(sam, sam, mary, TODAY, TOMORROW, on=TODAY, at=NOON)
    days = {"from": "2026-06-15", "to": "2026-06-16"}
    return Line(sam, on.world.authority, mary, {"absent": sam.id, "role": "senior_manager", "asked_by": None, **days})


@PEOPLE.row(Deed.COVER_ENDED, end_cover)
def cover_taken_back(on: Stage) -> Line:
    sam, mary = on.world.sam, on.world.mary
    cover = give_cover(sam, sam, mary, TODAY, TOMORROW, on=TODAY, at=NOON)
    on.start()
    end_cover(mary, cover, on=TODAY, at=NOON)
    return Line(mary, on.world.authority, mary, {"absent": sam.id})


@PEOPLE.row(Deed.CONFIRMATION_DECLINED, decline)
def a_link_declined(on: Stage) -> Line:
    request = asked_for_link(on)
    on.start()
    decline(on.world.mary, request, "Not now", on=TODAY, at=NOON)
    changes = about(request, outcome="team_link", as_role="manager", asked_by=on.world.adam.id)
    return Line(on.world.mary, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.CONFIRMATION_WITHDRAWN, withdraw)
def a_link_withdrawn(on: Stage) -> Line:
    request = asked_for_link(on)
    on.start()
    withdraw(on.world.adam, request, at=NOON)
    return Line(on.world.adam, on.world.authority, on.world.bob, about(request))


@PEOPLE.row(Deed.PERSON_SUSPENDED, suspend)
def a_suspension_ends_sessions(on: Stage) -> list[Line]:
    session = session_of(on.world.bob)
    on.start()
    suspend(on.world.adam, on.world.bob, on=TODAY, at=NOON)
    ended = Line(on.world.adam, on.world.authority, session, deed=Deed.SESSION_ENDED)
    return [ended, Line(on.world.adam, on.world.authority, on.world.bob)]


@PEOPLE.row(Deed.CONFIRMATION_ASKED, ask_to_restore)
def a_suspension_that_is_to_end(on: Stage) -> Line:
    db.session.get_one(Authority, on.world.authority.id).live_since = NOON
    suspend(None, on.world.bob, on=TODAY, at=NOON)
    on.start()
    request = ask_to_restore(on.world.adam, on.world.bob, on=TODAY, at=NOON)
    assert request is not None
    changes = about(request, outcome="other_link", as_role="administrator")
    return Line(on.world.adam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.PERSON_RESTORED, restore)
def a_suspension_ended(on: Stage) -> Line:
    suspend(on.world.adam, on.world.bob, on=TODAY, at=NOON)
    on.start()
    restore(None, on.world.bob, at=NOON)
    return Line(None, on.world.authority, on.world.bob)


@PEOPLE.row(Deed.PERSON_ROLES_CHANGED, change_roles)
def other_roles(on: Stage) -> Line:
    change_roles(on.world.adam, on.world.bob, [Role.MANAGER], TOMORROW, on=TODAY, at=NOON)
    changes = {"from": "2026-06-16", "held": [["practitioner"], ["manager"]]}
    return Line(on.world.adam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.PERSON_TEAMS_CHANGED, change_teams)
def another_team(on: Stage) -> Line:
    north, south = on.world.team, on.world.other_team
    change_teams(on.world.adam, on.world.bob, [south], TOMORROW, on=TODAY, at=NOON)
    changes = {"from": "2026-06-16", "held": [[north.id], [south.id]]}
    return Line(on.world.adam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.PERSON_POST_CHANGED, change_post)
def another_post(on: Stage) -> Line:
    before = on.world.bob.post_on(TODAY)
    assert before is not None
    after = post(on.world.authority, "Senior social worker")
    change_post(on.world.adam, on.world.bob, after, TOMORROW, on=TODAY, at=NOON)
    changes = {"from": "2026-06-16", "held": [before.id, after.id]}
    return Line(on.world.adam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.PERSON_HOURS_CHANGED, change_hours)
def other_hours(on: Stage) -> Line:
    change_hours(on.world.adam, on.world.bob, 1800, TOMORROW, on=TODAY, at=NOON)
    changes = {"from": "2026-06-16", "weekly_minutes": [2220, 1800]}
    return Line(on.world.adam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.DATA_OFFICER_NAMED, name_data_officer)
def a_data_officer(on: Stage) -> Line:
    on.world.bob.protects_from = None
    request = ask_for_data_officer(on.world.adam, on.world.bob, TOMORROW, on=TODAY, at=NOON)
    on.start()
    name_data_officer(on.world.sam, request, TODAY, NOON)
    changes = {"from": "2026-06-16", "asked_by": on.world.adam.id}
    return Line(on.world.sam, on.world.authority, on.world.bob, changes)


@PEOPLE.row(Deed.DATA_OFFICER_ENDED, end_data_officer)
def no_data_officer_any_more(on: Stage) -> Line:
    on.world.bob.protects_from, on.world.bob.protects_until = TODAY, None
    end_data_officer(on.world.adam, on.world.bob, on=TODAY, at=NOON)
    return Line(on.world.adam, on.world.authority, on.world.bob, {"to": None})


@PEOPLE.row(Deed.PASSWORD_CHANGED, change_password)
def ones_own_password(on: Stage) -> list[Line]:
    session = session_of(on.world.bob)
    on.start()
    change_password(on.world.bob, HASH, at=NOON)
    ended = Line(on.world.bob, on.world.authority, session, deed=Deed.SESSION_ENDED)
    return [ended, Line(on.world.bob, on.world.authority, on.world.bob)]


@PEOPLE.row(Deed.PASSWORD_CHANGED, set_password)
def a_password_by_a_link(on: Stage) -> Line:
    token = invite(None, on.world.bob, at=NOON)
    on.start()
    set_password(token, HASH, at=NOON)
    return Line(on.world.bob, on.world.authority, on.world.bob)


@PEOPLE.row(Deed.SESSION_STARTED, start_session)
def signing_in(on: Stage) -> Line:
    session = session_of(on.world.bob)
    return Line(on.world.bob, on.world.authority, session)


@PEOPLE.row(Deed.SESSION_ENDED, end_session)
def signing_out(on: Stage) -> Line:
    session = session_of(on.world.eve)
    on.start()
    end_session(on.world.eve, session, at=NOON)
    return Line(on.world.eve, None, session)


@PEOPLE.row(Deed.SESSION_ENDED, end_sessions_of)
def anothers_sessions(on: Stage) -> Line:
    session = session_of(on.world.bob)
    on.start()
    end_sessions_of(on.world.adam, on.world.bob, at=NOON)
    return Line(on.world.adam, on.world.authority, session)


@PEOPLE.row(Deed.AUTHORITY_MESSAGES_CHANGED, change_messages)
def who_is_told_by_e_mail(on: Stage) -> Line:
    change_messages(on.world.adam, on.world.authority, True, at=NOON)
    return Line(on.world.adam, on.world.authority, on.world.authority, {"sends_messages": [False, True]})


@PEOPLE.row(Deed.AUTHORITY_DEVICES_CHANGED, change_devices)
def what_devices_keep(on: Stage) -> Line:
    change_devices(on.world.adam, on.world.authority, False, at=NOON)
    return Line(on.world.adam, on.world.authority, on.world.authority, {"keeps_forms": [True, False]})


@PEOPLE.row(Deed.TEAM_ADDED, add_team)
def a_team(on: Stage) -> Line:
    made = add_team(on.world.adam, on.world.authority, "West team", at=NOON)
    return Line(on.world.adam, on.world.authority, made)


@PEOPLE.row(Deed.TEAM_RENAMED, rename_team)
def a_teams_name(on: Stage) -> Line:
    rename_team(None, on.world.team, "Northern team", at=NOON)
    return Line(None, on.world.authority, on.world.team)
