"""The pages of the tables for funders: the numbers are those of the run, what is typed shapes them, the workbook says the same."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from sqlalchemy import delete, func, select

from budgettracker.costing.kinds import Destination
from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine, RunMember, RunPoolLine, RunRate
from budgettracker.costing.run.queries.run_costs import families_of
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import FunderTable
from budgettracker.funders.queries.facts import BY_RATIO, POOLED, run_facts
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.workbooks import Book
from budgettracker.worktime.models import Activity
from tests.client import PageClient, Seen, words
from tests.factories.exports import StudyWorld, built, file_of, run_of, study_world
from tests.factories.studies import AT
from tests.factories.world import World
from tests.funders.on_sheet import differing

pytestmark = pytest.mark.pages


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    """The study; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


@pytest.fixture
def tables(client: PageClient, made: StudyWorld) -> str:
    """The evaluator, signed in, has made a run; where its tables are."""
    client.as_(made.world.eve.email)
    study = f"/studies/{made.study.id}"
    run = client.send(study, action=f"{study}/runs").location.partition("?")[0]
    assert f'href="{run}/tables"' in client.get(run).html
    return f"{run}/tables"


def rows(seen: Seen) -> list[list[str]]:
    """The rows of the page's table, its headings first."""
    (table,) = seen.page.iter("table")
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def test_items_come_to_what_the_families_cost(client: PageClient, tables: str) -> None:
    shown = rows(client.get(f"{tables}/Items_YEF"))
    costs = [
        each.costs for each in families_of(db.session.query(CostingRun).one(), str) if each.costs.arm is Arm.BUDGET
    ]
    whole = sum(each.total_pence + each.set_up_pence + each.deciding_pence for each in costs)
    assert shown[-1][0] == "total"
    assert shown[-1][5] == pounds(whole)
    assert whole > 0
    purchases = [row for row in shown if row[0].startswith("Purchases: ")]
    assert len(purchases) > 1
    setting_up = [row for row in shown if row[0].endswith(": setting up")]
    assert {row[2] for row in setting_up} == {"start-up"}


def test_work_is_what_the_lines_of_families_with_a_budget_come_to(
    client: PageClient, made: StudyWorld, tables: str
) -> None:
    run = db.session.query(CostingRun).one()
    facts = run_facts(db.session(), made.study, run)
    of_entry = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    of_member = (RunMember.run_id == RunLine.run_id) & (RunMember.family_id == RunLine.family_id)
    time = RunLine.contact_cost_pence + RunLine.preparation_cost_pence + RunLine.travel_cost_pence
    whole = time + RunLine.mileage_cost_pence + RunLine.expenses_pence + RunLine.indirect_share_pence
    minutes = RunLine.contact_minutes + RunLine.preparation_minutes + RunLine.travel_minutes

    def sums(heading: Any, amount: Any, went: Destination) -> dict[str, int]:
        query = select(heading, func.sum(amount)).select_from(RunLine).join(RunEntry, of_entry)
        query = query.join(RunMember, of_member).join(RunRate, RunRate.id == RunEntry.rate_id)
        query = query.join(Activity, Activity.id == RunEntry.activity_id)
        rows = query.where(RunLine.destination == went, RunMember.arm == Arm.BUDGET).group_by(heading)
        return {name: int(some) for name, some in db.session.execute(rows) if some}

    by_name = {each.name: each for each in facts.items}
    for went, after in {
        Destination.FAMILY: "",
        Destination.DECIDING: ": deciding",
        Destination.SET_UP: ": setting up",
    }.items():
        of_posts = sums(RunRate.post, time, went)
        assert of_posts or went is not Destination.FAMILY
        assert {post: by_name[f"{post}{after}"].pence for post in of_posts} == of_posts
        of_minutes = sums(RunRate.post, minutes, went)
        assert {post: by_name[f"{post}{after}"].quantity for post in of_minutes} == of_minutes
        pooled = select(func.sum(RunPoolLine.indirect_share_pence)).join(
            RunMember, (RunMember.run_id == RunPoolLine.run_id) & (RunMember.family_id == RunPoolLine.family_id)
        )
        of_pools = db.session.scalar(pooled.where(RunPoolLine.destination == went, RunMember.arm == Arm.BUDGET))
        assert of_pools == (by_name[f"{POOLED}{after}"].pence if of_pools else None)
        assert of_pools or went is Destination.DECIDING
    shown: Counter[str] = Counter()
    for each in facts.activities:
        shown[each.activity] += each.pence
    assert shown == sums(Activity.name, whole, Destination.FAMILY)
    assert by_name[BY_RATIO].pence == sum(sums(RunRate.post, RunLine.indirect_share_pence, Destination.FAMILY).values())
    with transaction():
        # A table sums no line: those that went are not missed.
        before = [rows(client.get(f"{tables}/{of.value}")) for of in FunderTable]
        for table in (RunLine, RunPoolLine):
            db.session.execute(delete(table).where(table.run_id == run.id))
    assert [rows(client.get(f"{tables}/{of.value}")) for of in FunderTable] == before


