"""My families, and one family's page: what is left, what needs doing, and no more questions to the database than needed."""

import re
import uuid
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.home.queries.my_families import my_families
from budgettracker.people.models import Person
from budgettracker.spend.kinds import Route, SpendKind, SpendState
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries.family_time import FamilyMinutes, entries_for_family, family_minutes
from tests.client import PageClient
from tests.conftest import ENGINES
from tests.factories import world as make
from tests.factories.home import counted, entry, saved
from tests.factories.world import LONG_AGO, NOON, World

pytestmark = pytest.mark.pages

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def noon(app: Flask) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)


def budget(world: World, family: Family, limit: int = 0, committed: int = 0, spent: int = 0) -> BudgetPeriod:
    opened = saved(
        Budget(authority_id=family.authority_id, family_id=family.id, scheme_id=world.scheme.id, opened_at=NOON)
    )
    period: BudgetPeriod = saved(
        BudgetPeriod(
            budget_id=opened.id,
            starts_on=LONG_AGO,
            cap_pence=10_000_00,
            limit_pence=limit,
            committed_pence=committed,
            spent_pence=spent,
        )
    )
    return period


def spend(family: Family, by: Person, period: BudgetPeriod | None, state: SpendState, pence: int = 20_00) -> Spend:
    bought = state == SpendState.BOUGHT
    purchase: Spend = saved(
        Spend(
            authority_id=family.authority_id,
            family_id=family.id,
            period_id=period.id if period else None,
            kind=SpendKind.DEVOLVED if period else SpendKind.OTHER_HELP,
            state=state,
            route=Route.SINGLE,
            planned_pence=pence,
            approved_pence=None if state == SpendState.REQUESTED else pence,
            paid_pence=pence if bought else None,
            asked_on=TODAY,
            bought_on=TODAY if bought else None,
            recorded_by_id=by.id,
            requested_at=NOON,
        )
    )
    saved(SpendDetails(spend_id=purchase.id, bought_what="Bunk beds"))
    return purchase


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_own_families_come_first_and_then_the_teams_others(world: World) -> None:
    with transaction():
        make.family(world.team, "AA-001", "Adams", world.bob)
        make.family(world.other_team, "AA-002", "Silva", world.carol)
        closed = make.family(world.team, "AA-003", "Petrov", world.alice)
        make.ended(closed, date(2026, 6, 14))
        last_day = make.family(world.team, "AA-004", "Quinn", world.bob)
        make.ended(last_day, TODAY)
        make.family(world.team, "AA-005", "Reed", world.alice, opened_on=date(2026, 6, 16))
    cards, total = my_families(world.alice, TODAY, 1, 50)
    assert [card.reference for card in cards] == ["WM-001", "WM-002", "AA-001", "AA-004"]
    assert [card.mine for card in cards] == [True, True, False, False]
    assert total == 4
    assert [card.reference for card in my_families(world.alice, TODAY, 2, 3)[0]] == ["AA-004"]


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_what_needs_something_comes_first_can_be_shown_alone_and_all_are_in_reach(
    client: PageClient, world: World
) -> None:
    with transaction():
        period = budget(world, world.family, 1_000_00)
        bare = make.family(world.team, "AA-001", "Adams", world.alice, world.scheme)
        spend(world.family, world.alice, period, SpendState.BOUGHT)
    cards, _ = my_families(world.alice, TODAY, 1, 50)
    assert cards[0].reference == world.family.reference, "its receipt is missing"
    needing, total = my_families(world.alice, TODAY, 1, 50, "needs")
    assert ([card.reference for card in needing], total) == ([world.family.reference], 1)
    client.as_(world.alice)
    page = client.get("/my-families?show=mine")
    assert page.html.count(f'href="/families/{bare.id}"') >= 2, "once in the list, once in reach"
    assert "No family needs anything" not in page.text
    with transaction():
        make.ended(db.session.get_one(make.Family, world.family_id), date(2026, 6, 14))
    page = client.get("/my-families")
    assert "Closed, and receipts are missing WM-001: 1 receipt" in page.text
    assert f"/families/{world.family_id}/purchases?show=without-receipt" in page.html
    assert "My families 1 waiting" in page.text
    client.as_(world.bob)
    assert "receipts are missing" not in client.get("/my-families").text, "who led it is told"


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_of_those_that_need_something_a_few_pages_more_are_counted(world: World) -> None:
    with transaction():
        for number in range(9):
            each = make.family(world.team, f"AA-{number:03}", "Adams", world.alice, world.scheme)
            spend(each, world.alice, None, SpendState.BOUGHT)
    assert [my_families(world.alice, TODAY, page, 1, "needs")[1] for page in (1, 2, 8)] == [5, 6, 9]
    assert [card.reference for card in my_families(world.alice, TODAY, 9, 1, "needs")[0]] == ["AA-008"]
    assert my_families(world.alice, TODAY, 1, 1, "mine")[1] == 11


