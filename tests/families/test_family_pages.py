"""The pages of families as people of different roles meet them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.families.models import Child, Family
from tests.client import PageClient, Seen
from tests.factories import world as make
from tests.factories.world import World

pytestmark = pytest.mark.pages


@pytest.fixture(autouse=True)
def noon(app: Flask) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)


def email(who: str, world: World) -> str:
    return str(getattr(world, who).email)


def search(client: PageClient, text: str) -> Seen:
    sent = client.post("/families/search", client.get("/families").form("/families/search") | {"text": text})
    assert (sent.status, sent.location) == (303, "/families")
    return client.get("/families")


def pages(world: World) -> list[str]:
    of = f"/families/{world.family_id}"
    return ["/families", "/families/new", of, f"{of}/correct", f"{of}/close", f"{of}/reopen", f"{of}/children/new"]


@pytest.mark.parametrize(
    "who, statuses",
    [
        ("alice", [200] * 7),
        ("mary", [200] * 7),
        ("carol", [200, 200, 404, 404, 404, 404, 404]),
        ("dave", [200, 200, 404, 404, 404, 404, 404]),
        ("audrey", [200, 403, 200, 403, 403, 403, 403]),
        ("adam", [403] * 7),
        ("eve", [403] * 7),
        ("fiona", [403] * 7),
    ],
)
def test_who_gets_which_page(client: PageClient, world: World, who: str, statuses: list[int]) -> None:
    client.as_(email(who, world))
    answers = [client.get(url) for url in pages(world)]
    assert [seen.status for seen in answers] == statuses
    assert any("Okafor" in seen.html for seen in answers) == (who in ("alice", "mary", "audrey"))


def test_an_auditor_who_also_works_in_one_team_changes_no_other_teams_family(client: PageClient, world: World) -> None:
    with transaction():
        both = make.person(world.authority, "Ada Both", Role.AUDITOR, Role.PRACTITIONER, teams=(world.other_team,))
    client.as_(both.email)
    assert client.get(f"/families/{world.family_id}").status == 200
    for page in ("correct", "close", "reopen", "children/new"):
        assert client.get(f"/families/{world.family_id}/{page}").status == 404


def test_search_finds_by_part_of_name_or_reference_and_never_another_teams(client: PageClient, world: World) -> None:
    with transaction():
        make.family(world.other_team, "WM-900", "Okafor-Silva")
        make.family(world.team, "WM-003", "Ó Brolcháin")
    client.as_(email("alice", world))
    result = search(client, "OKAF")
    assert "WM-001" in result.text
    assert "WM-900" not in result.text
    assert "1 found for “OKAF”" in result.text
    assert "Novak" in search(client, "wm-002").text
    for typed in ("brolcháin", "BROLCHAIN", "o'brol", "\u00f3\u2019brolchain", "wm - 3"):
        assert "WM-003" in search(client, typed).text, typed
    assert "No family found" in search(client, "%").text
    assert "WM-002" in search(client, "").text


def test_families_stand_in_the_order_in_which_people_count(client: PageClient, world: World) -> None:
    with transaction():
        for number in (10, 9, 100):
            make.family(world.team, f"HX-{number}", "Last")
    client.as_(email("alice", world))
    shown = search(client, "Last").text
    places = [shown.index(f"HX-{number} ") for number in (9, 10, 100)]
    assert places == sorted(places), shown


def test_a_search_is_not_shown_to_whoever_signs_in_next_in_the_same_browser(
    client: PageClient, world: World, app: Flask
) -> None:
    client.as_(email("alice", world))
    search(client, "Okafor")
    # Alice goes home without signing out; her session has ended when carol sits down.
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 18, tzinfo=UTC)
    client.sign_in(email("carol", world))
    assert "Okafor" not in client.get("/families").html


def test_the_list_comes_a_page_at_a_time_with_open_families_first(client: PageClient, world: World) -> None:
    with transaction():
        for number in range(60):
            made = make.family(world.team, f"N-{number:03d}", f"Family {number}")
            if number == 0:
                make.ended(made, date(2026, 1, 1))
    client.as_(email("alice", world))
    first, second = client.get("/families"), client.get("/families?page=2")
    assert first.html.count('<th scope="row"') == 50
    assert second.html.count('<th scope="row"') == 12
    assert "N-000" not in first.text
    assert "N-000" in second.text
    assert client.get("/families?page=99").status == 200


def test_a_worker_adds_a_family_and_is_told_so(client: PageClient, world: World) -> None:
    client.as_(email("alice", world))
    sent = client.send("/families/new", reference="WM-100", name="Petrov")
    assert sent.status == 303
    assert "The family is added." in client.get(sent.location).text
    family = db.session.query(Family).filter_by(reference="WM-100").one()
    assert (family.team_id, family.lead_worker_id) == (world.team.id, world.alice.id)
    assert (family.scheme_id, family.arm, family.opened_on) == (world.scheme.id, "budget", date(2026, 6, 15))


def test_a_refused_family_keeps_everything_typed(client: PageClient, world: World) -> None:
    client.as_(email("alice", world))
    typed = {"reference": "WM-001", "name": "Petrov", "opened_on-day": "31", "opened_on-month": "2"}
    sent = client.send("/families/new", **typed)
    assert sent.status == 422
    assert "There is no 31 February 2026" in sent.text
    kept = sent.form("")
    assert {name: kept[name] for name in typed} == typed
    again = client.send("/families/new", reference="WM-001", name="Petrov")
    assert again.status == 422
    assert "WM-001 is already used by a family of your team." in again.text
    assert "Okafor" not in again.text
    assert again.form("")["name"] == "Petrov"


def test_another_teams_reference_is_refused_without_its_name_or_team(client: PageClient, world: World) -> None:
    client.as_(email("carol", world))
    sent = client.send("/families/new", reference="WM-001", name="Petrov", lead_worker_id="")
    assert sent.status == 422
    assert "WM-001 is already used in the authority." in sent.text
    assert "Okafor" not in sent.html
    assert "North" not in sent.html


def test_a_team_that_was_not_offered_cannot_be_chosen(client: PageClient, world: World) -> None:
    client.as_(email("alice", world))
    sent = client.send("/families/new", reference="WM-100", name="Petrov", team_id=str(world.other_team.id))
    assert sent.status == 422
    sent = client.send("/families/new", reference="WM-100", name="Petrov", lead_worker_id=str(world.carol.id))
    assert sent.status == 422
    assert "Choose from the list" in sent.text
    assert db.session.query(Family).filter_by(reference="WM-100").count() == 0


def test_somebody_in_no_team_is_told_what_to_do(client: PageClient, world: World) -> None:
    with transaction():
        alone = make.person(world.authority, "Olly Only", Role.PRACTITIONER)
    client.as_(alone.email)
    assert "You are in no team today" in client.get("/families/new").text
    sent = client.post("/families/new", client.get("/families").form("/families/search") | {"reference": "WM-100"})
    assert sent.status == 422
    assert "You are in no team today" in sent.text


def test_a_family_is_corrected_by_a_worker_without_losing_its_arm(client: PageClient, world: World) -> None:
    client.as_(email("bob", world))
    url = f"/families/{world.comparison.id}"
    page = client.get(f"{url}/correct")
    assert "omparison" not in page.text
    sent = client.send(f"{url}/correct", name="Novak-Hill")
    assert sent.status == 303
    assert "Novak-Hill" in client.get(sent.location).text
    assert db.session.get_one(Family, world.comparison.id).arm == "comparison"


def test_of_two_who_correct_a_family_or_a_child_the_second_is_told(client: PageClient, world: World) -> None:
    with transaction():
        child = make.child(world.family)
    client.as_(email("alice", world))
    family, its_child = f"/families/{world.family_id}/correct", f"/families/{world.family_id}/children/{child.id}"
    for url, words, other in (
        (family, {"name": "Okafor-Hill"}, {"name": "Okafor-Hall"}),
        (its_child, {"reference": "C2"}, {"reference": "C3"}),
    ):
        first, second = client.get(url).form(), client.get(url).form()
        assert client.post(url, {**first, **words}).status == 303
        answer = client.post(url, {**second, **other})
        assert (answer.status, "Somebody else has corrected this" in answer.text) == (422, True)
        assert answer.form().items() >= other.items(), "what was typed is still there"
        assert client.get(url).form().items() >= words.items()
        assert client.post(url, answer.form()).status == 303, "sent again it is meant"
        assert client.get(url).form().items() >= other.items()


def test_a_family_without_an_allocation_keeps_having_none_when_its_name_is_corrected(
    client: PageClient, world: World
) -> None:
    with transaction():
        family = make.family(world.team, "WM-050", "Petrov", scheme=world.scheme, arm=None)
        family.allocated_on = None
    client.as_(email("alice", world))
    assert client.send(f"/families/{family.id}/correct", name="Petrova").status == 303
    assert db.session.get_one(Family, family.id).arm is None


def test_closing_before_opening_is_refused_in_words_and_keeps_what_was_typed(client: PageClient, world: World) -> None:
    client.as_(email("alice", world))
    url = f"/families/{world.family_id}/close"
    day = {"closed_on-day": "31", "closed_on-month": "December", "closed_on-year": "2019"}
    sent = client.send(url, end_reason="plan ended", **day)
    assert sent.status == 422
    assert "The family was opened on 1 January 2020. Choose that day or a later one." in sent.text
    assert sent.form("")["closed_on-month"] == "December"
    assert sent.form("")["end_reason"] == "plan ended"
    late = client.send(url, end_reason="plan ended", **{"closed_on-day": "16"})
    assert "The last day is in the future." in late.text
    assert "Choose why the work ended." in client.send(url).text
    done = client.send(url, end_reason="plan ended")
    assert "The family is closed." in client.get(done.location).text
    again = client.send(f"/families/{world.family_id}/reopen", reason="A new worry")
    assert "Opening WM-001 again" in client.get(again.location).text, "a manager's hand is asked for"
    assert db.session.get_one(Family, world.family_id).closed_on is not None


def test_a_child_is_added_corrected_and_shown(client: PageClient, world: World) -> None:
    client.as_(email("alice", world))
    url = f"/families/{world.family_id}"
    wrong = client.send(f"{url}/children/new", reference="C1", birth_month="soon")
    assert wrong.status == 422
    assert "Enter the month and year of birth" in wrong.text
    assert wrong.form("")["birth_month"] == "soon"
    again = client.send(f"{url}/children/new", reference="C0", need_code="N4", another="y")
    assert again.location.endswith("/children/new?added=1"), "a second child needs no way back"
    assert "The child is added." in client.get(again.location).text
    assert "N4, family in acute stress" in client.get(url).text
    sent = client.send(f"{url}/children/new", reference="C1", birth_month="4 2015", need_code="N1", index_child="y")
    assert "The child is added." in client.get(sent.location).text
    child = db.session.query(Child).filter_by(reference="C1").one()
    fixed = client.send(f"{url}/children/{child.id}", birth_month="5 2015", in_scope=None)
    assert "May 2015" in client.get(fixed.location).text
    child = db.session.query(Child).filter_by(reference="C1").one()
    assert (child.in_scope, db.session.get_one(Family, world.family_id).index_child) == (False, "C1")


def test_a_child_of_another_family_is_not_found_under_this_one(client: PageClient, world: World) -> None:
    with transaction():
        child = make.child(world.other_family)
    client.as_(email("alice", world))
    assert client.get(f"/families/{world.family_id}/children/{child.id}").status == 404


def test_looking_at_a_family_is_recorded_and_being_refused_is_not(client: PageClient, world: World) -> None:
    def looks() -> list[str]:
        viewed = select(AuditRecord.by_id).filter_by(subject_id=world.family_id, deed="family.viewed")
        return [str(by) for by in db.session.scalars(viewed.order_by(AuditRecord.sequence))]

    client.as_(email("carol", world))
    assert client.get(f"/families/{world.family_id}").status == 404
    client.as_(email("audrey", world))
    client.get(f"/families/{world.family_id}")
    client.as_(email("alice", world))
    client.get(f"/families/{world.family_id}/correct")
    assert looks() == [str(world.audrey.id), str(world.alice.id)]
