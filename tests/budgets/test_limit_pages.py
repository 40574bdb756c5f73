"""Limits: proposed by one, decided by another; one decision for a cohort; the whole history on one page."""

from typing import Any

import pytest
from flask import Flask

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import faults, positions_of, unresolved_of
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.spend import actions as spending
from tests.client import PageClient
from tests.conftest import ENGINES
from tests.factories.decisions import afternoon
from tests.factories.spend import TODAY, bought, limit, position
from tests.factories.world import NOON, World, family, person, scheme

pytestmark = pytest.mark.pages


@pytest.fixture
def browser(app: Flask, client: PageClient) -> PageClient:
    """A browser on 15 June 2026."""
    app.config["CLOCK"] = afternoon
    return client


def changes() -> list[LimitChange]:
    return list(db.session.query(LimitChange).order_by(LimitChange.proposed_at, LimitChange.id))


def proposed(world: World, pence: int, by: Any = None) -> LimitChange:
    with transaction():
        return budgets.propose_limit(by or world.alice, world.family, world.scheme, pence, "Why", on=TODAY, at=NOON)


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_a_limit_is_proposed_by_one_and_approved_by_another(browser: PageClient, world: World) -> None:
    url = f"/families/{world.family_id}/limit/new"
    browser.as_(world.alice)
    seen = browser.get(url)
    for words in (
        "Ask for a limit",
        "A manager of the family's team decides",
        "The cap of Devolved budget is £10,000.00",
    ):
        assert words in seen.text
    sent = browser.send(url, limit="2,000", reason="A move to a safer home")
    assert sent.status == 303
    seen = browser.get(sent.location)
    for words in (
        "Asked for a limit of £2,000.00",
        "Mary Moss (manager) or Sam Stone (senior manager) decides",
        "A move to a safer home",
        "Withdraw",
    ):
        assert words in seen.text
    change = changes()[0]
    browser.as_(world.mary)
    assert f"/limits/{change.id}/decide" in browser.get(f"/limits/{change.id}").html
    assert browser.send(f"/limits/{change.id}/decide", decision="approve").location == f"/limits/{change.id}"
    noted = browser.get(f"/limits/{change.id}").text
    assert "Copy as case note" in noted
    assert "asked for a limit of £2,000.00; it was £0.00 before." in noted
    assert "Why: A move to a safer home. Mary Moss approved it on " in noted
    assert position(world).limit_pence == 2_000_00
    history = browser.get(f"/families/{world.family_id}/limits")
    for words in ("£0.00", "£2,000.00", "Alice Archer", "Mary Moss", "A move to a safer home", "Approved"):
        assert words in history.text


