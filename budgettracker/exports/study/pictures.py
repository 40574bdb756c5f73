"""The sheet Pictures: a run in six charts, each beside the cells it follows, which follow the other sheets."""

from collections.abc import Sequence
from typing import NamedTuple

from budgettracker.costing.kinds import Part
from budgettracker.costing.results.kinds import Counted, Cut
from budgettracker.costing.results.queries.kept import results_of
from budgettracker.costing.results.rules.results import GroupResult, Results
from budgettracker.exports.study.cut_sheets import SHEETS, CutSheetRow
from budgettracker.exports.study.formulas import sum_where
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.exports.study.work_costs import PARTS
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up
from budgettracker.studies.rules.pictures_page import TIME, every_month
from budgettracker.workbooks import Cell, Chart, Drawn, Kind, Page, Sheet, words

HIGH = 19
"""Rows that a chart is high: its block is never shorter."""
ANCHOR = "E"
"""The column beside which charts stand: blocks take those before it."""
ARMS = {Arm.BUDGET: "Budget", Arm.COMPARISON: "Comparison"}
SPREAD = {
    "smallest": ("Smallest", "smallest_pence"),
    "lower_quartile": ("Lower quartile", "lower_pence"),
    "median": ("Median", "median_pence"),
    "upper_quartile": ("Upper quartile", "upper_pence"),
    "largest": ("Largest", "largest_pence"),
}
"""By column of Distribution: its words, and where a result has it."""

Row = Sequence[Cell | None]


class Block(NamedTuple):
    """A table with its chart: the words above it, what its figures are, and its rows."""

    title: str
    measure: str
    drawn: Drawn
    rows: list[Row]
    series: Sequence[str] = tuple(ARMS.values())


def pictures_page(
    data: StudyData, cuts: Sequence[Sheet], family_costs: Sheet, distribution: Sheet, swings: Sheet
) -> Page:
    """Every chart with its table; a run without families has tables of zeros."""
    results, _ = results_of(data.session, data.run.id)
    by_cut = dict(zip(SHEETS, cuts, strict=True))
    blocks = (
        _parts(by_cut[Cut.AUTHORITY], family_costs, results),
        _time(by_cut[Cut.AUTHORITY]),
        _months(by_cut[Cut.MONTH]),
        _spread(distribution, results),
        _at_risk(results),
        _tornado(swings),
    )
    rows: list[Row] = [
        [words("Pictures", "title")],
        [
            words(
                "Each chart follows the cells beside it. What is changed on Posts or Prices moves what a family cost, by part;"
            )
        ],
        [
            words(
                "the other five show the run as it was made, since its months, quartiles and assumptions are no formulas."
            )
        ],
    ]
    charts = []
    for block in blocks:
        rows += [[], [words(block.title, "heading")]]
        charts.append(_chart(block, len(rows) + 1))
        header = [words("", "header"), *(words(name, "header_right") for name in block.series)]
        rows += [header, *block.rows, *([[]] * (HIGH - len(block.rows)))]
    return Page(
        name="Pictures",
        rows=rows,
        widths=(28, 16, 16, 3, 16),
        description="Charts of the run, each beside the cells it follows",
        charts=tuple(charts),
    )


def _chart(block: Block, first_row: int) -> Chart:
    return Chart(
        title=block.title,
        drawn=block.drawn,
        first_row=first_row,
        categories=len(block.rows),
        series=len(block.series),
        # Beside the table's heading, not its title: paper breaks above the title, and the page before would show its edge.
        anchor=f"{ANCHOR}{first_row}",
        measure=block.measure,
    )


def _parts(authorities: Sheet, family_costs: Sheet, results: Results) -> Block:
    """What a family of each arm cost on average, part by part."""
    families = {arm: group.described.number if (group := _of_all(results, arm)) else 0 for arm in ARMS}
    counted = {
        arm: "+".join(f'COUNTIFS({cells},"{arm}")' for cells in family_costs.whole("arm").split(",")) for arm in ARMS
    }
    rows: list[Row] = []
    for part in (Part.PURCHASES, *PARTS):
        column, cells = part.value, []
        for arm in ARMS:
            whole = sum_where(authorities, column, ("arm", arm))
            mean = half_up(_sum(authorities, column, arm), max(1, families[arm]))
            formula = f"ROUND(ROUND(({whole})*100,0)/MAX(1,{counted[arm]}),0)/100"
            cells.append(Cell(Kind.MONEY, mean, formula=formula))
        rows.append([words(part.words), *cells])
    return Block("What a family cost, by part", "£ a family", Drawn.BARS, rows)


