"""The sheet Left_out: what a run left out of families' costs or could not allocate, why, and what it came to."""

from collections import defaultdict
from typing import Annotated, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.run.models import RunLine, RunPoolLine
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.exports.study.columns import circumstance, minutes, money, number
from budgettracker.exports.study.family_costs import Sources
from budgettracker.exports.study.formulas import count_where, sum_where
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import INDIRECT, OWN_COST
from budgettracker.workbooks import Sheet, columns_of

PURCHASES, WITHOUT_POST = "purchases_listed", "deciding_without_post"
MORE = {
    PURCHASES: "Purchases that the run lists and does not count: the money is not part of its intervention",
    WITHOUT_POST: "Deciding by somebody who held no post that has a cost: it has no price",
}
"""What a run leaves out besides entries of time."""
_LEFT = (Destination.LEFT_OUT, Destination.UNALLOCATED)


class LeftOutRow(NamedTuple):
    """What was left out for one reason."""

    reason: Annotated[str, circumstance("Why it is left out", "", values=(*Reason, *MORE), width=24)]
    words: Annotated[str, circumstance("The reason in words", "", width=60)]
    rows: Annotated[int, number("Rows of Work_time and Pool_lines left out for it; 0 where it is no time", "")]
    minutes: Annotated[int, minutes("Minutes logged; 0 for shares of pools, whose minutes were logged for nobody", "")]
    cost: Annotated[int, money("What they cost, without what ratios add")]


def left_out_sheet(data: StudyData, sources: Sources) -> Sheet:
    """One row for each reason that applies, in the method's order; costs and rows are live over Work_time and Pool_lines."""
    totals, counts = totals_of(data.run), _counts(data)
    rows = [
        LeftOutRow(str(of.reason), of.words, counts[of.reason], of.minutes, of.cost_pence) for of in totals.left_out
    ]
    if totals.purchases_left_out_pence:
        rows.append(LeftOutRow(PURCHASES, MORE[PURCHASES], 0, 0, totals.purchases_left_out_pence))
    if unpriced := sum(totals.without_post.values()):
        rows.append(LeftOutRow(WITHOUT_POST, MORE[WITHOUT_POST], 0, unpriced, 0))
    work, pools = sources.work_time.sheet, sources.pool_lines.sheet

    def cost(row_number: int, row: LeftOutRow) -> str | None:
        if row.reason in MORE:
            return None
        why = ("reason", row.reason)
        terms = [sum_where(work, column, why, ("destination", Destination.LEFT_OUT)) for column in OWN_COST]
        terms += [sum_where(pools, INDIRECT, why, ("destination", each)) for each in _LEFT]
        return f"ROUND({'+'.join(terms)},2)"

    def counted(row_number: int, row: LeftOutRow) -> str | None:
        if row.reason in MORE:
            return None
        why = ("reason", row.reason)
        terms = [count_where(work, why, ("destination", Destination.LEFT_OUT))]
        return "+".join(terms + [count_where(pools, why, ("destination", each)) for each in _LEFT])

    return Sheet(
        name="Left_out",
        columns=columns_of(LeftOutRow, cost={"formula": cost}, rows={"formula": counted}),
        rows=rows,
        description="What the run left out of families' costs or could not allocate: why, how much time, and what it came to",
    )


def _counts(data: StudyData) -> dict[str, int]:
    """Lines and shares of pools that were left out, by reason."""
    counts: dict[str, int] = defaultdict(int)
    for table in (RunLine, RunPoolLine):
        query = select(table.reason, func.count()).where(table.run_id == data.run.id, table.reason.is_not(None))
        for reason, some in data.session.execute(query.group_by(table.reason)):
            counts[reason] += some
    return counts
