"""The workbook of an authority's ledger: the lines a page shows, with what they add up to."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from budgettracker.workbooks.cells import Kind
from budgettracker.workbooks.layout import Cell, Column, Disclosure, Page, Sheet, words
from budgettracker.workbooks.stream import write_workbook

MOVES = ("limit", "held", "spent", "over_the_limit", "other_help")
"""Columns that move money, in pence, and are added up."""

_TEXT, _DATE, _MONEY = Kind.TEXT, Kind.DATE, Kind.MONEY
_COLUMNS: tuple[tuple[str, Kind, Disclosure, str], ...] = (
    ("recorded_on", _DATE, Disclosure.QUASI_IDENTIFIER, "The day the line was recorded, British time"),
    ("recorded_at", _TEXT, Disclosure.QUASI_IDENTIFIER, "The time of that day"),
    ("family", _TEXT, Disclosure.QUASI_IDENTIFIER, "The family's reference"),
    ("team", _TEXT, Disclosure.QUASI_IDENTIFIER, "The family's team today"),
    ("what_happened", _TEXT, Disclosure.CIRCUMSTANCE, "What moved the money"),
    ("bought_what", _TEXT, Disclosure.CIRCUMSTANCE, "What was or is to be bought"),
    ("category", _TEXT, Disclosure.CIRCUMSTANCE, "The purchase's category"),
    ("state", _TEXT, Disclosure.CIRCUMSTANCE, "Where the purchase is today"),
    ("bought_on", _DATE, Disclosure.QUASI_IDENTIFIER, "The day it was bought"),
    ("recorded_by", _TEXT, Disclosure.QUASI_IDENTIFIER, "Who recorded the line"),
    ("limit", _MONEY, Disclosure.AMOUNT, "Change of the budget's limit"),
    ("held", _MONEY, Disclosure.AMOUNT, "Change of what is held for requests and approvals"),
    ("spent", _MONEY, Disclosure.AMOUNT, "Change of what was spent within the limit"),
    ("over_the_limit", _MONEY, Disclosure.AMOUNT, "Money that left although the limit did not allow it"),
    ("other_help", _MONEY, Disclosure.AMOUNT, "Help paid outside the devolved budget"),
    ("limit_after", _MONEY, Disclosure.AMOUNT, "The budget's limit after the line"),
    ("held_after", _MONEY, Disclosure.AMOUNT, "What was held after the line"),
    ("spent_after", _MONEY, Disclosure.AMOUNT, "What was spent within the limit after the line"),
    ("left_after", _MONEY, Disclosure.AMOUNT, "What was left after the line"),
)


def write_ledger(
    path: Path,
    rows: Iterable[Sequence[Any]],
    count: int,
    sums: Sequence[int],
    facts: Sequence[tuple[str, str]],
) -> None:
    """Write the lines to a workbook: `rows` as the columns above, `sums` of MOVES in pence, `facts` for the cover."""
    columns = tuple(
        Column(name=name, kind=kind, disclosure=disclosure, description=text, unit="pounds" if kind is _MONEY else "")
        for name, kind, disclosure, text in _COLUMNS
    )
    ledger = Sheet(name="Ledger", columns=columns, rows=rows, count=count)
    cover: list[list[Cell | None]] = [[words("Ledger", "title")], []]
    cover += [[words(name, "label"), words(text)] for name, text in facts]
    cover += [[], [words("What the lines add up to, in pounds", "heading")]]
    cover += [
        [words(name.replace("_", " ").capitalize(), "label"), Cell(_MONEY, pence, f"SUM({ledger.whole(name)})")]
        for name, pence in zip(MOVES, sums, strict=True)
    ]
    cover += [[], [words("Columns", "heading")]]
    cover += [[words(column.name, "label"), words(column.description)] for column in columns]
    write_workbook(path, [Page(name="About", rows=cover, widths=(24, 80)), ledger])
