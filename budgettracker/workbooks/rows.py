"""Rows as XML, a batch at a time and column by column, which is what makes them quick.

Within a batch each column becomes a list of finished cells; rows are those lists put side by side. The cell of a
repeated value is remembered, so a pseudonym, a date or an amount is escaped or reckoned once.
"""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import Any

from budgettracker.workbooks.cells import Kind, WrongKind, cell_tail, formula_tail, value_writer
from budgettracker.workbooks.layout import Cell, Column, Sheet
from budgettracker.workbooks.style import look_of, width_of

BATCH = 500
"""Rows made at a time: enough to spread the cost of a batch, few enough to keep memory small."""

_REMEMBERED = 2_000
_LONGEST_REMEMBERED = 200

ColumnWriter = Callable[[range, Sequence[str], Sequence[Any], Sequence[Sequence[Any]]], list[str]]


class RowsWrong(ValueError):
    """The rows given to a sheet are not what the sheet declared; the message names sheet, column and row."""


class _Remembered(dict[Any, str]):
    """The tail of the cell for each value met, forgotten all at once when there are too many to keep."""

    def __init__(self, tail: Callable[[Any], str]) -> None:
        super().__init__()
        self._tail_of = tail

    def __missing__(self, value: Any) -> str:
        tail = self._tail_of(value)
        if len(tail) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[value] = tail
        return tail


class SheetWriter:
    """Makes the rows of one data sheet, continuations included, and counts what it wrote."""

    def __init__(self, sheet: Sheet, styles: Mapping[str, int]) -> None:
        self.sheet = sheet
        self.written = 0
        self.missing = dict.fromkeys((column.name for column in sheet.columns), 0)
        self._rows = iter(sheet.rows)
        self._writers = [_column_writer(sheet, column, styles) for column in sheet.columns]
        self._wrapping = [(at, width_of(column)) for at, column in enumerate(sheet.columns) if column.wraps]

    def part(self) -> Iterator[str]:
        """The rows of the next sheet in turn: at most `rows_per_sheet`, numbered from 2. Raises RowsWrong."""
        number, room = 2, self.sheet.rows_per_sheet
        while room and (batch := list(islice(self._rows, min(BATCH, room)))):
            xml = self._batch(number, batch)
            number += len(batch)
            room -= len(batch)
            self.written += len(batch)
            yield xml

    def finish(self) -> None:
        """Raises RowsWrong if there were more or fewer rows than the sheet said."""
        if next(self._rows, None) is not None:
            raise RowsWrong(f"{self.sheet.name} has more than the {self.sheet.length} rows it said")
        if self.written != self.sheet.length:
            raise RowsWrong(f"{self.sheet.name} has {self.written} rows, not {self.sheet.length} as it said")

    def _batch(self, first: int, rows: Sequence[Sequence[Any]]) -> str:
        numbers = range(first, first + len(rows))
        texts = [str(number) for number in numbers]
        try:
            columns = list(zip(*rows, strict=True))
        except ValueError:
            columns = []
        if len(columns) != len(self._writers):
            raise RowsWrong(f"{self.sheet.name}: rows {first} on need {len(self._writers)} values each")
        cells_by_column = []
        for column, writer, values in zip(self.sheet.columns, self._writers, columns, strict=True):
            try:
                cells = writer(numbers, texts, values, rows)
            except (WrongKind, ValueError, TypeError) as fault:
                message = f"{self.sheet.name}.{column.name}, in rows {first} to {numbers[-1]}: {fault}"
                raise RowsWrong(message) from fault
            lacking = cells.count("") if column.empty is None else values.count(None) + values.count("")
            self.missing[column.name] += lacking
            cells_by_column.append(cells)
        openings = [f'<row r="{text}">' for text in texts]
        if self._wrapping:
            heights = (self._height(row) for row in rows)
            openings = [f'<row r="{text}"{_tall(height)}>' for text, height in zip(texts, heights, strict=True)]
        return "".join(map("".join, zip(openings, *cells_by_column, repeat("</row>"))))

    def _height(self, row: Sequence[Any]) -> int:
        """Points that a row takes; 0 where no text of it goes on below."""
        lines = max(lines_of(str(row[at] or ""), width) for at, width in self._wrapping)
        return LINE * lines if lines > 1 else 0


