"""Never one's own request, nor a limit for one's own request: on its page, in bulk, by the cohort's page, in two roles."""

import uuid
from typing import Any

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LimitChange
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.people.models import RoleGrant
from budgettracker.spend import actions as spend_actions
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, corrected, document, limit, noon, position
from tests.factories.world import LONG_AGO, NOON, World, family
from tests.page import words


@pytest.fixture
def mary(app: Flask, client: PageClient, world: World) -> PageClient:
    """The manager's browser."""
    app.config["CLOCK"] = noon
    client.as_(world.mary.email)
    return client


def proposed(world: World, by: Any, pence: int = 2_000_00, of: Family | None = None) -> LimitChange:
    with transaction():
        return budgets.propose_limit(by, of or world.family, world.scheme, pence, "Start", on=TODAY, at=NOON)


def approve(client: PageClient, address: str) -> int:
    return client.send(f"{address}/decide", decision="approve", reason="It is needed").status


def bulk(client: PageClient, *ticks: str) -> str:
    """Approve several at once; gives what the page says then."""
    form = {**client.get("/decisions").form(), "ticked": list(ticks)}
    return client.follow(client.post("/decisions", form).location).text


def test_a_limit_one_proposed_is_not_set_by_the_cohorts_page_either(mary: PageClient, world: World) -> None:
    change = proposed(world, world.mary)
    assert approve(mary, f"/limits/{change.id}") == 422
    assert "proposed this limit" in bulk(mary, f"limit-{change.id}")
    seen = mary.send("/limits/cohort", families=str(world.family_id), limit="2000", reason="A start")
    assert seen.status == 422
    assert "one waits" in seen.text
    assert position(world).limit_pence == 0
    other = PageClient(mary.app)
    other.as_(world.sam.email)
    assert approve(other, f"/limits/{change.id}") == 303
    assert position(world).limit_pence == 2_000_00


def test_ones_own_request_is_left_whichever_way_one_tries(mary: PageClient, world: World) -> None:
    limit(world, 3_000_00)
    mine, hers = bought(world.mary, world.family, 800_00), bought(world.alice, world.family, 700_00)
    assert approve(mary, f"/spend/{mine.id}") == 422
    words = bulk(mary, f"request-{mine.id}", f"request-{hers.id}", f"limit-{hers.id}", "request-", f"review-{mine.id}")
    assert "your own request" in words
    assert db.session.get_one(Spend, mine.id).state == "requested"
    assert db.session.get_one(Spend, hers.id).state == "approved", "the other one is approved all the same"


def test_nobody_decides_a_limit_that_their_own_request_needs(mary: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    bought(world.mary, world.family, 800_00)
    change = proposed(world, world.alice, 3_000_00)
    assert approve(mary, f"/limits/{change.id}") == 422
    assert "purchase of your own" in bulk(mary, f"limit-{change.id}")
    assert position(world).limit_pence == 1_000_00


def test_money_one_spent_over_the_limit_is_reviewed_by_somebody_else(mary: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    over = bought(world.mary, world.family, 1_200_00, already_paid=True)
    seen = mary.send(f"/spend/{over.id}/review", decision="accept", reason="I need it")
    assert seen.status == 422
    assert db.session.get_one(Spend, over.id).review == "open"


def test_more_roles_in_one_person_add_up_to_no_decision_of_their_own(mary: PageClient, world: World) -> None:
    with transaction():
        for role in (Role.SENIOR_MANAGER, Role.AUDITOR, Role.FINANCE, Role.PRACTITIONER):
            db.session.add(RoleGrant(person_id=world.mary.id, role=role, starts_on=LONG_AGO))
    limit(world, 3_000_00)
    mine = bought(world.mary, world.family, 800_00)
    assert approve(mary, f"/spend/{mine.id}") == 422
    assert "your own request" in bulk(mary, f"request-{mine.id}")
    away = elsewhere(world)
    assert mary.get(f"/families/{away.id}").status == 200, "an auditor sees every family of the authority"
    change = proposed(world, world.carol, of=away)
    assert mary.get(f"/limits/{change.id}/decide").status == 404, "and decides only in their own team"
    bulk(mary, f"limit-{change.id}")
    assert db.session.get_one(LimitChange, change.id).state == "requested"


def elsewhere(world: World) -> Family:
    """A family of the other team."""
    with transaction():
        return family(world.other_team, "WM-077", "Faraway", world.carol, world.scheme)


def test_ticks_for_what_one_may_not_see_name_nothing(mary: PageClient, world: World) -> None:
    away = elsewhere(world)
    change = proposed(world, world.carol, of=away)
    limit(world, 1_000_00)
    words = bulk(
        mary, f"limit-{change.id}", f"limit-{uuid.uuid4()}", f"request-{change.id}", "limit-x", "\0", "x" * 500
    )
    assert "Faraway" not in words
    assert "WM-077" not in words
    assert db.session.get_one(LimitChange, change.id).state == "requested"


def its_form(client: PageClient, address: str) -> bool:
    """Does the page at this address offer a form that is sent to it?"""
    seen = client.get(address)
    assert seen.status == 200, (address, seen.status)
    return any(not form.get("action") for form in seen.page.iter("form"))


def test_no_page_offers_a_decision_that_would_be_refused(mary: PageClient, world: World) -> None:
    """Each page on which a manager decides, about what is her own: it says why and who decides, in place of its form."""
    sam = PageClient(mary.app)
    sam.as_(world.sam)
    limit(world, 9_000_00)
    answer, pocket, seen = (
        bought(world.mary, world.family, pence, **more)
        for pence, more in ((800_00, {}), (41_00, {"payment_method": "own_money"}), (42_00, {}))
    )
    with transaction():
        document(world.mary, seen)
        hiding = spend_actions.hide_words(world.mary, pocket, "Another family's", at=NOON)
        proposal = corrected(world.mary, seen, amount_pence=900_00)
    over = bought(world.mary, world.family, 9_500_00, already_paid=True)
    with transaction():
        second = family(world.team, "WM-078", "Second", world.bob, world.scheme)
        cohort = budgets.propose_limits_for_cohort(
            world.mary, [second], world.scheme, 900_00, "Start", on=TODAY, at=NOON
        )
    pages = [
        f"/spend/{answer.id}/decide",
        f"/spend/{over.id}/review",
        f"/spend/{pocket.id}/reimbursement",
        f"/spend/{pocket.id}/no-receipt",
        f"/spend/{seen.id}/receipt-seen",
        f"/spend/proposals/{proposal.id}",
        f"/hidden/{hiding.id}",
        f"/limits/{cohort[0].id}/decide",
        f"/limits/cohort/{cohort[0].cohort_id}/decide",
    ]
    for page in pages:
        assert not its_form(mary, page), page
        another = mary.get(page).page.find(".//*[@id='another']")
        assert another is not None, page
        assert "Sam Stone (senior manager)" in words(another), page
        assert its_form(sam, page), (page, "somebody may")


def test_what_is_sent_all_the_same_is_refused_and_stands_there_as_typed(mary: PageClient, world: World) -> None:
    limit(world, 3_000_00)
    mine = bought(world.mary, world.family, 800_00)
    sent = {
        **mary.get(f"/families/{world.family_id}/spend/new").form(),
        "decision": "decline",
        "reason": "Typed before",
    }
    seen = mary.post(f"/spend/{mine.id}/decide", sent)
    assert seen.status == 422
    assert "Typed before" in seen.html
    assert "Sam Stone (senior manager)" in seen.text
