"""Team, where a manager starts: every figure, its sum, and what is worth a look."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.families.actions import restrict_family
from budgettracker.families.models import Family
from budgettracker.home.queries import team_budgets, team_decisions, team_money, team_time
from budgettracker.home.queries.of_teams import OfTeams, families_of, lately, pace_begins
from budgettracker.people.models import Person, Team, TeamMembership
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from budgettracker.worktime.actions import Part, withdraw_entry
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, document, limit, noon, plan_for
from tests.factories.worktime import NOW, log, visit
from tests.factories.world import NOON, World, ended, family

pytestmark = pytest.mark.pages


@pytest.fixture
def team(world: World) -> World:
    """Two families with limits: one bought twice the same and once in two parts, the other nothing yet."""
    limit(world, 1_000_00)
    with transaction():
        other = family(world.team, "WM-900", "Zephyr", world.alice, world.scheme)
        change = budgets.propose_limit(world.alice, other, world.scheme, 2_000_00, "Start", on=TODAY, at=NOON)
        budgets.approve_limit(world.mary, change, on=TODAY, at=NOON)
    for pence, days in ((20_00, 5), (20_00, 5), (300_00, 2), (260_00, 2)):
        bought(world.alice, world.family, pence, bought_on=TODAY - timedelta(days=days))
    with transaction():
        purchase = actions.Purchase(amount_pence=150_00, bought_what="A desk", bought_on=TODAY)
        spend = actions.log_spend(world.alice, world.family, purchase, on=TODAY, at=NOON)
        if spend.state == "requested":
            actions.approve_spend(world.mary, spend, on=TODAY, at=NOON + timedelta(hours=5))
            later = NOON + timedelta(hours=8)
            actions.record_purchase(world.alice, spend, 150_00, TODAY, on=TODAY, at=later)
    return world


def ours(world: World) -> OfTeams:
    return families_of(world.mary, world.team.id, TODAY)


def test_budgets_stand_by_left_and_by_days_with_their_sums(team: World) -> None:
    ids = ours(team)
    by_left = team_budgets.budgets_by(ids, TODAY, "left", 1, 20)
    assert [(each.reference, each.left_pence, each.days) for each in by_left] == [
        ("WM-900", 2_000_00, None),
        (team.family.reference, 250_00, 0),
    ]
    assert next(each.reference for each in team_budgets.budgets_by(ids, TODAY, "days", 1, 20)) == "WM-900"
    standing = team_budgets.standings(ids, TODAY)
    sums = team_budgets.sums_of(standing)
    assert (sums.budgets, sums.limit_pence, sums.spent_pence, sums.left_pence) == (2, 3_000_00, 750_00, 2_250_00)
    spread = {words: families for words, families, _ in team_budgets.spread_of(standing)}
    assert (spread["nothing yet"], spread["up to three quarters"], sum(spread.values())) == (1, 1, 2)
    (scheme,) = team_budgets.forecasts(ids, standing, lately(ids, TODAY), TODAY)
    assert scheme.week_pence == 750_00 * 7 // ((TODAY - pace_begins(TODAY)).days + 1)
    rows, count, pence = team_budgets.missing_receipts(ids, 3)
    assert (len(rows), count, pence) == (3, 5, 750_00)
    with transaction():
        ended(db.session.get_one(Family, team.family_id), TODAY - timedelta(days=1))
    assert team_budgets.missing_receipts(ids, 3)[1:] == (5, 750_00), "closed families stay in the list"


def test_devolution_is_measured_and_hints_are_given(team: World) -> None:
    measured = team_decisions.devolution(ours(team), lately(ours(team), TODAY), TODAY)
    assert measured.purchases == 5
    assert sum(pence for _, _, pence in measured.by_role) == measured.pence == 750_00
    hints = {(hint.kind, hint.purchases, hint.pence) for hint in team_decisions.hints(ours(team), TODAY)}
    assert ("twice", 2, 40_00) in hints
    assert ("split", 2, 560_00) in hints or measured.front_line < 4


def test_days_from_purchase_to_receipt_are_told_by_team(app: Flask, client: PageClient, team: World) -> None:
    app.config["CLOCK"] = noon
    assert team_decisions.days_to_receipt(ours(team), TODAY, one_team=True) == {}
    newest = db.session.scalars(select(Spend).where(Spend.state == "bought").order_by(Spend.bought_on.desc())).all()
    with transaction():
        for spend, days in zip(newest, (0, 1, 9), strict=False):
            document(team.alice, spend).added_at = NOON + timedelta(days=days)
    expected = sorted(
        days + (TODAY - spend.bought_on).days
        for spend, days in zip(newest, (0, 1, 9), strict=False)
        if spend.bought_on is not None
    )
    assert {
        each: sorted(days) for each, days in team_decisions.days_to_receipt(ours(team), TODAY, one_team=True).items()
    } == {team.team.id: expected}
    by_team = team_decisions.receipts_by_team({team.team.id: expected}, {team.team.id: "North"})
    assert by_team == [("North", expected[1], 3), ("All", expected[1], 3)]
    below = client.as_(team.mary.email).get("/team").text.split("From purchase to receipt")[1]
    assert f"North team{expected[1]} days3" in below


def test_the_page_shows_it_to_the_manager_who_starts_there_and_to_nobody_of_another_team(
    client: PageClient, team: World
) -> None:
    client.app.config["CLOCK"] = noon
    plan = plan_for(team.alice, team.family, 5_00, 3)
    with transaction():
        actions.approve_spend(team.mary, plan, on=TODAY, at=NOON)
        plan.review_on = TODAY
    client.as_(team.mary.email)
    seen = client.follow("/")
    text = seen.text
    assert "Team" in text
    assert "All 2 budgets" in text
    assert "£2,235.00 left of £3,000.00" in text
    assert "All 5 without a receipt" in text
    assert "A taxi for" in text
    assert "Worth a look" in text
    assert client.get("/team?order=days").status == 200
    assert client.get("/team?team=nonsense").status == 200
    elsewhere = db.session.query(Team).filter(Team.id != team.team.id).first()
    assert elsewhere is not None
    assert "All 2 budgets" in client.get(f"/team?team={elsewhere.id}").text, "another team's is not shown"


def test_time_is_counted_by_team_and_month_without_names(team: World) -> None:
    (row,) = team_time.time_of(team.mary, team.team.id, TODAY)
    assert len(row.logged) == len(team_time.months_before(TODAY)) == team_time.MONTHS
    assert row.workers >= 2
    assert row.logged == [0] * team_time.MONTHS


def test_time_taken_back_or_for_a_restricted_family_is_no_time_that_a_manager_sees(team: World) -> None:
    """Of alice an entry stands, of bob one was taken back; then bob works for a family that sam alone is named for."""

    def logged(reader: Person) -> int:
        return team_time.time_of(reader, team.team.id, TODAY)[0].logged[-1]

    with transaction():
        apart = family(team.team, "WM-902", "Apart", team.bob)
        log(team.alice, visit(team, Part(team.family_id)))
        withdraw_entry(team.bob, log(team.bob, visit(team, Part(apart.id))), at=NOW)
    assert logged(team.mary) == 1
    with transaction():
        restrict_family(team.bob, apart, [team.sam], "Flight", on=TODAY, at=NOW)
        log(team.bob, visit(team, Part(apart.id)))
    assert (logged(team.mary), logged(team.sam)) == (1, 2)


def test_where_the_money_goes_adds_up_and_shows_every_family(client: PageClient, team: World) -> None:
    spread = team_money.spread(ours(team), TODAY)
    assert (spread.families, spread.pence, spread.most_pence, spread.to_pence) == (2, 750_00, 750_00, 1_000_00)
    assert [(each.to_pence, each.families) for each in spread.bands if each.families] == [(0, 1), (800_00, 1)]
    assert (sum(each.families for each in spread.bands), sum(each.pence for each in spread.bands)) == (2, 750_00)
    assert [mark.x for mark in spread.marks] == [-10, 740]
    (group,) = team_money.by_month(ours(team), TODAY)
    assert (group.months[-1], sum(group.months), group.pence) == (750_00, 750_00, 750_00)
    client.app.config["CLOCK"] = noon
    text = client.as_(team.mary.email).get("/team/money").text
    assert "2 families with a limit have had £750.00 so far: £375.00 on average, £750.00 at most" in text
    assert "Above £700.00, up to £800.00" in text


def test_unused_money_is_told_by_why_the_work_ended(team: World) -> None:
    assert team_decisions.unused(ours(team), TODAY) == []
    with transaction():
        zephyr = db.session.query(Family).filter_by(reference="WM-900").one()
        ended(zephyr, TODAY - timedelta(days=3), "moved to another area")
    assert team_decisions.unused(ours(team), TODAY) == [("moved to another area", 1, 2_000_00)]


def test_supervision_shows_a_workers_families_to_them_and_their_manager_and_measures_nothing(
    client: PageClient, team: World
) -> None:
    client.app.config["CLOCK"] = noon
    page = f"/team/workers/{team.alice.id}"
    listed = client.as_(team.mary.email).get("/team/workers")
    assert page in listed.html
    seen = client.get(page)
    assert "Zephyr" in seen.text
    assert "Add 5 receipts" in seen.text
    assert "Nothing is open" in seen.text
    own = client.as_(team.alice.email).get(page)
    assert "Your families, for supervision" in own.text
    assert not any(word in seen.text for word in ("hour", "minutes", "average", "logged"))
    assert client.as_(team.bob.email).get(page).status == 404, "a colleague"
    assert client.as_(team.dave.email).get(page).status == 404, "another authority"


def test_of_many_teams_the_first_is_shown_and_all_on_demand(client: PageClient, team: World) -> None:
    with transaction():
        for number in range(20):
            more = Team(authority_id=team.authority.id, name=f"A team {number}")
            db.session.add(more)
            db.session.flush()
            for person in (team.mary, team.alice):
                db.session.add(TeamMembership(person_id=person.id, team_id=more.id, starts_on=TODAY))
    client.app.config["CLOCK"] = noon
    client.as_(team.mary.email)
    assert "All 2 budgets" not in client.get("/team").text, "the first team by name has none"
    assert "All 2 budgets" in client.get("/team?team=all").text
    assert "All 2 budgets" in client.get(f"/team?team={team.team.id}").text
    assert "Each of the" not in client.get("/team").text
    first, second = (client.get(f"/team/time?team=all&page={page}") for page in (1, 2))
    assert [seen.html.count('scope="row"') for seen in (first, second)] == [21, 2], (
        "twenty teams and one, each with the sum"
    )
    assert second.text.count("North team") == 2, "in the list of teams to choose, and on its line"
