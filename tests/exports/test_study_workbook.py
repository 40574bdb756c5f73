"""The study workbook: its sheets, that its rows add up to the run, its profiles, and that it can be made again."""

import hashlib
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select, text

from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.actions.build_workbook import WorkbookFolders, study_data_of
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.study import pool_lines, study_data, work_time
from budgettracker.exports.study.work_costs import COST_COLUMNS, PARTS
from budgettracker.funders.kinds import FunderTable
from budgettracker.money import pounds
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend, SpendReasons
from budgettracker.studies.actions import add_study, join_study
from budgettracker.voice.kinds import PurchaseQuestion
from budgettracker.workbooks.readback import Book, pence_of
from tests.factories.exports import built, file_of, run_of, set_profile, study_world
from tests.factories.studies import AT, FIRST, LAST, ON
from tests.factories.workbooks import texts
from tests.factories.world import World

SHEETS = [
    "Cover",
    "Dictionary",
    "Pictures",
    "Distribution",
    "Comparison",
    "Windows",
    "Comparison_runs",
    "Sensitivity",
    "Break_even",
    "Left_out",
    "Activities",
    "Interventions",
    "Months",
    "Authorities",
    "Events",
    *FunderTable,
    "Reconciliation",
    "Activity_by_post",
    "Families",
    "Children",
    "Budgets",
    "Spend",
    "Work_time",
    "Pool",
    "Pool_lines",
    "Deciding",
    "Dates",
    "Missing",
    "Outcomes",
    "Voice",
    "Devolution",
    "Posts",
    "Prices",
    "Family_costs",
    "Other_costs",
    "Parameters",
    "Checks",
]


def pence(row: dict[str, str], column: str) -> int:
    whole, _, part = row.get(column, "0").partition(".")
    size = abs(int(whole)) * 100 + int(part.ljust(2, "0"))
    return -size if whole.startswith("-") else size


def test_the_sheets_and_the_columns_that_analyses_stand_on(app: Flask, world: World) -> None:
    example = study_world(world)
    path = file_of(app, built(app, example.study, world.eve))
    with Book(path) as book:
        assert list(book.sheets) == SHEETS
        assert book.header("Family_costs") == [
            "family",
            "arm",
            "authority",
            "mode",
            "allocated_on",
            "purchases",
            "other_help",
            "contact",
            "preparation",
            "travel",
            "mileage",
            "expenses",
            "indirect_share",
            "total",
            "deciding",
            "set_up",
            "evaluation",
            "outside_periods",
            "own_time",
            "open_days",
            "children_in_scope",
            "per_family_month",
            "cost_per_child",
        ]
        assert book.header("Work_time")[:15] == [
            "family",
            "worker",
            "team",
            "lead_worker",
            "worked_on",
            "activity",
            "contact_minutes",
            "preparation_minutes",
            "travel_minutes",
            "contact_cost",
            "preparation_cost",
            "travel_cost",
            "mileage_cost",
            "expenses",
            "indirect_share",
        ]
        assert {"family", "bought_on", "category", "amount", "refund_of"} <= set(book.header("Spend"))
        described = {(row["sheet"].text, row["column"].text) for _, row in book.rows("Dictionary") if "column" in row}
        for sheet in set(SHEETS) - {"Cover", "Pictures", "Checks"}:
            assert {(sheet, column) for column in book.header(sheet)} <= described


@pytest.mark.pages
def test_types_are_real_for_whoever_reads_it_elsewhere(app: Flask, world: World) -> None:
    example = study_world(world)
    book = openpyxl.load_workbook(file_of(app, built(app, example.study)), data_only=True)
    for name, column, kind in (
        ("Families", "opened_on", datetime),
        ("Spend", "amount", int | float),
        ("Work_time", "worked_on", datetime),
        ("Work_time", "contact_minutes", int),
        ("Family_costs", "total", int | float),
        ("Posts", "c", int | float),
        ("Children", "child", str),
        ("Pool", "month", datetime),
    ):
        rows = book[name].iter_rows(values_only=True)
        at = next(rows).index(column)
        result = [row[at] for row in rows if row[at] is not None]
        assert result, name
        assert all(isinstance(value, kind) for value in result), (name, column)
    assert [cell.value for cell in book["Checks"]["B"][5:]].count("OK") == book["Checks"].max_row - 5