@pytest.mark.parametrize("who", ["audrey", "adam", "eve", "fiona"])
def test_who_works_with_no_families_has_none(world: World, who: str) -> None:
    assert my_families(getattr(world, who), TODAY, 1, 50) == ([], 0)


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_a_card_says_what_is_left_and_what_needs_doing(client: PageClient, world: World) -> None:
    with transaction():
        period = budget(world, world.family, 1_000_00, committed=40_00, spent=20_00)
        for state in (SpendState.REQUESTED, SpendState.APPROVED, SpendState.BOUGHT):
            spend(world.family, world.alice, period, state)
        saved(
            LimitChange(
                period_id=period.id,
                from_pence=1_000_00,
                to_pence=2_000_00,
                proposed_by_id=world.alice.id,
                proposed_at=NOON,
            )
        )
    client.sign_in(world.alice.email)
    page = client.get("/my-families")
    for words in (
        "WM-001 Okafor",
        "You are lead worker",
        "£20.00 spent",
        "£40.00 committed",
        "£940.00 left",
        "of £1,000.00",
        "1 purchase to be bought",
        "Add 1 receipt",
        "1 request to be decided",
        "A limit of £2,000.00 waits for a decision",
    ):
        assert words in page.text, words
    assert f'href="/families/{world.family_id}/spend/new"' in page.html
    assert f'href="/time/quick?family={world.family_id}"' in page.html


def test_who_cannot_add_a_receipt_is_not_asked_to(client: PageClient, world: World) -> None:
    with transaction():
        spend(world.family, world.alice, budget(world, world.family, 1_000_00), SpendState.BOUGHT)
    for person, offered in ((world.alice, True), (world.audrey, False)):
        client.sign_in(person.email)
        page = client.get(f"/families/{world.family_id}")
        assert "Receipt missing" in page.text
        assert ("Add 1 receipt" in page.text) is offered
        client.sign_out()


def test_a_family_without_a_budget_is_offered_other_help_alone(client: PageClient, world: World) -> None:
    client.as_(world.alice.email)
    assert "Log other help" in client.get(f"/families/{world.comparison.id}/spend/new").text
    assert "Log other help" not in client.get(f"/families/{world.family_id}/spend/new").text


def test_a_comparison_family_shows_no_budget_and_no_arm(client: PageClient, world: World) -> None:
    client.as_(world.alice.email)
    for url in ("/my-families", f"/families/{world.comparison.id}"):
        page = client.get(url)
        assert "Novak" in page.text
        assert "omparison" not in page.html


def test_a_comparison_family_looks_to_who_works_with_it_like_any_other_without_a_limit(
    client: PageClient, world: World
) -> None:
    family = f"/families/{world.comparison.id}"

    def seen(arm: Arm, reader: str) -> list[str]:
        with transaction():
            db.session.get_one(Family, world.comparison.id).arm = arm
        client.as_(reader)
        pages = ("/my-families", f"/team/workers/{world.alice.id}", family, f"{family}/limits")
        return [re.sub(r'(value|nonce|data-keep)="[^"]*"', "", client.get(page).html) for page in pages]

    for reader in (world.alice.email, world.bob.email):
        assert seen(Arm.COMPARISON, reader) == seen(Arm.BUDGET, reader)
    seen(Arm.COMPARISON, world.alice.email)
    assert "has no devolved budget, so it needs no limit" in client.get(f"{family}/limit/new").text


def test_a_family_without_a_limit_says_that_nothing_can_be_spent(client: PageClient, world: World) -> None:
    client.as_(world.alice.email)
    assert "No limit is set yet, so no budget can be spent." in client.get("/my-families").text
    assert "No limit is set yet, so no budget can be spent." in client.get(f"/families/{world.family_id}").text


