"""The sheet Discounting: each family's costs by completed years since its start, and what they count for."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

from budgettracker.costing.kinds import Destination
from budgettracker.costing.results.queries.prices import discounted_rows
from budgettracker.costing.results.rules.discount import BASIS_POINTS, DISCOUNTED, rates_by_step
from budgettracker.exports.study.columns import circumstance, money, number, pseudonym
from budgettracker.exports.study.family_costs import Sources
from budgettracker.exports.study.formulas import where
from budgettracker.exports.study.prices import PricesSheet
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import COST_COLUMNS, INDIRECT
from budgettracker.families.kinds import Arm
from budgettracker.spend.kinds import SpendKind
from budgettracker.workbooks import Sheet, columns_of

_DESTINATION = {"total": Destination.FAMILY, "deciding": Destination.DECIDING}
_KIND = {"total": SpendKind.DEVOLVED, "other_help": SpendKind.OTHER_HELP}


class DiscountRow(NamedTuple):
    """What a family cost in one year since its start, and what that counts for."""

    family: Annotated[str, pseudonym("The family", "run_discounted.family_id")]
    arm: Annotated[str, circumstance("The arm it was allocated to", "run_discounted.arm", values=tuple(Arm))]
    discount_year: Annotated[int, number("Completed years since its start", "run_discounted.years", unit="years")]
    total: Annotated[int, money("Purchases and running time of that year", "run_discounted.total_pence")]
    other_help: Annotated[int, money("Other help of that year", "run_discounted.other_help_pence")]
    deciding: Annotated[int, money("Deciding of that year", "run_discounted.deciding_pence")]
    present_total: Annotated[
        int, money("What the total counts for, by the rate on Prices", "run_discounted.present_total_pence")
    ]
    present_other_help: Annotated[int, money("What other help counts for", "run_discounted.present_other_help_pence")]
    present_deciding: Annotated[int, money("What deciding counts for", "run_discounted.present_deciding_pence")]


def discounting_sheet(data: StudyData, sources: Sources, prices: PricesSheet) -> Sheet:
    """One row for each family and year since its start in which it cost something."""
    ids = {member.pseudonym: member.id for member in data.members}
    kept = sorted(
        discounted_rows(data.session, data.run.id), key=lambda row: (data.by_id[row.family_id].pseudonym, row.years)
    )
    rows = [
        DiscountRow(
            data.by_id[row.family_id].pseudonym,
            row.arm,
            row.years,
            *(getattr(row, f"{column}_pence") for column in DISCOUNTED),
            *(getattr(row, f"present_{column}_pence") for column in DISCOUNTED),
        )
        for row in kept
    ]

    def of_year(column: str) -> Callable[[int, DiscountRow], str | None]:
        """The family's rows of that year on the other sheets."""

        def formula(row_number: int, row: DiscountRow) -> str | None:
            id_, year, terms = ids[row.family], str(row.discount_year), []
            if destination := _DESTINATION.get(column):
                key = (id_, destination.value)
                if span := sources.work_time.families.get(key):
                    sheet = sources.work_time.sheet
                    terms += where(sheet, span, "discount_year", year, COST_COLUMNS[0], INDIRECT)
                if span := sources.pool_lines.families.get(key):
                    terms += where(sources.pool_lines.sheet, span, "discount_year", year, INDIRECT, INDIRECT)
            if (kind := _KIND.get(column)) and (span := sources.spend.families.get((id_, kind))):
                terms += where(sources.spend.sheet, span, "discount_year", year, "counted", "counted")
            if column == "deciding" and (span := sources.deciding.families.get(id_)):
                terms += where(sources.deciding.sheet, span, "discount_year", year, "cost", "cost")
            return f"ROUND({'+'.join(terms)},2)" if terms else None

        return formula

    def present(column: str) -> Callable[[int, DiscountRow], str]:
        def formula(row_number: int, row: DiscountRow) -> str:
            cell = f"{sheet.letter(column)}{row_number}"
            return f"ROUND(ROUND({cell}*100,0)/{_growth(row.discount_year, prices.rate_cell)},0)/100"

        return formula

    formulas = {column: {"formula": of_year(column)} for column in DISCOUNTED}
    formulas |= {f"present_{column}": {"formula": present(column)} for column in DISCOUNTED}
    sheet = Sheet(
        name="Discounting",
        columns=columns_of(DiscountRow, **formulas),
        rows=rows,
        description="Each family's costs by completed years since its start, and what they count for by the discount rate on "
        "Prices: beside the run's own amounts",
    )
    return sheet


def _growth(years: int, rate_cell: str) -> str:
    """What an amount is divided by after some years, as a formula over the rate; 1 within the first year."""
    powers = []
    for some, rate in rates_by_step(years, BASIS_POINTS):
        less = BASIS_POINTS - rate
        own = f"ROUND({rate_cell}*100,0)" if not less else f"MAX(0,ROUND({rate_cell}*100,0)-{less})"
        powers.append(f"(1+{own}/{BASIS_POINTS})^{some}")
    return f"({'*'.join(powers)})" if powers else "1"
