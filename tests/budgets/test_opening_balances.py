"""Opening balances: a limit imported before the authority was live buys nothing until a senior manager confirmed it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import BudgetPeriod, LimitChange
from budgettracker.budgets.queries import openings_named, period_on, position_of, sums_of_openings, sums_sign
from budgettracker.database import db, savepoint, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ledger.queries.books import book_faults
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.people.models import Authority, Person, RoleGrant, TeamMembership
from budgettracker.schemes.models import Scheme
from budgettracker.spend import actions
from budgettracker.spend.actions import Purchase, Share
from budgettracker.spend.models import Spend
from tests.factories.imports import import_from, kelby_files, problems_in, spends, write_tables
from tests.factories.past_limit import record_past_limit
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.spend import TODAY, bought, corrected, limit, log
from tests.factories.world import NOON, World, family

WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}
WAITS = "limit was imported, and nobody has confirmed it yet"


def imported(world: World, of: Family, pence: int = 3_000_00, by: Person | None = None) -> LimitChange:
    """A limit that finance, or the operator, imported while the authority was being set up."""
    scheme = db.session.get_one(Scheme, world.scheme.id)
    named = {"proposed_by": world.alice, "approved_by": world.sam}
    return record_past_limit(by, of, scheme, pence, "Before", **named, approved_on=TODAY, at=NOON)


@pytest.fixture
def opened(app: Flask, world: World) -> BudgetPeriod:
    """The opening balance of alice's family, imported by fiona; then the authority goes live."""
    at(app, NOON)
    with transaction():
        period = imported(world, db.session.get_one(Family, world.family_id), by=world.fiona).period
    go_live(world)
    return db.session.get_one(BudgetPeriod, period.id)


def confirmed(by: Person, period: BudgetPeriod) -> LimitChange:
    with transaction():
        return budgets.confirm_opening(by, period, sums_sign(period), **WHEN)


def purchase_of(pence: int, **more: Any) -> Purchase:
    return Purchase(amount_pence=pence, bought_what="A bed", bought_on=TODAY, **more)


def test_every_way_of_buying_is_refused_in_words_until_it_is_confirmed(world: World, opened: BudgetPeriod) -> None:
    with transaction():
        scheme = db.session.get_one(Scheme, world.scheme.id)
        other = family(world.team, "WM-090", "Rowan", world.bob, scheme)
    limit(world, 1_000_00, other)
    mine = opened.budget.family
    elsewhere = bought(world.alice, other, 20_00)
    ways: dict[str, Callable[[], object]] = {
        "form": lambda: actions.log_spend(world.alice, mine, purchase_of(10_00), **WHEN),
        "already paid": lambda: actions.log_spend(world.alice, mine, purchase_of(10_00, already_paid=True), **WHEN),
        "request": lambda: actions.log_spend(world.alice, mine, purchase_of(900_00), **WHEN),
        "several": lambda: actions.log_several(world.alice, mine, [purchase_of(10_00)] * 2, other_help=False, **WHEN),
        "shared": lambda: actions.log_shared(
            world.alice, [Share(mine, 500), Share(other, 500)], purchase_of(10_00), **WHEN
        ),
        "corrected to this family": lambda: corrected_to(world, elsewhere, mine),
    }
    for called, way in ways.items():
        with transaction(), pytest.raises(Refusal) as refused, savepoint():
            way()
        words = str([each.message for each in getattr(refused.value, "refusals", {}).values()] or refused.value.message)
        assert WAITS in words, called
    assert position_of(opened).committed_pence + position_of(opened).spent_pence == 0
    with transaction():
        helped = actions.log_other_help(world.alice, mine, purchase_of(10_00), **WHEN)
    assert helped.state == "bought", "help paid with other money goes on"
    confirmed(world.sam, opened)
    for called, way in ways.items():
        with transaction(), savepoint():
            way()
        assert position_of(opened).committed_pence + position_of(opened).spent_pence > 0, called
    assert list(book_faults().records) == []


def corrected_to(world: World, spend: Spend, other: Family) -> object:
    return corrected(world.alice, db.session.get_one(Spend, spend.id), family=other)


def test_it_takes_a_senior_manager_who_neither_imported_it_nor_leads(world: World, opened: BudgetPeriod) -> None:
    for by in (world.alice, world.mary, world.fiona, world.adam):
        with pytest.raises(Refusal, match="A senior manager of the family's team confirms this"):
            confirmed(by, opened)
    with transaction():
        opened.budget.family.lead_worker_id = world.sam.id
    with pytest.raises(Refusal, match="You lead the work with this family"):
        confirmed(world.sam, opened)
    with transaction():
        opened.budget.family.lead_worker_id = world.alice.id
        db.session.add(RoleGrant(person_id=world.fiona.id, role=Role.SENIOR_MANAGER, starts_on=TODAY))
        db.session.add(TeamMembership(person_id=world.fiona.id, team_id=world.team.id, starts_on=TODAY))
    db.session.expire_all()
    with pytest.raises(Refusal, match="You imported this"):
        confirmed(db.session.get_one(Person, world.fiona.id), opened)
    assert opened.opening_waits
    change = confirmed(world.sam, opened)
    line = db.session.scalars(select(AuditRecord).where(AuditRecord.deed == Deed.OPENING_CONFIRMED)).one()
    assert dict(changes_in(line.body)) == {
        "limit_pence": 3_000_00,
        "spent_pence": 0,
        "over_pence": 0,
        "outcome": "opening_balance",
        "as_role": "senior_manager",
    }
    assert (change.confirmed_by_id, opened.opening_waits) == (world.sam.id, False)
    with pytest.raises(Refusal, match="already"):
        confirmed(world.sam, opened)