def test_rows_add_up_to_the_run_family_by_family_and_over_all(app: Flask, world: World) -> None:
    example = study_world(world)
    workbook = built(app, example.study)
    path, totals = file_of(app, workbook), totals_of(run_of(workbook))
    costs = {row["family"]: row for row in texts(path, "Family_costs")}
    work, lines, spend = texts(path, "Work_time"), texts(path, "Pool_lines"), texts(path, "Spend")
    assert len(costs) == 4
    assert {row.get("destination") for row in work} == {"family", "deciding", "evaluation", "left_out", "pooled"}
    assert {row.get("destination") for row in lines} >= {"family", "set_up"}
    decided = texts(path, "Deciding")
    for family, row in costs.items():
        own = [each for each in work if each.get("family") == family and "reason" not in each]
        for part, column in zip(PARTS, COST_COLUMNS, strict=True):
            summed = sum(pence(each, column) for each in own)
            if part == "indirect_share":
                of_pools = [each for each in lines if each.get("family") == family and "reason" not in each]
                summed += sum(pence(each, column) for each in of_pools)
            assert pence(row, part) == summed, (family, part)
        for stands in ("deciding", "set_up", "evaluation"):
            of_family = [each for each in (*work, *lines) if each.get("family") == family]
            rows = [each for each in of_family if each["destination"] == stands]
            summed = sum(pence(each, column) for each in rows for column in COST_COLUMNS)
            summed += sum(pence(each, "cost") for each in decided if each["family"] == family and stands == "deciding")
            assert pence(row, stands) == summed, (family, stands)
        for column, kind in (("purchases", SpendKind.DEVOLVED), ("other_help", SpendKind.OTHER_HELP)):
            mine = [each for each in spend if each["family"] == family and each["kind"] == kind]
            assert pence(row, column) == sum(pence(each, "counted") for each in mine)
        assert pence(row, "total") == pence(row, "purchases") + sum(pence(row, part) for part in PARTS)
    assert sum(pence(row, "total") for row in costs.values()) == totals.total_pence
    assert sum(pence(row, "other_help") for row in costs.values()) == totals.other_help_pence == 4_500
    entries = sum(pence(row, column) for row in work for column in COST_COLUMNS[:-1])
    assert entries == totals.sums.all_entries_pence
    assert {row.get("family", "") for row in work if row["destination"] in ("left_out", "pooled")} == {""}
    beside = {
        column: sum(pence(row, column) for row in costs.values()) for column in ("deciding", "set_up", "evaluation")
    }
    sums = totals.sums
    assert beside == {
        "deciding": totals.deciding_pence,
        "set_up": sums.set_up_pence,
        "evaluation": sums.evaluation_pence,
    }
    assert min(*beside.values(), sums.deciding_pence, totals.decisions_pence) > 0


@pytest.mark.pages
def test_the_pages_figures_are_the_workbooks(app: Flask, world: World, client: object) -> None:
    example = study_world(world)
    workbook = built(app, example.study)
    client.sign_in("eve.evans@example.org")  # type: ignore[attr-defined]
    page = client.get(f"/studies/{example.study.id}")  # type: ignore[attr-defined]
    rows = texts(file_of(app, workbook), "Family_costs")
    total = sum(pence(row, "total") for row in rows)
    assert f"£{total // 100:,}.{total % 100:02d}" in page.text
    # What thin logs miss is imputed on the page on request alone, and marked in a column of no sum.
    page = client.get(f"/studies/{example.study.id}/runs/1/unsupported?fill=yes")  # type: ignore[attr-defined]
    thin = [row for row in texts(file_of(app, workbook), "Missing") if row["missing_minutes"] != "0"]
    imputed = sum(pence(row, "imputed_cost") for row in thin)
    assert imputed > 0
    assert {row["supported"] for row in thin} == {"no"}
    assert f"with {pounds(imputed)} imputed for {len(thin)} worker-months" in page.text