def _time(authorities: Sheet) -> Block:
    """The minutes of each arm by what they were."""
    rows: list[Row] = [
        [
            words(name),
            *(
                Cell(Kind.WHOLE, _sum(authorities, column, arm), formula=sum_where(authorities, column, ("arm", arm)))
                for arm in ARMS
            ),
        ]
        for column, name in TIME.items()
    ]
    return Block("Time by kind", "Minutes", Drawn.BARS, rows)


def _months(months: Sheet) -> Block:
    """Purchases and running time of each arm by month."""
    names = every_month({row.heading for row in _rows_of(months)} - {NONE})
    rows: list[Row] = []
    for name in names:
        cells = []
        for arm in ARMS:
            pence = sum(row.total for row in _rows_of(months) if (row.heading, row.arm) == (name, arm))
            formula = f"ROUND({sum_where(months, 'total', ('month', name), ('arm', arm))},2)"
            cells.append(Cell(Kind.MONEY, pence, formula=formula))
        rows.append([words(name), *cells])
    return Block("Cost by month", "£", Drawn.LINES, rows or [_zeros("no month")])


def _spread(distribution: Sheet, results: Results) -> Block:
    """The smallest and largest cost of a family in each arm, and the quartiles between."""
    groups = results.in_order
    places = {group.arm: at for at, group in enumerate(groups) if _is_of_all(group)}
    rows: list[Row] = []
    for column, (name, attribute) in SPREAD.items():
        cells = []
        for arm in ARMS:
            at = places.get(arm)
            pence = 0 if at is None else getattr(groups[at].described, attribute)
            cells.append(Cell(Kind.MONEY, pence, formula=None if at is None else distribution.ref(column, at)))
        rows.append([words(name), *cells])
    return Block("How families' costs are spread", "£ a family", Drawn.BARS, rows)


def _at_risk(results: Results) -> Block:
    """Families of each arm that are open at the beginning of each month since their start."""
    by_arm = {each.arm: {month.number: month.at_risk for month in each.months} for each in results.followup}
    last = max((number for months in by_arm.values() for number in months), default=0)
    rows: list[Row] = [
        [
            words(f"Month {number}"),
            *(Cell(Kind.WHOLE, by_arm.get(arm, {}).get(number, 0)) for arm in ARMS),
        ]
        for number in range(1, max(1, last) + 1)
    ]
    return Block("Families at risk, by month since their start", "Families", Drawn.LINES, rows)


def _tornado(swings: Sheet) -> Block:
    """How far the mean of a family with a budget moves with one assumption at its low and at its high."""
    rows: list[Row] = []
    for at, row in enumerate(swings.rows):
        cells = []
        for column in ("mean_low", "mean_high"):
            pence = getattr(row, column) - row.mean  # type: ignore[attr-defined]
            formula = f"ROUND({swings.ref(column, at)}-{swings.ref('mean', at)},2)"
            cells.append(Cell(Kind.MONEY, pence, formula=formula))
        rows.append([words(row.words), *cells])  # type: ignore[attr-defined]
    title = "One-way sensitivity: what it moves the mean by"
    return Block(
        title, "£ a family", Drawn.SIDEWAYS, rows or [_zeros("nothing to vary")], ("At its low", "At its high")
    )


def _of_all(results: Results, arm: Arm) -> GroupResult | None:
    return next((group for group in results.groups if group.arm is arm and _is_of_all(group)), None)


def _is_of_all(group: GroupResult) -> bool:
    return group.authority is None and group.counted is Counted.TOTAL


def _sum(sheet: Sheet, column: str, arm: Arm) -> int:
    return sum(getattr(row, column) for row in _rows_of(sheet) if row.arm == arm)


def _rows_of(sheet: Sheet) -> list[CutSheetRow]:
    return [CutSheetRow._make(row[: len(CutSheetRow._fields)]) for row in sheet.rows]


def _zeros(name: str) -> Row:
    return [words(name), *(Cell(Kind.MONEY, 0) for _ in ARMS)]
