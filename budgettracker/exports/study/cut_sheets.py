"""The sheets Activities, Interventions, Months and Authorities: a run's cost cut four ways, each adding up to Family_costs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any, NamedTuple

from budgettracker.costing.kinds import BESIDE
from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.queries.kept import cut_of
from budgettracker.costing.results.rules.cuts import NOTHING, PENCE, CutRow
from budgettracker.exports.study.columns import circumstance, minutes, money, number, quasi_identifier
from budgettracker.exports.study.family_costs import BOUGHT
from budgettracker.exports.study.formulas import text_in_formula
from budgettracker.exports.study.stated import EVENTS, OTHER_COSTS, StatedSheets
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.exports.study.work_costs import PARTS
from budgettracker.families.kinds import Arm
from budgettracker.workbooks import Column, Sheet, columns_of

SHEETS = {
    Cut.ACTIVITY: ("Activities", "activity", "What was done; none: what was bought or decided without it"),
    Cut.INTERVENTION: (
        "Interventions",
        "intervention",
        "What the work is part of; none: no intervention, and purchases",
    ),
    Cut.MONTH: ("Months", "month", "The month of the work or purchase, as year and number"),
    Cut.AUTHORITY: ("Authorities", "authority", "The authority"),
}
"""Each cut that has a sheet: its name, and what its headings are."""
LIVE = (*BOUGHT, *PARTS, *map(str, BESIDE))
"""The columns that Family_costs has too, and that add up to its columns."""


class CutSheetRow(NamedTuple):
    """What the families of one arm came to under one heading."""

    heading: Annotated[str, circumstance("What it is cut by", "", width=32)]
    of_authority: Annotated[str, quasi_identifier("The families' authority", "", width=20)]
    arm: Annotated[str, circumstance("The arm as allocated", "", values=tuple(Arm))]
    purchases: Annotated[int, money("Bought from the devolved budget, less refunds")]
    contact: Annotated[int, money("Time with families")]
    preparation: Annotated[int, money("Preparing and recording")]
    travel: Annotated[int, money("Travel time")]
    mileage: Annotated[int, money("Miles")]
    expenses: Annotated[int, money("Other expenses of the work")]
    indirect_share: Annotated[
        int, money("Indirect time; a pool's cost stands under what filled it, in proportion, a cell within a penny")
    ]
    total: Annotated[
        int,
        money("Purchases and running time", formula="ROUND({purchases}+SUM({contact}:{indirect_share}),2)"),
    ]
    other_help: Annotated[int, money("Help paid outside the devolved budget: beside the total")]
    deciding: Annotated[int, money("Deciding limits and purchases: beside the total")]
    set_up: Annotated[int, money("Setting up the service: beside the total")]
    evaluation: Annotated[int, money("Evaluating the service with families: beside the total")]
    contact_minutes: Annotated[int, minutes("Minutes with families, those beside the total too", "")]
    preparation_minutes: Annotated[int, minutes("Minutes of preparing and recording", "")]
    travel_minutes: Annotated[int, minutes("Minutes of travel", "")]
    pool_minutes: Annotated[int, minutes("The families' part of minutes for nobody (mode A)", "")]
    contacts: Annotated[int, number("Families' shares of entries with contact", "")]
    items: Annotated[int, number("Purchases and decisions by a scheme's minutes; refunds apart", "")]


class StatedCells(NamedTuple):
    """The last cells of a row of Authorities: what was stated besides of its families."""

    other_costs: Annotated[int, money(OTHER_COSTS)]
    events: Annotated[int, money(EVENTS)]


def cut_sheets(data: StudyData, family_costs: Sheet, stated: StatedSheets) -> tuple[Sheet, ...]:
    """The four sheets; that of authorities is live over Family_costs, and over what was stated besides."""
    return tuple(_sheet(data, cut, family_costs, stated) for cut in SHEETS)


def _sheet(data: StudyData, cut: Cut, family_costs: Sheet, stated: StatedSheets) -> Sheet:
    name, column, description = SHEETS[cut]
    rows: list[tuple[Any, ...]] = list(_rows(data, cut))
    columns = _columns(cut, column, description, family_costs)
    if cut is Cut.AUTHORITY:
        columns += columns_of(
            StatedCells, other_costs={"formula": _live(stated.other_costs)}, events={"formula": _live(stated.events)}
        )
        rows = [(*row, *stated.pence([row[1]], row[2])) for row in rows]
    return Sheet(
        name=name,
        columns=columns,
        rows=rows,
        description=f"What families cost by {column}: every column adds up to that of Family_costs as the run has it; "
        + ("sums of its rows" if cut is Cut.AUTHORITY else "what is changed on Posts or Prices moves nothing here"),
    )


def _columns(cut: Cut, name: str, description: str, family_costs: Sheet) -> tuple[Column, ...]:
    live = {column: {"formula": _sum_of(family_costs, column)} for column in LIVE}
    heading, *rest = columns_of(CutSheetRow, **(live if cut is Cut.AUTHORITY else {}))
    return (replace(heading, name=name, description=description), *rest)


def _live(formula: Callable[[list[str], str], str | None]) -> Callable[[int, Any], str | None]:
    """A column of what was stated besides for the row's authority and arm."""

    def cell(row_number: int, row: Sequence[Any]) -> str | None:
        live = formula([row[1]], row[2])
        return live and f"ROUND({live},2)"

    return cell


def _sum_of(family_costs: Sheet, column: str) -> Callable[[int, Any], str]:
    """A column of Family_costs over the families of the row's authority and arm."""
    parts = [family_costs.whole(each).split(",") for each in ("authority", "arm", column)]

    def formula(row_number: int, row: Sequence[Any]) -> str:
        authority, arm = text_in_formula(row[1]), text_in_formula(row[2])
        terms = [
            f"SUMPRODUCT(({authorities}={authority})*({arms}={arm})*{cells})"
            for authorities, arms, cells in zip(*parts, strict=True)
        ]
        return f"ROUND({'+'.join(terms)},2)"

    return formula


def _rows(data: StudyData, cut: Cut) -> list[CutSheetRow]:
    """A row for each heading, authority and arm, by their names."""
    gathered: dict[tuple[str, str, str], dict[CutColumn, CutRow]] = {}
    names = {authority_id.hex: name for authority_id, name in data.authorities.items()}
    for row in cut_of(data.session, data.run.id, cut):
        authority = names[row.authority]
        heading = authority if cut is Cut.AUTHORITY else row.heading or NONE
        gathered.setdefault((heading, authority, row.arm), {})[row.counts_as] = row
    return [_row(*key, gathered[key].values()) for key in sorted(gathered)]


def _row(heading: str, authority: str, arm: str, rows: Iterable[CutRow]) -> CutSheetRow:
    amounts = {row.counts_as: row.amounts for row in rows}
    time, whole = amounts.get(CutColumn.TIME, NOTHING), NOTHING
    for each in amounts.values():
        whole = whole.plus(each)

    def pence(column: CutColumn) -> int:
        return amounts.get(column, NOTHING).pence

    beside = (CutColumn.OTHER_HELP, CutColumn.DECIDING, CutColumn.SET_UP, CutColumn.EVALUATION)
    parts = time[: PENCE - 1]
    quantities = whole[PENCE:]
    values = (pence(CutColumn.PURCHASES), *parts, pence(CutColumn.PURCHASES) + time.pence, *map(pence, beside))
    return CutSheetRow._make((heading, authority, arm, *values, *quantities))
