"""Compare two workbooks cell by cell: value, formula, type, number format; then every other part byte by byte.

    python -m tests.compare_workbooks BEFORE.xlsx AFTER.xlsx

says `equal` and ends with 0, or names the first differences and ends with 1. How to show that a change of the program
leaves its workbooks alone:

1. With the program as it was, make a database once and keep it with the studies' keys, which lie beside it:
       export INSTANCE_FOLDER=/tmp/before DATABASE_URL=sqlite:////tmp/before/tracker.sqlite
       budgettracker demo --no-serve --size full
2. Copy the folder, and write the study's workbook from the copy with the program as it was (the demo keeps its keys in
   INSTANCE_FOLDER/demo, so that is the INSTANCE_FOLDER of this and the next step):
       budgettracker export --study "The first months of devolved budgets" --out before.xlsx
3. Copy it again, and do the same with the changed program after `budgettracker upgrade`; then compare.

Ids are random, and pseudonyms and the order of rows follow from ids: so one database serves both sides, never one made
by each. A fresh copy each time gives both workbooks the same number. `UPDATE study SET profile = 'internal'` in both
copies shows the other profile. A ledger's file (/ledger/file, signed in as finance) is compared in the same way.

Two demos made one by each program have other ids. With `--other-ids` their workbooks are compared as far as that goes:
pseudonyms stand for each other, a sheet's rows may stand in another order, formulas may differ in row numbers.

What may differ, and nothing else: IGNORED below.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

MOST = 20
IGNORED = {
    ("Cover", "Costing run"): re.compile(r"made on .*"),  # the moment of the run
    ("About", "Made"): re.compile(r"^.* by "),  # the moment at which a ledger's file was made
}
"""(Page, label in its first column) -> the part of the text beside it that tells when the workbook was made."""
OF_IDS = {("Cover", "Digest of the data rows"): re.compile(r".*")}
"""What besides follows from random ids."""
PSEUDONYM = re.compile(r"\b[FCWTS][A-Z2-7]{10}\b|\b[PE][A-Z2-7]{14}\b")

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")


class SeenCell(NamedTuple):
    """All that a cell is: its type, what is stored, its formula, and how it is shown."""

    type: str
    value: str
    formula: str | None
    style: str
    """The number format, then the style's number."""


Cells = dict[str, SeenCell]
"""Cells by their place: `B7`."""


def differences(before: Path, after: Path, *, other_ids: bool = False) -> Iterator[str]:
    """Each difference in words: the sheets and their order, each cell, then every part of the archive but the cells."""
    with ZipFile(before) as one, ZipFile(after) as other:
        sheets, others = _sheets(one), _sheets(other)
        if list(sheets) != list(others):
            yield f"sheets: {list(sheets)} and {list(others)}"
            return
        for name in sheets:
            pair = _cells(one, sheets[name]), _cells(other, others[name])
            yield from _of_rows(name, *pair) if other_ids else _of_cells(name, *pair)
        yield from _of_parts(one, other)


def rows_of(path: Path) -> dict[str, list[dict[str, SeenCell]]]:
    """The rows of every sheet, in their order; a cell stands under its column's letter."""
    with ZipFile(path) as book:
        return {name: _rows(_cells(book, part)) for name, part in _sheets(book).items()}


def _rows(cells: Cells) -> list[dict[str, SeenCell]]:
    rows: dict[str, dict[str, SeenCell]] = {}
    for place, cell in cells.items():
        column = re.sub("[0-9]", "", place)
        rows.setdefault(place[len(column) :], {})[column] = cell
    return list(rows.values())