def _column_writer(sheet: Sheet, column: Column, styles: Mapping[str, int]) -> ColumnWriter:
    look = look_of(column.kind, column.places)
    text_style = styles["column_sentences" if column.wraps else "column_text"]
    style = text_style if look == "text" else styles[look]
    write = value_writer(column.kind, column.places)
    plain = cell_tail(style, text_style, write)
    start = f'<c r="{sheet.letter(column.name)}'
    formula = sheet.row_formula(column)
    blank = "" if column.empty is None else _blank(column, style, text_style)

    if formula is None:
        tails = _Remembered(plain)

        def values_only(
            numbers: range, texts: Sequence[str], values: Sequence[Any], rows: Sequence[Sequence[Any]]
        ) -> list[str]:
            if None not in values and "" not in values:
                # Most columns of most batches: nothing to ask of each of their values.
                return [f"{start}{text}{tails[value]}" for text, value in zip(texts, values, strict=True)]
            return [
                f"{start}{text}{tails[value]}"
                if value is not None and value != ""
                else blank and f"{start}{text}{blank}"
                for text, value in zip(texts, values, strict=True)
            ]

        return values_only

    def with_formulas(
        numbers: range, texts: Sequence[str], values: Sequence[Any], rows: Sequence[Sequence[Any]]
    ) -> list[str]:
        cells = []
        for number, value, row in zip(numbers, values, rows, strict=True):
            if value is None:
                cells.append(blank and f"{start}{number}{blank}")
                continue
            text = formula(number, row)
            tail = plain(value) if text is None else formula_tail(style, text, write(value))
            cells.append(f"{start}{number}{tail}")
        return cells

    return with_formulas


def _blank(column: Column, style: int, text_style: int) -> str:
    """The tail of a cell whose row has no value: a word, or nought."""
    if isinstance(column.empty, str):
        return cell_tail(text_style, text_style, value_writer(Kind.TEXT))(column.empty)
    return cell_tail(style, text_style, value_writer(Kind.WHOLE))(column.empty)


_HEIGHTS = {"title": 26, "heading": 19}
"""Points: programs that open a workbook do not make a row grow with the letters in it."""

LINE = 15
"""Points of a line of a text that goes on below."""


def lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a column of a width in characters, with room for its indent.

    >>> lines_of("pay", 16), lines_of("part of the difference", 16)
    (1, 2)
    """
    return max(1, len(textwrap.wrap(text, max(1, width - 2))))


def _tall(height: int) -> str:
    return f' ht="{height}" customHeight="1"' if height else ""


def page_rows(rows: Iterable[Sequence[Cell | None]], styles: Mapping[str, int], letters: Callable[[int], str]) -> str:
    """The rows of a page, numbered from 1. A row or cell without content takes its place and no bytes."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{letters(at)}{number}{_page_cell(cell, styles)}'
            for at, cell in enumerate(row)
            if cell is not None and (cell.formula is not None or cell.value not in (None, ""))
        )
        if cells:
            height = max((_HEIGHTS.get(cell.look or "", 0) for cell in row if cell is not None), default=0)
            lines.append(f'<row r="{number}"{_tall(height)}>{cells}</row>')
    return "".join(lines)


def _page_cell(cell: Cell, styles: Mapping[str, int]) -> str:
    style = styles[cell.look or look_of(cell.kind, cell.places)]
    write = value_writer(cell.kind, cell.places)
    if cell.formula is not None:
        return formula_tail(style, cell.formula, None if cell.value is None else write(cell.value))
    return cell_tail(style, style if cell.kind in (Kind.TEXT, Kind.YES_NO) else styles["text"], write)(cell.value)
