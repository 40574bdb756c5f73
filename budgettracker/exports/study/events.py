"""The sheet Events: how often something happened at its published unit cost, live, beside the logged cost of time."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from budgettracker.costing.kinds import PriceUse, Process
from budgettracker.costing.results.queries.events import both_routes, event_lines
from budgettracker.exports.study.check import Check
from budgettracker.exports.study.columns import circumstance, money, number, quasi_identifier, reference
from budgettracker.exports.study.formulas import text_in_formula
from budgettracker.exports.study.prices import PricesSheet, uprated
from budgettracker.exports.study.study_data import StudyData
from budgettracker.families.kinds import Arm
from budgettracker.workbooks import Kind, Sheet, columns_of

INPUTS = "Inputs: Events"


class EventRow(NamedTuple):
    """A count of one process with one arm's families of an authority; the last three columns are about all its counts."""

    authority: Annotated[str, quasi_identifier("The families' authority", "run_event.authority_id", width=20)]
    arm: Annotated[str, circumstance("The arm as allocated", "run_event.arm", values=tuple(Arm))]
    process: Annotated[str, circumstance("What happened", "run_event.process", values=tuple(Process), width=26)]
    words: Annotated[str, circumstance("The same in words", "", width=32)]
    first_day: Annotated[date, reference("The first day counted", "run_event.starts_on", Kind.DATE)]
    last_day: Annotated[date, reference("The last day counted", "run_event.ends_on", Kind.DATE)]
    events: Annotated[int, number("How often it happened: may be changed", "run_event.number")]
    unit_cost: Annotated[
        int, money("What one costs, in the prices of price_year: may be changed", "run_event.unit_pence")
    ]
    price_year: Annotated[str, reference("The financial year whose prices that is in", "run_event.price_year")]
    unit_cost_in_run: Annotated[int, money("The same in the run's prices", "run_event.uprated_pence")]
    cost: Annotated[
        int,
        money("Events times that", "run_event.cost_pence", formula="ROUND({events}*{unit_cost_in_run},2)"),
    ]
    arm_events: Annotated[int, money("What all events of the row's authority and arm cost")]
    arm_logged: Annotated[int, money("Running time of the same families as logged, purchases apart: Family_costs")]
    percent_of_logged: Annotated[
        tuple[int, int],
        reference(
            "arm_events of arm_logged, a check of plausibility; 0 where no time was logged",
            kind=Kind.DECIMAL,
            places=0,
            unit="percent",
            formula="IF({arm_logged}>0,ROUND(ROUND({arm_events}*100,0)*100/ROUND({arm_logged}*100,0),0),0)",
        ),
    ]
    counted_by: Annotated[str, reference("Where the count is from", "run_event.counted_by", width=40)]
    priced_by: Annotated[str, reference("Where the unit cost is from", "run_event.priced_by", width=40)]


def events_sheet(data: StudyData, prices: PricesSheet, family_costs: Sheet) -> Sheet:
    """One row for each count that the run froze."""
    lines = event_lines(data.session, data.run.id)
    routes = {(each.authority, each.arm): each for each in both_routes(data.session, data.run.id, lines)}
    rows = []
    for line in lines:
        of, both = line.of, routes[line.authority, Arm(line.of.arm)]
        counted = (of.number, of.unit_pence, of.price_year, of.uprated_pence, of.cost_pence)
        shared = (both.events_pence, both.logged_pence, (both.percent or 0, 1))
        named = (line.authority, of.arm, of.process, line.process_words, of.starts_on, of.ends_on)
        rows.append(EventRow._make((*named, *counted, *shared, of.counted_by, of.priced_by)))

    def unit_cost(row_number: int, row: EventRow) -> str:
        pence = f"ROUND({sheet.letter('unit_cost')}{row_number}*100,0)"
        return f"{uprated(pence, prices.factor(PriceUse.PAY, row.price_year))}/100"

    def sums(of: Sheet, row: EventRow, *columns: str) -> str:
        """Columns of a sheet over its rows of the same authority and arm."""
        terms = []
        parts = [of.whole(name).split(",") for name in ("authority", "arm", *columns)]
        for names, arms, *cells in zip(*parts, strict=True):
            met = f"({names}={text_in_formula(row.authority)})*({arms}={text_in_formula(row.arm)})"
            terms.append(f"SUMPRODUCT({met}*({'-'.join(cells)}))")
        return f"ROUND({'+'.join(terms)},2)"

    sheet: Sheet = Sheet(
        name="Events",
        columns=columns_of(
            EventRow,
            unit_cost_in_run={"formula": unit_cost},
            arm_events={"formula": lambda row_number, row: sums(sheet, row, "cost")},
            arm_logged={"formula": lambda row_number, row: sums(family_costs, row, "total", "purchases")},
        ),
        rows=rows,
        description="The second route to the cost of time: what happened with families at published unit costs, beside what "
        "was logged. A check of plausibility, and part of no family's total",
    )
    return sheet


def events_checks(sheet: Sheet | None, follows: tuple[str, ...]) -> Iterator[Check]:
    """Counts and unit costs, each weighed by its row, against what the run froze; and what they come to. None without any."""
    if sheet is None or not sheet.length:
        return
    rows: list[EventRow] = list(sheet.rows)  # type: ignore[arg-type]
    number, unit, cost = (sheet.whole(name) for name in ("events", "unit_cost", "cost"))
    weighed = sum(sheet.place(at)[1] * (row.events + row.unit_cost) for at, row in enumerate(rows))
    formula = f"SUMPRODUCT(ROW({number})*({number}+ROUND({unit}*100,0)))"
    compares = "Counts and unit costs of events, weighed; and as the run had them"
    yield Check(INPUTS, compares, Kind.WHOLE, weighed, formula, weighed, is_input=True)
    pence, compares = sum(row.cost for row in rows), "Cost of all events, and as the run froze it"
    yield Check("Events: cost", compares, Kind.MONEY, pence, f"SUM({cost})", pence, follows=(INPUTS, *follows))
