"""Rows that are the sum of the rows above them: a total that somebody left below a table would count everything twice."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple

from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.problems import Note, Problem
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
_TOTAL_ALONE = re.compile(r"(?:grand |sub-?|sub )?totals?(?: [a-z]+)?:?|sum:?|t o t a l", re.IGNORECASE)
"""A reference that is no reference: a row of that name is a total whatever it comes to."""


class TotalColumn(NamedTuple):
    """Where a table may end in a total: the column that is asked, its number, and the words a row may call itself a total in."""

    column: str
    number: Callable[[Row], int]
    reference: Callable[[Row], str]
    text: Callable[[Row], str]
    shown: Callable[[int], str]


class Above(NamedTuple):
    """What the rows above a row come to: with refunds taken off, and without looking at them."""

    net: int = 0
    gross: int = 0
    rows: int = 0

    def with_row(self, number: int) -> "Above":
        return Above(self.net + number, self.gross + max(number, 0), self.rows + 1)

    @property
    def totals(self) -> tuple[int, ...]:
        """The sums that a row below may repeat: none before there are rows enough, and nothing is no sum."""
        return tuple(total for total in (self.net, self.gross) if total > 0 and self.rows >= FEWEST)


def totals(rows: Sequence[Row], answers: Answers) -> Iterator[Problem]:
    """Rows that are a total by their reference, or by any word where they come to what the rows above come to.

    The rows above are those since the start or since the last total, with and without what was refunded.
    """
    if not rows or rows[0].file not in _COLUMNS:
        return
    watched = _COLUMNS[rows[0].file]
    whole, since = Above(), Above()
    for row in rows:
        amount = watched.number(row)
        reason = _why_a_total(watched, row, (whole, since))
        problem = _question(watched, row, reason, answers) if reason else None
        if problem:
            yield problem
            since = Above()
        else:
            whole, since = whole.with_row(amount), since.with_row(amount)


def _question(watched: TotalColumn, row: Row, reason: str, answers: Answers) -> Problem | None:
    amount = watched.number(row)
    cell = str(amount) if watched.column == "contact_minutes" else f"{amount // 100}.{amount % 100:02d}"
    if answers.as_written(row.file, watched.column, cell):
        return None
    return Problem(
        row.where.file,
        row.where.row,
        watched.column,
        reason,
        cell,
        question(row.file, watched.column, AS_WRITTEN, (cell,)),
    )


def _why_a_total(watched: TotalColumn, row: Row, above: Sequence[Above]) -> str | None:
    amount = watched.number(row)
    if any(amount in sums.totals for sums in above) and _TOTAL.search(watched.text(row)):
        return f"comes to just what the rows above come to, {watched.shown(amount)}, and says that it is a total. Take it out."
    if above[0].rows and _TOTAL_ALONE.fullmatch(watched.reference(row).strip()):
        return "is of a row that calls itself a total by its reference. Take it out, or give it a reference of its own."
    return None


def last_as_total(rows: Sequence[Row]) -> Iterator[Note]:
    """A last row that does not call itself a total and yet comes to what all rows above it come to."""
    if not rows or rows[0].file not in _COLUMNS:
        return
    watched, last = _COLUMNS[rows[0].file], rows[-1]
    above = reduce(Above.with_row, map(watched.number, rows[:-1]), Above())
    if watched.number(last) in above.totals and _why_a_total(watched, last, (above,)) is None:
        total = watched.shown(watched.number(last))
        words = f"{total} is just what the {above.rows:,} rows above come to. Is this row their total?"
        yield Note(last.where.file, last.where.row, watched.column, words)


def _spent(row: Row) -> int:
    if not isinstance(row, SpendRow):
        return 0
    return row.amount_pence if row.refund_of is None else -row.amount_pence


def _limit(row: Row) -> int:
    return row.limit_pence if isinstance(row, BudgetRow) else 0


def _minutes(row: Row) -> int:
    return row.contact_minutes if isinstance(row, WorktimeRow) else 0


def _words(*names: str) -> Callable[[Row], str]:
    return lambda row: " ".join(str(getattr(row, name) or "") for name in names)


_COLUMNS: dict[TableName, TotalColumn] = {
    TableName.SPEND: TotalColumn(
        "amount", _spent, _words("spend_ref"), _words("spend_ref", "purpose", "category", "supplier"), pounds
    ),
    TableName.BUDGETS: TotalColumn("limit", _limit, _words("family_ref"), _words("reason", "family_ref"), pounds),
    TableName.WORKTIME: TotalColumn(
        "contact_minutes",
        _minutes,
        _words("entry_ref"),
        _words("entry_ref", "activity", "note", "session_ref"),
        minutes_in_words,
    ),
}