def test_refunds_requests_and_money_over_the_limit_stand_on_spend(app: Flask, world: World) -> None:
    example = study_world(world)
    with transaction():
        dear = db.session.scalars(select(Spend).filter_by(approved_pence=1_300_00)).one()
        db.session.add(SpendReasons(spend_id=dear.id, authority_id=dear.authority_id, goal="home", who_asked="child"))
    rows = texts(file_of(app, built(app, example.study)), "Spend")
    by_state = defaultdict(list)
    for row in rows:
        by_state[row["state"]].append(row)
    assert {state: len(result) for state, result in by_state.items()} == {
        "bought": 3,
        "reversed": 1,
        "refund": 2,
        "reversal": 1,
        "declined": 1,
        "withdrawn": 1,
        "requested": 1,
    }
    for state in ("declined", "withdrawn", "requested"):
        assert "bought_on" not in by_state[state][0]
        assert {by_state[state][0][column] for column in ("amount", "counted", "vat")} == {"0"}
        assert "planned" in by_state[state][0]
    over = next(row for row in by_state["bought"] if pence(row, "over_limit"))
    assert (pence(over, "planned"), pence(over, "approved"), pence(over, "amount")) == (1_300_00, 1_300_00, 1_480_00)
    assert over["review"] == "open"
    back = next(row for row in by_state["refund"] if row["refund_of"] == over["spend"])
    assert pence(back, "amount") == -100_00
    assert pence(over, "over_limit") == -pence(back, "over_limit") == 73_00
    assert back["bought_on"] == over["bought_on"] != back["refunded_on"]
    answers = [{question: row.get(question) for question in PurchaseQuestion} for row in rows]
    answered = [row for row, given in zip(rows, answers, strict=True) if any(given.values())]
    assert answered == [over], "a question is answered once, of a purchase and not of its refund"
    assert [over.get(question) for question in PurchaseQuestion] == ["home", None, "child", None, None]
    devolved = [row for row in rows if row["kind"] == "devolved"]
    assert sum(pence(row, "amount") for row in devolved) == 60_00 + 1_480_00 - 100_00
    assert sum(pence(row, "counted") for row in devolved) == 50_00 + 1_480_00 - 100_00
    assert over["supplier"] == next(row for row in by_state["declined"])["supplier"], "one supplier has one pseudonym"


def test_rows_are_sorted_by_pseudonym_date_and_entry_so_that_no_order_of_making_shows(app: Flask, world: World) -> None:
    example = study_world(world)
    path = file_of(app, built(app, example.study))
    families = [row["family"] for row in texts(path, "Families")]
    assert families == sorted(families) == [row["family"] for row in texts(path, "Family_costs")]
    borne = [row for row in texts(path, "Work_time") if "family" in row]
    places = ["family", "deciding", "set_up", "evaluation"]
    keys = [(row["family"], places.index(row["destination"]), int(row["worked_on"]), row["entry"]) for row in borne]
    assert keys == sorted(keys)
    rest = [(row["worker"], row["destination"] != "pooled") for row in texts(path, "Work_time") if "family" not in row]
    assert rest == sorted(rest)
    spend = [(row["family"], row["kind"]) for row in texts(path, "Spend")]
    assert spend == sorted(spend)