def test_an_amount_in_the_address_fills_in_the_limit_that_allows_it(browser: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    bought(world.alice, world.family, 100_00)
    browser.as_(world.alice)
    url = f"/families/{world.family_id}/limit/new"
    assert browser.get(f"{url}?amount=950.50").form()["limit"] == "1050.50"
    for unneeded in ("1", "abc", "1e9", "-5"):
        assert browser.get(f"{url}?amount={unneeded}").form()["limit"] == ""


@pytest.mark.parametrize(
    "typed, words",
    [
        ("", "Enter the limit"),
        ("0", "more than £0.00"),
        ("1e3", "figures 0 to 9"),
        ("-1", "minus sign"),
        ("NaN", "figures 0 to 9"),
        ("10.005", "two figures"),
        ("99999999999", "too large"),
        ("+5", "figures 0 to 9"),
        ("１０", "figures 0 to 9"),
        ("99.99", "£100.00 is already spent or committed"),
        ("1000", "The limit is already £1,000.00"),
    ],
)
def test_a_wrong_limit_gets_a_worded_answer(browser: PageClient, world: World, typed: str, words: str) -> None:
    limit(world, 1_000_00)
    bought(world.alice, world.family, 100_00)
    browser.as_(world.alice)
    sent = browser.send(f"/families/{world.family_id}/limit/new", limit=typed, reason="Kept words")
    assert sent.status == 422
    assert words in sent.text
    assert sent.form()["reason"] == "Kept words"
    assert len(changes()) == 1


def test_a_second_proposal_waits_for_the_first(browser: PageClient, world: World) -> None:
    browser.as_(world.bob)
    asking = f"/families/{world.family_id}/limit/new"
    assert asking in browser.get(f"/families/{world.family_id}/limits").html
    proposed(world, 2_000_00)
    assert asking not in browser.get(f"/families/{world.family_id}/limits").html, "it leads to a refusal"
    sent = browser.send(asking, limit="3000", reason="x")
    assert (sent.status, "already waiting" in sent.text) == (422, True)


def test_declining_needs_a_reason_and_withdrawing_is_the_proposers(browser: PageClient, world: World) -> None:
    first = proposed(world, 2_000_00).id
    browser.as_(world.mary)
    refused = browser.send(f"/limits/{first}/decide", decision="decline")
    assert (refused.status, "Say why you decline" in refused.text) == (422, True)
    assert browser.send(f"/limits/{first}/decide", decision="decline", reason="Not yet").status == 303
    assert "Not yet" in browser.get(f"/limits/{first}").text
    second = proposed(world, 2_500_00).id
    assert "Only the person who proposed" in browser.send(f"/limits/{second}/withdraw").text
    browser.as_(world.alice)
    assert browser.send(f"/limits/{second}/withdraw").status == 303
    assert {each.state for each in changes()} == {LimitState.DECLINED, LimitState.WITHDRAWN}
    assert position(world).limit_pence == 0


def test_nobody_decides_their_own_limit_and_above_the_cap_a_senior_manager_gives_a_reason(
    browser: PageClient, world: World
) -> None:
    change = proposed(world, 10_000_01, by=world.mary).id
    browser.as_(world.mary)
    seen = browser.get(f"/limits/{change}")
    assert "You proposed this limit of £10,000.01, so somebody else decides it." in seen.text
    assert "Only a senior manager can make the exception" in seen.text
    assert browser.send(f"/limits/{change}/decide", decision="approve").status == 422
    browser.as_(world.sam)
    refused = browser.send(f"/limits/{change}/decide", decision="approve")
    assert (refused.status, "Give the reason for the exception" in refused.text) == (422, True)
    assert browser.send(f"/limits/{change}/decide", decision="approve", reason="The court asks").status == 303
    assert position(world).limit_pence == 10_000_01


def test_those_whose_own_purchase_needs_the_limit_are_not_named_as_deciders(browser: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    bought(world.mary, world.family, 800_00)
    change = proposed(world, 2_000_00)
    browser.as_(world.alice)
    text = browser.get(f"/limits/{change.id}").text
    assert "Who may decide Sam Stone" in text


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_whoever_looked_at_money_over_the_limit_may_still_decide_the_next_limit(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 1_100_00, already_paid=True)
    with transaction():
        change = budgets.propose_limit(world.bob, world.family, world.scheme, 1_050_00, "x", on=TODAY, at=NOON)
        budgets.approve_limit(world.sam, change, on=TODAY, at=NOON)
        spending.review_spend(world.mary, spend, accept=True, reason="Fine", on=TODAY, at=NOON)
    assert not unresolved_of(change.period_id, world.mary.id)
    assert unresolved_of(change.period_id, world.alice.id)


@pytest.mark.parametrize("deed", ["propose", "decide", "withdraw"])
@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_the_same_form_sent_again_is_one_deed_and_another_body_a_409(
    browser: PageClient, world: World, deed: str
) -> None:
    browser.as_(world.mary if deed == "decide" else world.alice)
    if deed == "propose":
        url, answers = f"/families/{world.family_id}/limit/new", {"limit": "500", "reason": "x"}
    else:
        url = f"/limits/{proposed(world, 500_00).id}/{deed}"
        answers = {"decision": "approve"} if deed == "decide" else {}
    data = {**browser.get(url).form(), **answers}
    first, again = browser.post(url, data), browser.post(url, data)
    assert (first.status, again.status, again.location) == (303, 303, first.location)
    assert browser.post(url, {**data, "reason": "Other"}).status == 409
    assert len(changes()) == 1
    assert faults() == []


def test_a_family_for_comparison_has_no_limit_and_the_page_is_silent_about_the_arm(
    browser: PageClient, world: World
) -> None:
    browser.as_(world.alice)
    new, limits = (f"/families/{world.comparison.id}/{page}" for page in ("limit/new", "limits"))
    for url, words in ((new, "no devolved budget"), (limits, "No limit yet")):
        seen = browser.get(url)
        assert (seen.status, words in seen.text) == (200, True)
        assert "comparison" not in seen.html.lower()
    token = browser.get("/account").form()["csrf_token"]
    refused = browser.post(new, {"csrf_token": token, "form_key": "k", "limit": "600", "reason": "x"})
    assert (refused.status, "no devolved budget" in refused.text) == (422, True)


@pytest.mark.parametrize("who, status", [("carol", 404), ("dave", 404), ("fiona", 403), ("adam", 403), ("eve", 403)])
def test_others_find_no_limits(browser: PageClient, world: World, who: str, status: int) -> None:
    change = proposed(world, 500_00)
    browser.as_(getattr(world, who))
    token = browser.get("/account").form()["csrf_token"]
    data = {"csrf_token": token, "form_key": "k", "limit": "600", "reason": "x"}
    for url in (
        f"/families/{world.family_id}/limits",
        f"/limits/{change.id}",
        f"/families/{world.family_id}/limit/new",
    ):
        assert browser.get(url).status == status
    assert browser.post(f"/families/{world.family_id}/limit/new", data).status == status
    assert browser.post(f"/limits/{change.id}/withdraw", data).status == status
    assert browser.post(f"/limits/{change.id}/decide", {**data, "decision": "approve"}).status == 403
    assert [each.state for each in changes()] == [LimitState.REQUESTED]


def test_an_auditor_reads_limits_and_changes_none(browser: PageClient, world: World) -> None:
    change = proposed(world, 500_00)
    browser.as_(world.audrey)
    for url in (f"/families/{world.family_id}/limits", f"/limits/{change.id}"):
        seen = browser.get(url)
        assert seen.status == 200
        assert [form.get("action") for form in seen.page.iter("form")] == ["/sign-out"]
        assert "/decide" not in seen.html
        assert "/limit/new" not in seen.html


COHORT = "/limits/cohort"


def more_families(world: World, *references: str, **facts: Any) -> list[Any]:
    with transaction():
        return [family(world.team, each, f"Name {each}", world.alice, world.scheme, **facts) for each in references]


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_one_proposes_a_cohorts_limit_and_another_decides_it_once(browser: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    first, second, third = more_families(world, "WM-010", "WM-011", "WM-012")
    more_families(world, "WM-013", arm=Arm.COMPARISON)
    browser.as_(world.mary)
    seen = browser.get(COHORT)
    assert "WM-010 Name WM-010" in seen.text
    for absent in ("WM-001", "WM-002", "WM-013"):
        assert absent not in seen.text
    sent = browser.send(COHORT, families=[str(first.id), str(second.id)], limit="2000", reason="The first cohort")
    assert sent.status == 303
    seen = browser.get(sent.location)
    for words in ("Limit of £2,000.00 for 2 families", "Mary Moss", "The first cohort", "WM-010", "WM-011"):
        assert words in seen.text
    ids = [first.id, second.id, third.id]
    assert {each.limit_pence for each in positions_of(ids, TODAY).values()} == {0}
    refused = browser.send(f"{sent.location}/decide", decision="approve")
    assert (refused.status, "You proposed this limit" in refused.text) == (422, True)
    browser.as_(world.sam)
    assert browser.send(f"{sent.location}/decide", decision="approve", reason="Agreed for both").status == 303
    assert "Agreed for both" in browser.get(sent.location).text
    result = positions_of(ids, TODAY)
    assert {key: each.limit_pence for key, each in result.items()} == {first.id: 2_000_00, second.id: 2_000_00}
    assert faults() == []


def test_a_cohorts_form_is_refused_in_words_and_decided_all_or_none(browser: PageClient, world: World) -> None:
    first, second = more_families(world, "WM-010", "WM-011")
    browser.as_(world.alice)
    both = [str(first.id), str(second.id)]
    assert "Tick the families" in browser.send(COHORT, limit="100", reason="x").text
    assert "Say why these families" in browser.send(COHORT, families=both, limit="100").text
    assert "figures 0 to 9" in browser.send(COHORT, families=both, limit="1e3", reason="x").text
    other = str(world.other_family.id)
    assert "Choose from the list" in browser.send(COHORT, families=[*both, other], limit="100", reason="x").text
    form = browser.get(COHORT).form()
    assert "/families/" not in browser.send(COHORT, families=both, limit="10000.01", reason="x").location
    late = browser.post(COHORT, {**form, "families": both, "limit": "100", "reason": "x"})
    assert "has a limit by now, or one waits" in late.text
    (page,) = {
        f"/limits/cohort/{change.cohort_id}" for change in db.session.query(LimitChange).filter_by(to_pence=10_000_01)
    }
    browser.as_(world.mary)
    refused = browser.send(f"{page}/decide", decision="approve", reason="x")
    assert "Only a senior manager" in refused.text
    browser.as_(world.sam)
    assert "is above the cap" in browser.send(f"{page}/decide", decision="approve").text
    assert {each.limit_pence for each in positions_of([first.id, second.id], TODAY).values()} == {0}


def test_the_lead_decides_no_limit_of_their_family_and_no_cohort_with_it(browser: PageClient, world: World) -> None:
    (first,) = more_families(world, "WM-010")
    with transaction():
        led = family(world.team, "WM-020", "Led by the manager", world.mary, world.scheme)
        cohort = budgets.propose_limits_for_cohort(
            world.alice, [first, led], world.scheme, 900_00, "x", on=TODAY, at=NOON
        )
    browser.as_(world.mary)
    refused = browser.send(f"/limits/cohort/{cohort[0].cohort_id}/decide", decision="approve")
    assert "Family WM-020: You lead the work with this family" in refused.text
    assert "Sam Stone (senior manager)" in browser.get("/decisions").text
    assert {each.limit_pence for each in positions_of([first.id, led.id], TODAY).values()} == {0}
    browser.as_(world.sam)
    assert browser.send(f"/limits/cohort/{cohort[0].cohort_id}/decide", decision="approve").status == 303
    assert {each.limit_pence for each in positions_of([first.id, led.id], TODAY).values()} == {900_00}


def test_a_limit_that_one_person_set_before_is_listed_and_not_raised_until_confirmed(
    browser: PageClient, world: World
) -> None:
    limit(world, 900_00)
    with transaction():
        (old,) = db.session.query(LimitChange)
        old.one_hand = True
    bought(world.alice, world.family, 10_00)
    browser.as_(world.alice)
    higher = f"/families/{world.family_id}/limit/new"
    assert "from before two people had to set one" in browser.send(higher, limit="950", reason="More").text
    browser.as_(world.mary)
    assert browser.send(f"/limits/{old.id}/confirm").status == 422
    browser.as_(world.sam)
    assert "£900.00 for WM-001" in browser.get("/decisions").text
    assert browser.send(f"/limits/{old.id}/confirm").status == 303
    browser.as_(world.alice)
    assert browser.send(higher, limit="950", reason="More").status == 303


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_a_limit_that_stands_is_not_overwritten_by_a_cohort(world: World) -> None:
    from budgettracker.errors import Refusal

    limit(world, 300_00)
    with pytest.raises(Refusal, match="WM-001 has a limit by now"), transaction():
        budgets.propose_limits_for_cohort(world.mary, [world.family], world.scheme, 500_00, "x", on=TODAY, at=NOON)


def test_with_several_schemes_one_is_chosen_first(browser: PageClient, world: World) -> None:
    more_families(world, "WM-010")
    with transaction():
        other = scheme(world.authority, "Reunification")
        away = scheme(world.elsewhere, "Not ours")
    browser.as_(world.mary)
    seen = browser.get(COHORT)
    assert "In which scheme?" in seen.text
    assert "Not ours" not in seen.text
    assert "WM-010" in browser.get(f"{COHORT}?scheme={world.scheme.id}").text
    assert "has a limit already" in browser.get(f"{COHORT}?scheme={other.id}").text
    for wrong in (away.id, "nonsense"):
        assert browser.get(f"{COHORT}?scheme={wrong}").status == 404


def test_a_cohort_is_of_ones_own_teams(browser: PageClient, world: World) -> None:
    from budgettracker.access import Role

    more_families(world, "WM-010")
    with transaction():
        olga = person(world.authority, "Olga Other", Role.MANAGER, teams=(world.other_team,))
    browser.as_(olga)
    assert "WM-010" not in browser.get(COHORT).text
    browser.as_(world.alice)
    sent = browser.send(COHORT, families=str(families_of(world)), limit="100", reason="x")
    assert sent.status == 303
    browser.as_(olga)
    assert browser.get(sent.location).status == 404


def families_of(world: World) -> Any:
    from budgettracker.families.models import Family

    return db.session.query(Family).filter_by(reference="WM-010").one().id
