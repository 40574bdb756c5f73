"""A column is looked at as a whole before a cell of it is believed: the order of its dates, the unit of its numbers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from budgettracker.imports.cells import dates as cell_dates
from budgettracker.imports.cells.dates import ORDER, both_ways, order_shown
from budgettracker.imports.cells.text import AS_WRITTEN, kind_of
from budgettracker.imports.files.letters import ungarbled
from budgettracker.imports.files.problems import CellRefused, FileRefused, Note, Problem, Question, shown
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.tables.answers import question
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.find_tables import Table
from budgettracker.imports.tables.headings import Place, Plan, find_heading
from budgettracker.imports.tables.units import hours_doubts, number_of, unit_doubts
from budgettracker.periods import long_date


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Cells of a column that cannot be believed: which they are, and what to say of each."""

    place: Place
    doubted: Callable[[str], bool]
    reason: Callable[[str], str]
    question_of: Callable[[str], Question | None]


def month_first_proof(label: str, plan: Plan) -> str | None:
    """A date that can only have its month first, with its place: one program may have written all of a folder's files."""
    for place in plan.places:
        text = _showing(place, "figures", "month_first") if place.column.dated else None
        if text:
            return f"{label}, row {place.texts[text]} has “{text.strip()}” in {place.column.name}"
    return None


def column_doubts(table: Table, plan: Plan, elsewhere: str | None) -> Iterator[Problem]:
    """A problem for each cell that reads well by itself and cannot be believed beside the others of its column.

    `elsewhere` is a date of any file of the folder that has its month first.
    """
    doubts = [*_order_doubts(plan, elsewhere), *_swapped_doubts(plan)]
    if doubts:
        for number, cells in _again(table):
            yield from _of_row(table.label, number, cells, doubts)
    yield from hours_doubts(table.label, plan, lambda: _again(table))
    yield from unit_doubts(table.label, plan, lambda: _again(table))


def _of_row(label: str, number: int, cells: list[str], doubts: list[_Doubt]) -> Iterator[Problem]:
    for doubt in doubts:
        text = cells[doubt.place.index] if doubt.place.index < len(cells) else ""
        if text and doubt.doubted(text):
            name = doubt.place.column.name
            yield Problem(label, number, name, doubt.reason(text), text.strip(), doubt.question_of(text))


def _again(table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows below the headings once more: only where something is doubted."""
    try:
        first = find_heading(CONTRACTS[table.name], iter(table.rows()))
        if first is not None:
            yield from first.below
    except (FileRefused, OSError):
        # The file broke off when it was read the first time too: the report says so.
        return


def _order_doubts(plan: Plan, elsewhere: str | None) -> Iterator[_Doubt]:
    """Dates that may be two days, in a column or beside one in which another date proves the unusual order."""
    places = [place for place in plan.places if place.column.dated]
    for written, unusual in (("figures", "month_first"), ("iso", "day_first")):
        usual = "day_first" if unusual == "month_first" else "month_first"
        iso = written == "iso"
        proofs = {place.index: proof for place in places if (proof := _proof(place, written, unusual))}
        beside = next(iter(proofs.values()), None if iso else elsewhere)
        for place in places:
            answered = not iso and place.answers.order(place.table, place.column.name) is not None
            proof = proofs.get(place.index) or (None if _showing(place, written, usual) else beside)
            if proof is not None and not answered:
                yield _Doubt(
                    place,
                    lambda cell, written=written: order_shown(cell) == (written, "either"),  # type: ignore[misc]
                    lambda cell, proof=proof, iso=iso: _two_days(cell, proof, iso=iso),  # type: ignore[misc]
                    lambda _, place=place, iso=iso: None if iso else _order_of(place),  # type: ignore[misc]
                )


def _showing(place: Place, written: str, order: str) -> str | None:
    """A date of a column that shows this order, or None."""
    return next((text for text in place.texts if order_shown(text) == (written, order)), None)


def _proof(place: Place, written: str, order: str) -> str | None:
    """Where a column shows this order, in words; None when it does not."""
    text = _showing(place, written, order)
    return f"row {place.texts[text]} has “{text.strip()}” in {place.column.name}" if text else None


def _two_days(cell: str, proof: str, *, iso: bool) -> str:
    if iso:
        return f"may have its day before its month: {proof}. Write dates like 31/03/2026."
    try:
        first, second = both_ways(cell)
    except CellRefused:
        return f"may have its month first: {proof}."
    return f"may be {long_date(first)} or {long_date(second)}: {proof}, with the month first."


def _order_of(place: Place) -> Question:
    return question(place.table, place.column.name, ORDER, cell_dates.ORDERS[::-1])


def _swapped_doubts(plan: Plan) -> Iterator[_Doubt]:
    """Real dates of a workbook beside texts that are dates: the program that made the dates had another order.

    It could make dates only of those whose day is no more than 12, and took that for the month.
    """
    for place in plan.places:
        if not place.column.dated or place.answers.order(place.table, place.column.name) == "day_first":
            continue
        texts = [_showing(place, "figures", order) for order in cell_dates.ORDERS]
        proof = next(filter(None, texts), None)
        real = [text for text in place.texts if kind_of(text) == "date"]
        if proof is None or not real or any(int(text[8:10]) > 12 for text in real):
            continue
        reason = (
            f"is a date, while “{proof.strip()}” in row {place.texts[proof]} is a text: a spreadsheet may have taken its "
            "day for its month."
        )
        yield _Doubt(
            place,
            lambda cell, place=place: _is_swapped(cell, place),  # type: ignore[misc]
            lambda _, reason=reason: reason,  # type: ignore[misc]
            lambda cell, place=place: question(place.table, place.column.name, AS_WRITTEN, (cell.strip(),)),  # type: ignore[misc]
        )


def _is_swapped(cell: str, place: Place) -> bool:
    known = place.answers.as_written(place.table, place.column.name, cell)
    return isinstance(cell, SheetCell) and cell.kind == "date" and not known and cell[5:7] != cell[8:10]


def column_notes(table: Table, plan: Plan) -> Iterator[Note]:
    """What was read of a column that a person may not expect: cells that say they are empty, bare numbers as days."""
    for place in plan.places:
        name = place.column.name
        for text, rows in place.nothing.items():
            counted = f"{len(rows):,} cells were" if len(rows) > 1 else "the cell was"
            yield Note(table.label, rows[0], name, f"“{text}” was read as nothing: {counted} taken as empty.")
        serial = next((text for text in place.texts if place.column.dated and cell_dates.is_serial(text)), None)
        if serial is not None:
            on = long_date(cell_dates.day(serial))
            words = f"“{serial.strip()}” is a spreadsheet’s number of a day and was read as {on}."
            yield Note(table.label, place.texts[serial], name, words)
        if place.garbled is not None:
            text, row = place.garbled
            before = shown(ungarbled(text.strip()) or "")
            words = f"“{shown(text.strip())}” has letters that another program read wrongly: it was “{before}”."
            yield Note(table.label, row, name, f"{words} It was kept as it is written, like others of its kind.")
        yield from _short_weeks(table, place)


def _short_weeks(table: Table, place: Place) -> Iterator[Note]:
    """Weekly hours that may be of a day, beside others that are of a week."""
    if place.column.name != "weekly_hours":
        return
    for text, row in place.texts.items():
        hours = number_of(text)
        if hours is not None and 2 <= hours <= 8:
            words = f"“{text.strip()}” was read as so many hours a week. Are they of a day?"
            yield Note(table.label, row, place.column.name, words)