def many(world: World, number: int) -> None:
    with transaction():
        for place in range(number):
            family = make.family(world.team, f"Q-{place:03d}", f"Family {place}", world.bob, world.scheme, Arm.BUDGET)
            period = budget(world, family, 1_000_00, spent=20_00)
            spend(family, world.bob, period, SpendState.BOUGHT)
            make.child(family)


def test_my_families_asks_the_database_as_often_for_forty_families_as_for_two(client: PageClient, world: World) -> None:
    client.as_(world.alice.email)
    client.get("/my-families")
    with counted() as few:
        client.get("/my-families")
    many(world, 40)
    with counted() as more:
        page = client.get("/my-families")
    assert "Q-000" in page.text
    assert "Q-039" in client.get("/my-families?page=3").text
    assert len(more) == len(few) <= 25


def test_the_list_of_families_asks_as_often_for_forty_as_for_two(client: PageClient, world: World) -> None:
    client.as_(world.alice.email)
    client.get("/families")
    with counted() as few:
        client.get("/families")
    many(world, 40)
    with counted() as more:
        assert "Q-039" in client.get("/families").text
    assert len(more) == len(few) <= 25


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_a_familys_time_is_its_share_of_each_entry_and_withdrawn_ones_are_left_out(world: World) -> None:
    with transaction():
        entry(world, (100, 0, 31), [world.family, world.comparison])
        entry(world, (60, 5, 0), [world.family])
        entry(world, (600, 0, 0), [world.family], withdrawn_at=NOON)
    family_time, comparison_time = entries_for_family(world.family.id), entries_for_family(world.comparison.id)
    assert sorted((line.contact_minutes, line.preparation_minutes, line.travel_minutes) for line in family_time) == [
        (50, 0, 16),
        (60, 5, 0),
    ]
    assert [line.minutes for line in comparison_time] == [50 + 15]
    assert family_minutes(world.family.id) == FamilyMinutes(2, 50 + 16 + 65)
    assert family_minutes(world.comparison.id) == FamilyMinutes(1, 65)
    assert family_minutes(world.other_family.id) == FamilyMinutes(0, 0)


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_the_database_shares_minutes_as_the_program_does(world: World) -> None:
    """Every rounding of three families, unequal weights and all three kinds of minutes."""
    with transaction():
        families = [world.family, world.comparison, make.family(world.team, "WM-003", "Sato", world.alice)]
        for minutes in range(1, 40, 3):
            work_entry = entry(world, (minutes, minutes * 7 % 60, minutes * 3 % 17), families)
            for number, share in enumerate(work_entry.shares):
                share.weight = 1 + (minutes + number * 5) % 7
    for family_row in families:
        listed = entries_for_family(family_row.id)
        assert family_minutes(family_row.id) == FamilyMinutes(len(listed), sum(line.minutes for line in listed))
    assert sum(family_minutes(family_row.id).minutes for family_row in families) == sum(
        work_entry.minutes for work_entry in db.session.query(WorkEntry)
    )


def test_a_familys_page_shows_purchases_and_time_in_a_steady_number_of_questions(
    client: PageClient, world: World
) -> None:
    client.as_(world.alice.email)
    url = f"/families/{world.family_id}"

    def add(number: int) -> None:
        with transaction():
            period = db.session.query(BudgetPeriod).first() or budget(world, world.family, 1_000_00, spent=20_00)
            for _ in range(number):
                spend(world.family, world.alice, period, SpendState.BOUGHT)
                worker = make.person(world.authority, f"Worker {uuid.uuid4().hex}", teams=(world.team,))
                entry(world, (30, 0, 0), [world.family], person_id=worker.id)

    add(2)
    client.get(url)
    with counted() as few:
        page = client.get(url)
    assert "Bunk beds" in page.text
    assert "1 hour so far" in page.text
    add(20)
    with counted() as more:
        assert "11 hours so far" in client.get(url).text
    assert len(more) == len(few) <= 30


def test_an_auditor_sees_the_family_and_no_way_to_change_it(client: PageClient, world: World) -> None:
    client.as_(world.audrey.email)
    page = client.get(f"/families/{world.family_id}")
    assert "Okafor" in page.text
    for link in ("/correct", "/close", "/children/new", "/spend/new", "/time/quick"):
        assert link not in page.html
    assert client.get("/my-families").status == 403


def test_my_families_is_where_a_worker_lands(client: PageClient, world: World) -> None:
    assert "My families" in client.sign_in(world.alice.email).text
