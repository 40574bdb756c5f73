"""A family closed and opened again: its open days are those of its periods, and what lies between is part of the total."""

import uuid
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine, RunPeriod, RunPoolLine, RunPurchase
from budgettracker.costing.run.queries.run_costs import families_of
from budgettracker.costing.run.rules.family_costs import per_family_month_pence
from budgettracker.database import db, transaction
from budgettracker.exports.actions.build_workbook import WorkbookFolders, study_data_of
from budgettracker.exports.study.workbook import study_workbook
from budgettracker.families.actions import close_family, reopen_family
from budgettracker.families.models import Family
from budgettracker.workbooks.readback import Book, pence_of
from tests.factories.exports import built, file_of, run_of, study_world
from tests.factories.studies import AT, ON
from tests.factories.world import LONG_AGO, World

LAST_DAY, AGAIN = date(2026, 4, 5), date(2026, 5, 2)


def costs_of(run: CostingRun, world: World) -> FamilyCosts:
    return next(each.costs for each in families_of(run, str) if each.family_id == world.family_id)


def closed_and_opened_again(world: World) -> None:
    family = db.session.get_one(Family, world.family_id)
    with transaction():
        close_family(world.alice, family, LAST_DAY, "plan ended", on=ON, at=AT)
    with transaction():
        reopen_family(world.mary, family, "A new worry", asked_by=world.alice.id, on=AGAIN, at=AT)


def pence_between(run: CostingRun, world: World) -> tuple[int, int, int, int]:
    """From the run's rows of days in the gap: pence of its lines, of what was bought, minutes, and pence of pools' lines."""
    gap = (RunEntry.worked_on > LAST_DAY) & (RunEntry.worked_on < AGAIN)
    of_lines = (RunLine.run_id == run.id, RunLine.family_id == world.family_id, RunLine.destination == "family")
    parts = ("contact_cost", "preparation_cost", "travel_cost", "mileage_cost", "expenses", "indirect_share")
    pence = sum((getattr(RunLine, f"{part}_pence") for part in parts[1:]), RunLine.contact_cost_pence)
    minutes = RunLine.contact_minutes + RunLine.preparation_minutes + RunLine.travel_minutes
    joined = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    lines = select(func.sum(pence), func.sum(minutes)).select_from(RunLine).join(RunEntry, joined)
    of_time, worked = db.session.execute(lines.where(*of_lines, gap)).tuples().one()
    bought = select(func.sum(RunPurchase.counted_pence)).where(
        RunPurchase.run_id == run.id,
        RunPurchase.family_id == world.family_id,
        RunPurchase.kind == "devolved",
        RunPurchase.bought_on > LAST_DAY,
        RunPurchase.bought_on < AGAIN,
    )
    pooled = select(func.sum(RunPoolLine.indirect_share_pence)).where(
        RunPoolLine.run_id == run.id,
        RunPoolLine.family_id == world.family_id,
        RunPoolLine.outside_periods,
        RunPoolLine.destination == "family",
    )
    return int(of_time), int(db.session.scalar(bought) or 0), int(worked), int(db.session.scalar(pooled) or 0)


def test_days_between_are_not_open_and_their_costs_are_part_of_the_total(app: Flask, world: World) -> None:
    example = study_world(world)
    always = built(app, example.study, world.eve)
    closed_and_opened_again(world)
    workbook = built(app, example.study, world.eve)
    whole, run = costs_of(run_of(always), world), run_of(workbook)
    costs = costs_of(run, world)
    assert (whole.open_days, whole.outside_pence) == (54, 0)
    assert costs.open_days == 17 + 11, "20 March to 5 April, and 2 to 12 May"
    assert costs.total_pence == whole.total_pence, "an arm that fails does not look cheap"
    of_time, bought, worked, pooled = pence_between(run, world)
    assert min(of_time, bought, worked, pooled) > 0
    assert costs.outside_pence == of_time + bought + pooled
    assert 0 < costs.outside_pence < costs.total_pence
    month = per_family_month_pence(costs)
    assert month is not None
    assert abs(month - costs.total_pence * 365.25 / 12 / 28) <= 1
    kept = db.session.scalars(select(RunPeriod).filter_by(run_id=run.id, family_id=world.family_id))
    periods = [(each.opened_on, each.closed_on, each.end_reason) for each in kept]
    assert sorted(periods) == [(LONG_AGO, LAST_DAY, "plan ended"), (AGAIN, None, None)]
    with Book(file_of(app, workbook)) as book:
        rows = [row for _, row in book.rows("Family_costs") if pence_of(row["total"], "total") == costs.total_pence]
        assert [pence_of(row["outside_periods"], "outside") for row in rows] == [costs.outside_pence]
        assert book.sums("Family_costs", ["total"])["total"] == sum(
            each.costs.total_pence for each in families_of(run, str)
        )


def test_a_run_keeps_its_periods(app: Flask, world: World) -> None:
    example = study_world(world)
    workbook = built(app, example.study, world.eve)
    families = rows_of(app, workbook.id, "Families")
    closed_and_opened_again(world)
    with transaction():
        close_family(world.alice, db.session.get_one(Family, world.family_id), ON, "moved away", on=ON, at=AT)
    assert rows_of(app, workbook.id, "Families") == families, "opened, closed and why, as the run found them"


def rows_of(app: Flask, workbook_id: uuid.UUID, name: str) -> list[tuple[object, ...]]:
    """A sheet's rows, were the workbook written now."""
    return [tuple(row) for row in sheet_of(app, workbook_id, name).rows]


def sheet_of(app: Flask, workbook_id: uuid.UUID, name: str) -> Any:
    db.session.rollback()
    data = study_data_of(db.session(), workbook_id, WorkbookFolders.of(app.config))
    return next(sheet for sheet in study_workbook(data).data_sheets if sheet.name == name)