def _sheets(book: ZipFile) -> dict[str, str]:
    """Each sheet's part by its name, in the order of the tabs."""
    targets = {item.get("Id"): item.get("Target", "") for item in fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    values = {}
    for sheet in fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(_OFFICE)]
        values[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return values


def _cells(book: ZipFile, part: str) -> Cells:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in book.NameToInfo:
        items = fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_MAIN}si")
        shared = ["".join(item.itertext()) for item in items]
    formats = _number_formats(book)
    cells: Cells = {}
    for cell in fromstring(book.read(part)).iter(f"{_MAIN}c"):
        value = "".join(text.text or "" for kind in ("v", "t") for text in cell.iter(f"{_MAIN}{kind}"))
        type_, formula = cell.get("t", "n"), cell.find(f"{_MAIN}f")
        style = cell.get("s", "0")
        shown = f"{formats[int(style)]} (style {style})"
        text = shared[int(value)] if type_ == "s" else value
        cells[cell.get("r", "")] = SeenCell(type_, text, None if formula is None else formula.text, shown)
    return cells


def _number_formats(book: ZipFile) -> list[str]:
    styles = fromstring(book.read("xl/styles.xml"))
    own = {item.get("numFmtId"): item.get("formatCode", "") for item in styles.iter(f"{_MAIN}numFmt")}
    used: Any = styles.find(f"{_MAIN}cellXfs")
    return [own.get(item.get("numFmtId"), f"built-in {item.get('numFmtId')}") for item in used]


def _of_cells(name: str, before: Cells, after: Cells) -> Iterator[str]:
    for place in dict.fromkeys([*before, *after]):
        one, other = _compared(name, place, before), _compared(name, place, after)
        if one != other:
            yield f"{name}!{place}: {one} and {other}"


def _compared(name: str, place: str, cells: Cells, more: dict[tuple[str, str], re.Pattern[str]] | None = None) -> Any:
    """A cell without what tells when the workbook was made."""
    cell, label = cells.get(place), cells.get(f"A{re.sub('[A-Z]', '', place)}")
    ignored = (IGNORED | (more or {})).get((name, label.value)) if label else None
    return cell._replace(value=ignored.sub("...", cell.value)) if cell and ignored and place[0] == "B" else cell


def _of_rows(name: str, before: Cells, after: Cells) -> Iterator[str]:
    """Rows as a bag: pseudonyms stand for each other, and row numbers in formulas for any."""
    one, other = _bag(name, before), _bag(name, after)
    for row in islice(((one - other) + (other - one)).elements(), MOST):
        yield f"{name}: a row on one side only: {row}"


def _bag(name: str, cells: Cells) -> Counter[tuple[Any, ...]]:
    rows: dict[str, list[Any]] = {}
    for place in cells:
        cell = _compared(name, place, cells, OF_IDS)
        column = re.sub("[0-9]", "", place)
        formula = cell.formula and re.sub("[0-9]+", "0", cell.formula)
        value = PSEUDONYM.sub("pseudonym", cell.value)
        rows.setdefault(place[len(column) :], []).append((column, cell._replace(value=value, formula=formula)))
    return Counter(tuple(row) for row in rows.values())


def _of_parts(one: ZipFile, other: ZipFile) -> Iterator[str]:
    for name, its_name in zip_longest(one.namelist(), other.namelist()):
        if name != its_name:
            yield f"parts: {name} and {its_name}"
            return
        before, after = one.read(name), other.read(name)
        if _SHEETS.fullmatch(name):
            before, after = (re.sub(rb"(?s)<sheetData>.*</sheetData>", b"", part) for part in (before, after))
        if before != after:
            yield f"the part {name}"


def main(arguments: list[str]) -> int:
    """Print what differs; 0 when nothing does, 1 when something does, 2 when asked for wrongly."""
    other_ids = "--other-ids" in arguments
    paths = [Path(argument) for argument in arguments if argument != "--other-ids"]
    if len(paths) != 2:
        print("usage: python -m tests.compare_workbooks [--other-ids] BEFORE.xlsx AFTER.xlsx")
        return 2
    rows = list(islice(differences(*paths, other_ids=other_ids), MOST))
    print("\n".join(rows) if rows else "equal")
    return 1 if rows else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
