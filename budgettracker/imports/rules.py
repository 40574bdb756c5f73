"""What of an import takes a second hand, for whom it speaks, and for how long it waits, on plain values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from budgettracker.errors import Refusal
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.plan_rows import PlanRow
from budgettracker.imports.tables.rows import BudgetRow, Row, SpendRow
from budgettracker.second_hands import Outcome
from budgettracker.spend.kinds import SpendKind

KEPT_FOR = timedelta(days=14)
"""How long an import waits for a second hand; then it has to be made again."""
LONGEST_WHAT = 200


def second_hand_for(rows: Mapping[TableName, Sequence[Row]], *, expenses: bool) -> Outcome | None:
    """The row of the table of second hands that these new rows fall under; None where one person may bring them in.

    `expenses` says that work cost more than somebody may log alone. Raises Refusal for a scheme among other things that
    take a second hand: no one person could release both.
    """
    roles = bool(rows.get(TableName.PEOPLE))
    money = (
        expenses
        or any(rows.get(table) for table in (TableName.BUDGETS, TableName.PLANS, TableName.STUDIES))
        or any(isinstance(row, SpendRow) and _takes_two(row) for row in rows.get(TableName.SPEND, ()))
    )
    if rows.get(TableName.SCHEMES):
        if roles or money:
            words = (
                "A scheme is released by a senior manager, and nobody who may do that may release the rest. Send schemes "
                "in an import of their own, and these files again after it."
            )
            raise Refusal(None, words)
        return Outcome.IMPORT_OF_SCHEMES
    if roles:
        return Outcome.IMPORT_OF_ROLES
    return Outcome.IMPORT if money else None


def _takes_two(row: SpendRow) -> bool:
    decided = row.decided_by is not None or row.plan is not None
    return decided or row.refund_of is not None or row.kind == SpendKind.OTHER_HELP


def spoken_for(rows: Mapping[TableName, Sequence[Row]]) -> list[str]:
    """The addresses of those whom rows make out as having decided something, in order."""
    return sorted(set(_deciders(rows)))


def _deciders(rows: Mapping[TableName, Sequence[Row]]) -> Iterator[str]:
    for row in (*rows.get(TableName.BUDGETS, ()), *rows.get(TableName.PLANS, ()), *rows.get(TableName.SPEND, ())):
        if isinstance(row, BudgetRow | PlanRow):
            yield row.approved_by
        elif isinstance(row, SpendRow) and row.decided_by is not None:
            yield row.decided_by


def shown_as(purpose: str) -> str:
    """What was bought, in the words by which lists call it: the first of what a file says it was for."""
    return " ".join(purpose.split())[:LONGEST_WHAT]
