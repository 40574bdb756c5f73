"""The sheet Other_costs: what authorities stated besides, spread over its life, live in amount, life and rate."""

from datetime import date
from typing import Annotated, NamedTuple

from budgettracker.costing.kinds import OtherClass
from budgettracker.costing.rates.rules.other_cost import DAYS_OF_4_YEARS
from budgettracker.costing.results.queries.prices import other_cost_lines
from budgettracker.exports.study.columns import money, number, quasi_identifier, reference
from budgettracker.exports.study.prices import PricesSheet, uprated
from budgettracker.exports.study.study_data import StudyData
from budgettracker.workbooks import Kind, Sheet, columns_of


class OtherCostRow(NamedTuple):
    """A cost that no post, purchase or entry holds, and what of it falls on the run's days."""

    authority: Annotated[str, quasi_identifier("Whose cost it is", "run_other_cost.authority_id", width=20)]
    what: Annotated[str, reference("What it is, as finance calls it", "run_other_cost.what", width=40)]
    cost_class: Annotated[
        str, reference("Setting up or running", "run_other_cost.cost_class", values=tuple(OtherClass))
    ]
    used_from: Annotated[date, reference("The first day it serves", "run_other_cost.used_from", Kind.DATE)]
    paid: Annotated[int, money("What was paid", "run_other_cost.amount_pence")]
    amount: Annotated[int, money("The same in the run's prices", "run_other_cost.uprated_pence")]
    life_years: Annotated[
        int,
        number("Years it serves; 0 counts it whole on its day", "run_other_cost.life_years", unit="years"),
    ]
    rate_percent: Annotated[
        tuple[int, int],
        reference("By which it is spread over them", "run_other_cost.rate_basis_points", Kind.DECIMAL, unit="percent"),
    ]
    yearly: Annotated[
        int,
        money(
            "V r / (1 - (1 + r)^-n): what a year of its life bears",
            "run_other_cost.yearly_pence",
            formula="IF({life_years}=0,{amount},ROUND(ROUND({amount}*100,0)*IF({rate_percent}=0,1/{life_years},"
            "({rate_percent}/100)/(1-(1+{rate_percent}/100)^(0-{life_years}))),0)/100)",
        ),
    ]
    days: Annotated[int, number("Days of the run on which it serves", "run_other_cost.days", unit="days")]
    counted: Annotated[
        int,
        money(
            "What of it falls on these days: beside every family's total",
            "run_other_cost.counted_pence",
            formula="IF({life_years}=0,{amount},ROUND(ROUND({amount}*100,0)*IF({rate_percent}=0,1/{life_years},"
            "({rate_percent}/100)/(1-(1+{rate_percent}/100)^(0-{life_years})))"
            f"*{{days}}*4/{DAYS_OF_4_YEARS},0)/100)",
        ),
    ]
    source: Annotated[str, reference("Where the figure is from", "run_other_cost.source", width=50)]


def other_costs_sheet(data: StudyData, prices: PricesSheet) -> Sheet:
    """One row for each cost that serves on some of the run's days."""
    rows = [
        OtherCostRow(
            each.authority,
            each.of.what,
            each.of.cost_class,
            each.of.used_from,
            each.of.amount_pence,
            each.of.uprated_pence,
            each.of.life_years,
            (each.of.rate_basis_points, 100),
            each.of.yearly_pence,
            each.of.days,
            each.of.counted_pence,
            each.of.source,
        )
        for each in other_cost_lines(data.session, data.run.id)
    ]

    def amount(row_number: int, row: OtherCostRow) -> str:
        paid = f"ROUND({sheet.letter('paid')}{row_number}*100,0)"
        return f"{uprated(paid, prices.goods_on(row.used_from))}/100"

    sheet = Sheet(
        name="Other_costs",
        columns=columns_of(OtherCostRow, amount={"formula": amount}),
        rows=rows,
        description="Costs that no post, purchase or entry holds, as authorities stated them, and what of each falls on the "
        "run's days: beside the total of every family",
    )
    return sheet
