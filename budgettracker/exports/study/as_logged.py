"""The sheet As_logged: what each family of a run in one year's prices cost in the prices of each cost's own year."""

from typing import Annotated, NamedTuple

from sqlalchemy import select

from budgettracker.costing.results.queries.kept import family_costs_of
from budgettracker.costing.run.models import RunAsLogged
from budgettracker.exports.study.columns import money, pseudonym
from budgettracker.exports.study.study_data import StudyData
from budgettracker.workbooks import Sheet, columns_of


class AsLoggedRow(NamedTuple):
    """One family's cost as logged, with its total in the run's prices beside it."""

    family: Annotated[str, pseudonym("The family", "run_as_logged.family_id")]
    purchases: Annotated[int, money("Bought from the devolved budget, as paid", "run_as_logged.purchases_pence")]
    time: Annotated[int, money("Running time, in the prices of each post's own year", "run_as_logged.time_pence")]
    total: Annotated[int, money("Purchases and running time as logged", formula="ROUND({purchases}+{time},2)")]
    uprated_total: Annotated[int, money("The same in the run's prices, as Family_costs has it")]
    uprating: Annotated[int, money("What uprating adds", formula="ROUND({uprated_total}-{total},2)")]
    other_help: Annotated[int, money("Other help, as paid: beside the total", "run_as_logged.other_help_pence")]
    deciding: Annotated[int, money("Deciding, as logged: beside the total", "run_as_logged.deciding_pence")]
    set_up: Annotated[int, money("Setting up, as logged: beside the total", "run_as_logged.set_up_pence")]
    evaluation: Annotated[int, money("Evaluation, as logged: beside the total", "run_as_logged.evaluation_pence")]


def as_logged_sheet(data: StudyData, family_costs: Sheet) -> Sheet:
    """One row for each family, in the order of Family_costs."""
    of_run = select(RunAsLogged).where(RunAsLogged.run_id == data.run.id)
    logged = {row.family_id: row for row in data.session.scalars(of_run)}
    totals = {row.family_id: row.total_pence for row in family_costs_of(data.session, data.run.id)}
    rows = []
    for member in data.members:
        cost, uprated = logged[member.id], totals[member.id]
        total = cost.purchases_pence + cost.time_pence
        rows.append(
            AsLoggedRow(
                member.pseudonym,
                cost.purchases_pence,
                cost.time_pence,
                total,
                uprated,
                uprated - total,
                cost.other_help_pence,
                cost.deciding_pence,
                cost.set_up_pence,
                cost.evaluation_pence,
            )
        )

    def uprated_total(number: int, row: AsLoggedRow) -> str:
        return family_costs.ref("total", number - 2)

    return Sheet(
        name="As_logged",
        columns=columns_of(AsLoggedRow, uprated_total={"formula": uprated_total}),
        rows=rows,
        description="What each family cost in the prices of each cost's own year, beside the run's prices",
    )