def test_the_same_run_and_number_give_the_same_bytes_however_many_rows_are_read_at_a_time(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.orm import Session

    from budgettracker.exports.study.workbook import study_workbook, write

    example = study_world(world)
    workbook = built(app, example.study)
    first = file_of(app, workbook).read_bytes()
    assert hashlib.sha256(first).hexdigest() == workbook.digest
    for at_a_time in (1, 2, 50):
        monkeypatch.setattr(study_data, "FAMILIES_AT_A_TIME", at_a_time)
        monkeypatch.setattr(work_time, "WORKERS_AT_A_TIME", at_a_time)
        monkeypatch.setattr(pool_lines, "POOLS_AT_A_TIME", at_a_time)
        with Session(db.engine) as session:
            again = study_workbook(study_data_of(session, workbook.id, WorkbookFolders.of(app.config)))
            write(again, tmp_path / "again.xlsx", lambda rows: None)
        assert (tmp_path / "again.xlsx").read_bytes() == first


@pytest.mark.pages
def test_pseudonyms_stay_within_a_study_and_differ_between_studies(app: Flask, world: World) -> None:
    example = study_world(world)

    def named(study: object) -> set[str]:
        path = file_of(app, built(app, study))  # type: ignore[arg-type]
        result = {row["family"] for row in texts(path, "Families")} | {row["child"] for row in texts(path, "Children")}
        work = texts(path, "Work_time")
        return result | {row[column] for row in work for column in ("worker", "team", "entry")}

    first = named(example.study)
    assert named(example.study) == first
    with transaction():
        other = add_study(None, "Another", starts_on=FIRST, ends_on=LAST, profile="internal", at=AT)
        join_study(None, other, world.authority, "A", "", on=ON, at=AT)
        join_study(None, other, world.elsewhere, "B", "", on=ON, at=AT)
    second = named(db.session.merge(other))
    assert len(first) == len(second)
    assert not first & second
    assert all(name[0].isalpha() for name in first | second)


@pytest.mark.pages
def test_controlled_rows_are_coarser_and_cost_the_same(app: Flask, world: World) -> None:
    example = study_world(world)
    exact = file_of(app, built(app, example.study))
    set_profile(example.study, "controlled")
    path = file_of(app, built(app, example.study))
    for sheet in ("Families", "Children", "Budgets", "Spend", "Work_time", "Pool"):
        with Book(path) as book, Book(exact) as finer:
            assert book.header(sheet) == finer.header(sheet)
    days = openpyxl.load_workbook(path, data_only=True)
    seen = 0
    for name in ("Families", "Children", "Budgets", "Spend", "Work_time", "Pool", "Pool_lines"):
        for row in days[name].iter_rows(min_row=2, values_only=True):
            moments = [value for value in row if isinstance(value, datetime)]
            assert all(value.day == 1 for value in moments), (name, row)
            seen += len(moments)
    assert seen > 50
    assert all("birth_month" not in row for row in texts(path, "Children"))
    assert {row["age_band"] for row in texts(path, "Children")} == {"0-4"}
    assert "birth_month" in texts(exact, "Children")[0]
    for bought in texts(path, "Spend"):
        assert bought.get("supplier") == bought.get("category")
    assert {row.get("supplier", "")[:1] for row in texts(exact, "Spend")} == {"S", ""}
    with Book(path) as coarse, Book(exact) as finer:
        money = ["purchases", "other_help", *PARTS, "total"]
        assert coarse.sums("Family_costs", money) == finer.sums("Family_costs", money)


@pytest.mark.pages
def test_a_published_study_gives_no_rows(app: Flask, world: World) -> None:
    example = study_world(world)
    set_profile(example.study, "published")
    with pytest.raises(Refusal, match="only tables"):
        built(app, example.study)


@pytest.mark.pages
def test_only_evaluators_ask_for_a_workbook_and_one_is_built_at_a_time(app: Flask, world: World) -> None:
    example = study_world(world)
    with pytest.raises(NotTheirs), transaction():
        ask_workbook(world.mary, example.study, on=ON, at=AT)
    with transaction():
        assert ask_workbook(world.eve, example.study, on=ON, at=AT).number == 1
    with pytest.raises(Refusal, match="Workbook 1 of this study is being built"), transaction():
        ask_workbook(world.eve, example.study, on=ON, at=AT)
    later = AT + timedelta(minutes=16)
    with transaction():
        second = ask_workbook(world.eve, example.study, on=ON, at=later)
    assert second.number == 2
    states = [row[0] for row in db.session.execute(text("SELECT state FROM workbook ORDER BY number"))]
    assert states == [BuildState.FAILED, BuildState.WAITING]


@pytest.mark.pages
def test_the_cover_says_what_was_done_and_what_was_left_out(app: Flask, world: World) -> None:
    example = study_world(world)
    workbook = built(app, example.study)
    with Book(file_of(app, workbook)) as book:
        rows = [[cell.text for cell in cells] for _, cells in book.cells("Cover")]
    lines = [" ".join(cells) for cells in rows]
    assert lines[0].startswith("Winter pilot")
    assert "Not released" in lines[1]
    for words in (
        "Number 1 of this study",
        "20 March 2026 to 12 May 2026, both included",
        "Mode of Westmoor A:",
        "Mode of Eastfield B:",
        "Profile internal",
        "Work_time 36",
        "SHA-256 ",
        "Price year As logged",
        "Number 1, made on 15 June 2026 at 13:00",
        "Mode A is not supported for",
        *(" ".join(fact) for fact in totals_of(run_of(workbook)).headline),
    ):
        assert any(words in line for line in lines), words
    left_out = {row[2]: (int(row[0]), row[1]) for row in rows if len(row) == 3 and row[0].isdigit()}
    for reason in totals_of(run_of(workbook)).left_out:
        minutes, cost = left_out[reason.words]
        assert minutes == reason.minutes
        assert pence({"cost": cost}, "cost") == reason.cost_pence
    assert ["1", "Purchases of the study's families dated outside it"] in rows
    assert ["1", "Families without an arm"] in rows
    assert date(2026, 5, 13) > LAST
    assert ["1", "Work entries dated outside the study"] in rows


@pytest.mark.pages
def test_cells_of_money_hold_whole_pence(app: Flask, world: World) -> None:
    example = study_world(world)
    with Book(file_of(app, built(app, example.study))) as book:
        for sheet, columns in (("Spend", ("amount", "counted")), ("Pool", ("cost",)), ("Budgets", ("limit_to",))):
            for number, row in book.rows(sheet):
                for column in set(columns) & set(row):
                    pence_of(row[column], f"{sheet}.{column} {number}")
