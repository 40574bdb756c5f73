"""Rows that are the sum of the rows above them: a total that somebody left below a table would count everything twice."""

import re
from collections.abc import Callable, Iterator, Sequence

from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.problems import Problem
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.answers import Answers, question
from budgettracker.imports.tables.rows import BudgetRow, Row, SpendRow
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.money import pounds
from budgettracker.wording import minutes_in_words

FEWEST = 2
"""Rows above one that it may be the sum of."""
_TOTAL = re.compile(
    r"\b(?:(?:sub-?)?(?:totals?|sums?)|t o t a l|tot|overall|altogether|balance|(?:carried|brought) forward|[bc]/[fd])\b",
    re.IGNORECASE,
)


def totals(rows: Sequence[Row], answers: Answers) -> Iterator[Problem]:
    """Rows that call themselves a total and come to what the rows above come to, since the start or the last total."""
    if not rows or rows[0].file not in _ASKED:
        return
    column, number, text, shown = _ASKED[rows[0].file]
    whole = since = above = 0
    for row in rows:
        amount = number(row)
        sums = {whole, since} if above >= FEWEST else set()
        if amount in sums and amount and _TOTAL.search(text(row)):
            cell = _written(amount, column)
            if not answers.as_written(row.file, column, cell):
                reason = f"comes to just what the rows above come to, {shown(amount)}, and says that it is a total. Take it out."
                confirm = question(row.file, column, AS_WRITTEN, (cell,))
                yield Problem(row.where.file, row.where.row, column, reason, cell, confirm)
                since = above = 0
                continue
        whole, since, above = whole + amount, since + amount, above + 1


def _written(amount: int, column: str) -> str:
    return f"{amount // 100}.{amount % 100:02d}" if column != "contact_minutes" else str(amount)


def _spent(row: Row) -> int:
    return row.amount_pence if isinstance(row, SpendRow) and row.refund_of is None else 0


def _limit(row: Row) -> int:
    return row.limit_pence if isinstance(row, BudgetRow) else 0


def _minutes(row: Row) -> int:
    return row.contact_minutes if isinstance(row, WorktimeRow) else 0


def _words(*names: str) -> Callable[[Row], str]:
    return lambda row: " ".join(str(getattr(row, name) or "") for name in names)


_ASKED: dict[TableName, tuple[str, Callable[[Row], int], Callable[[Row], str], Callable[[int], str]]] = {
    TableName.SPEND: ("amount", _spent, _words("spend_ref", "purpose", "category", "supplier"), pounds),
    TableName.BUDGETS: ("limit", _limit, _words("reason", "family_ref"), pounds),
    TableName.WORKTIME: (
        "contact_minutes",
        _minutes,
        _words("entry_ref", "activity", "note", "session_ref"),
        minutes_in_words,
    ),
}
"""The tables that may end in a total: the column it is asked in, its number, the words it may call itself a total in."""