def test_every_table_has_its_page(client: PageClient, tables: str) -> None:
    listed = client.get(tables)
    for of in FunderTable:
        assert f'href="{tables}/{of.value}"' in listed.html
        assert len(rows(client.get(f"{tables}/{of.value}"))) > 1, of
    assert client.get(f"{tables}/Nothing").status == 404


def test_columns_are_chosen_on_the_table(client: PageClient, tables: str) -> None:
    page = f"{tables}/Items"
    refused = client.send(page, columns="item\nprice")
    assert refused.status == 422
    assert "“price” is not a column of this table." in refused.text
    assert "item\nprice" in refused.html
    assert client.send(page, columns="total_over_3_years = cost\nitem").status == 303
    assert rows(client.get(page))[0] == ["Cost", "Item"]


def test_settings_are_refused_beside_their_field_and_kept(client: PageClient, tables: str) -> None:
    page = f"{tables}/settings"
    refused = client.send(page, bands="low: 200", there_already="Two rooms")
    assert refused.status == 422
    assert 'href="#bands">The last band needs no amount' in refused.html
    assert "Two rooms" in refused.html
    typed = {"bands": "cheap: 1.00\ndear", "bands_source": "Ours", "places": "7", "duration_months": "9"}
    typed |= {"elements": "Perspective = Cover", "elements_source": "The statement"}
    assert client.send(page, **typed, layouts_source="").status == 422
    assert client.send(page, **typed, layouts_source="Guidance, May 2025").status == 303
    assert rows(client.get(f"{tables}/Rating"))[1][1:] == ["dear", "no end", "Ours"]
    shown = client.get(f"{tables}/Items").text
    assert "7.0 a year, as stated" in shown
    assert "Planned duration of help: 9 months." in shown
    assert "Years and columns after: Guidance, May 2025. Bands after: Ours. Settings as saved on" in shown
    assert f"as saved on {long_date(AT.date())}" in client.get(page).text
    assert rows(client.get(f"{tables}/TDABC"))[1][:2] == ["Perspective", "Cover"]


def test_grades_stand_above_the_name_of_who_signed(client: PageClient, made: StudyWorld, tables: str) -> None:
    assert "not graded" in client.get(f"{tables}/Self_grade").html
    assert client.send(f"{tables}/grades", key_components="B").status == 422
    chosen = {"key_components": "B", "bias": "A", "precision": "D", "reporting": "C"}
    assert client.send(f"{tables}/grades", **chosen).status == 303
    own = [row for row in rows(client.get(f"{tables}/Self_grade")) if row[1] == "all of them"]
    assert [row[5] for row in own] == ["B", "A", "D", "C"]
    assert all(row[6].startswith(f"{made.world.eve.name}, ") for row in own)


def test_the_workbook_has_the_same_tables(app: Flask, client: PageClient, made: StudyWorld) -> None:
    workbook = built(app, made.study)
    run = run_of(workbook)
    client.as_(made.world.eve.email)
    at = f"/studies/{made.study.id}/runs/{run.number}/tables"
    with Book(file_of(app, workbook)) as book:
        for of in FunderTable:
            assert differing(book, of, rows(client.get(f"{at}/{of.value}"))) == [], of


def test_no_word_of_a_funders_sheet_is_cut_off(app: Flask, made: StudyWorld) -> None:
    book = load_workbook(file_of(app, built(app, made.study)))
    cut_off = set()
    for of in FunderTable:
        sheet = book[of.value]
        for at, column in enumerate(sheet.iter_cols(), 1):
            wide = sheet.column_dimensions[get_column_letter(at)].width
            longest = max(len(cell.value) if isinstance(cell.value, str) else 0 for cell in column)
            if wide < min(70, longest):
                cut_off.add((of, column[0].value, longest, wide))
    assert cut_off == set()