def test_the_right_figure_is_proposed_by_a_senior_manager_and_approved_by_another(
    world: World, opened: BudgetPeriod
) -> None:
    raised = opened.budget.family, db.session.get_one(Scheme, world.scheme.id), 2_500_00, "The letter says so"
    for by in (world.alice, world.mary):
        with transaction(), pytest.raises(Refusal, match="or proposes the right figure"), savepoint():
            budgets.propose_limit(by, *raised, **WHEN)
    with transaction():
        change = budgets.propose_limit(world.sam, *raised, **WHEN)
        with pytest.raises(Refusal, match="You proposed"), savepoint():
            budgets.approve_limit(world.sam, change, **WHEN)
        assert opened.opening_waits
        budgets.approve_limit(world.mary, change, **WHEN)
    assert (opened.limit_pence, opened.opening_waits) == (2_500_00, False)
    assert bought(world.alice, opened.budget.family, 10_00).state == "bought"
    assert list(book_faults().records) == []


def test_the_smallest_authority_confirms_by_cover(world: World, opened: BudgetPeriod) -> None:
    """The senior manager is on leave and gave the manager cover."""
    with transaction():
        give_cover(world.sam, world.sam, world.mary, TODAY, TODAY + timedelta(days=7), **WHEN)
    suspend_all(world.sam)
    db.session.expire_all()
    mary = db.session.get_one(Person, world.mary.id)
    assert Role.SENIOR_MANAGER in mary.roles_on(TODAY)
    confirmed(mary, opened)
    assert list(book_faults().records) == []


def test_check_books_names_what_was_bought_too_early_and_a_mark_that_was_wiped(
    world: World, opened: BudgetPeriod
) -> None:
    with transaction():
        opened.opening_waits = False
    assert [fault.code for fault in book_faults().records] == ["opening"]
    bought(world.alice, opened.budget.family, 10_00)
    words = [fault.words for fault in book_faults().records]
    assert "something was bought from an imported limit that nobody had confirmed" in words
    assert len(words) == 2


def test_limits_of_before_work_as_before_and_are_counted(world: World) -> None:
    with transaction():
        change = imported(world, db.session.get_one(Family, world.family_id))
        change.opening = change.period.opening_waits = False
    assert bought(world.alice, db.session.get_one(Family, world.family_id), 10_00).state == "bought"
    assert list(book_faults().records) == []


def test_a_folder_before_the_authority_is_live_waits_and_its_own_purchases_come_in(app: Flask, tmp_path: Path) -> None:
    bed = "S-1,K-1,2026-02-01,5.00,Bedding,A bed,iris@kelby.example"
    assert problems_in(import_from(kelby_files(tmp_path / "in", spend=spends(bed)))) == []
    period = db.session.scalars(select(BudgetPeriod)).one()
    assert (period.opening_waits, period.spent_pence) == (True, 5_00)
    with transaction():
        db.session.scalars(select(Authority).where(Authority.name == "Kelby")).one().live_since = NOON
    later = write_tables(tmp_path / "later", spend=spends(bed, bed.replace("S-1", "S-2")))
    (line,) = problems_in(import_from(later))
    assert WAITS in line
    confirmed(db.session.scalars(select(Person).where(Person.name == "Lea Moss")).one(), period)
    assert problems_in(import_from(later)) == []
    assert period.spent_pence == 10_00


def test_pages_say_so_and_several_are_confirmed_with_their_sums(app: Flask, world: World, opened: BudgetPeriod) -> None:
    alice, sam = browser(app, world.alice), browser(app, world.sam)
    form = f"/families/{world.family_id}/spend/new"
    assert WAITS in alice.get(f"/families/{world.family_id}").text
    assert "waits for a senior manager" in alice.get("/my-families").text
    answer = alice.get(form)
    assert WAITS in answer.text
    refused = log(alice, world, "10.00")
    assert (refused.status, WAITS in refused.text, "A washing machine" in refused.html) == (422, True, True)
    assert "Nothing new is bought from it" in alice.get(f"{form[:-3]}room?amount=5").html
    assert "1 imported limit waits" in sam.get("/decisions").text
    page = sam.get("/limits/opening")
    assert "1 family: limits of £3,000.00, of which £0.00 is spent." in page.text
    tick = f"{opened.id}.{sums_sign(opened)}"
    mary = browser(app, world.mary)
    assert "A senior manager of the family's team confirms this." in mary.get("/limits/opening").text
    with transaction():
        before = sums_sign(opened)
        opened.over_pence = 1_00
    left = sam.get(sam.post("/limits/opening", {**page.form(), "ticked": [tick]}).location)
    assert ("0 confirmed." in left.text, before != sums_sign(opened)) == (True, True)
    with transaction():
        opened.over_pence = 0
    done = sam.post("/limits/opening", {**sam.get("/limits/opening").form(), "ticked": [tick, "x.y", "z"]})
    assert "1 confirmed." in sam.get(done.location).text
    assert sums_of_openings(world.sam, TODAY).count == 0
    assert log(alice, world, "10.00").status == 303
    assert "North team: 1 family" not in browser(app, world.adam).get("/limits/by-one-person").text
    assert openings_named(world.sam, [opened.id], TODAY)[0].why_left
    assert period_on(world.family_id, TODAY) is not None
