"""What a workbook that leaves must not have: anything hidden, foreign, active or personal in any of its parts.

Parts are an allow-list: what is not known to be harmless is reported, whatever it is.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

from budgettracker.workbooks.archive import SheetPart, relations, sheet_parts, workbook_part
from budgettracker.workbooks.plain_rows import Stretches, pieces, plain_formulas, plain_text
from budgettracker.workbooks.readback import safe_parser
from budgettracker.workbooks.style import LANGUAGE, PRODUCT, TITLE

FUNCTIONS = frozenset(
    {"ABS", "COUNTIFS", "IF", "INDEX", "MATCH", "MAX", "OR", "ROUND", "ROW", "SUM", "SUMIFS", "SUMPRODUCT"}
)
"""The functions formulas may use: each reckons alike in Excel and LibreOffice, and reaches nothing outside the book."""

_PARTS = frozenset(
    {"officeDocument", "worksheet", "styles", "theme", "sharedStrings", "table", "core-properties"}
    | {"extended-properties", "drawing", "chart"}
)
_HARMLESS_NAMES = re.compile(r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels")
_PROPERTIES = frozenset({("Application", PRODUCT), ("creator", PRODUCT), ("title", TITLE), ("language", LANGUAGE)})
_ACTIVE = re.compile(r"macro|vba|activex|oleObject|connection|externalLink", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_FUNCTION = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")
_OTHER_SHEET = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)!")
_FOREIGN = re.compile(r"[\[\]{}|'@]|//|#[A-Z]")
_FIRSTS_OF = re.compile(r"('[A-Za-z][A-Za-z0-9_]*'!)\$1:\$1(?:,\1\$A:\$A)?")
_HIDES = frozenset({"1", "true", "hidden", "veryHidden"})
_NOT_IN_SHEETS = frozenset(
    {"hyperlink", "legacyDrawing", "oleObject", "control", "webPublishItem", "picture", "mergeCell"}
)
_SIZES = ("ht", "width")
_FLAT = re.compile(r"0(?:\.[0-9]*)?")
_BETWEEN = "\x00"
"""Stands in no XML, so in no formula."""
_MOST = 50
_SHAPES = 10_000


def findings(path: Path, stretches: dict[str, Stretches] | None = None) -> list[str]:
    """Everything about a workbook that must not be there, in words; an empty list if nothing is. At most 50 are told.

    What pieces its sheets have is left in `stretches` by part, for whoever reads the same file next (`Book`).

    Looked for: hidden sheets, rows, columns and names; comments; links to outside; macros and active parts; merged
    cells; cells that are errors; formulas beyond FUNCTIONS or reaching out of the book; properties other than the
    product's name, a title that is always the same, and the language; any part that this program does not make.
    """
    with ZipFile(path) as book:
        return list(islice(_all(book, {} if stretches is None else stretches), _MOST))


def _all(book: ZipFile, stretches: dict[str, Stretches]) -> Iterator[str]:
    yield from _parts(book)
    yield from _properties(book)
    yield from _workbook(book)
    names = {sheet.name for sheet in sheet_parts(book)}
    for sheet in sheet_parts(book):
        if sheet.state != "visible":
            yield f"sheet {sheet.name} is {sheet.state}"
        yield from _sheet(book, sheet, names, stretches)


def _parts(book: ZipFile) -> Iterator[str]:
    """Follow every relationship from the package down; then name what no relationship reached."""
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        part = waiting.pop()
        for relation in relations(book, part):
            if relation.external:
                yield f"a link to outside: {relation.target}"
            elif relation.type not in _PARTS:
                yield f"a part of the kind {relation.type}: {relation.target}"
            elif relation.target not in reached:
                reached.add(relation.target)
                waiting.append(relation.target)
    for name in book.namelist():
        if name not in reached and not _HARMLESS_NAMES.fullmatch(name):
            yield f"a part that nothing names: {name}"
    types = book.read("[Content_Types].xml").decode()
    if active := _ACTIVE.search(types):
        yield f"a content type that can be active: {active[0]}"


def _properties(book: ZipFile) -> Iterator[str]:
    for relation in relations(book, ""):
        if relation.type in ("core-properties", "extended-properties"):
            for element in fromstring(book.read(relation.target)).iter():
                name, text = element.tag.rpartition("}")[2], (element.text or "").strip()
                if text and (name, text) not in _PROPERTIES:
                    yield f"a property {name}: {text}"


def _workbook(book: ZipFile) -> Iterator[str]:
    for element in fromstring(book.read(workbook_part(book))).iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "definedName" and not _repeats_headings(element) and _hides_or_reaches_out(element):
            yield f"a defined name that is hidden or reaches outside: {element.get('name')}"
        if tag in ("externalReference", "fileSharing", "functionGroup", "webPublishObject"):
            yield f"{tag} in the workbook"


def _repeats_headings(element: Element) -> bool:
    """Is a defined name no more than the wish to print a sheet's first row, and column, on each of its pages?"""
    shown = element.get("hidden") not in _HIDES
    return shown and element.get("name") == "_xlnm.Print_Titles" and bool(_FIRSTS_OF.fullmatch(element.text or ""))


def _hides_or_reaches_out(element: Element) -> bool:
    return element.get("hidden") in _HIDES or bool(_FOREIGN.search(element.text or ""))


def _sheet(book: ZipFile, sheet: SheetPart, sheets: set[str], stretches: dict[str, Stretches]) -> Iterator[str]:
    reading, lengths = _SheetReading(sheets), Stretches()
    with book.open(sheet.part) as file:
        for plain, piece in pieces(file):
            lengths.append((plain, len(piece)))
            if plain:
                reading.formulas(map(plain_text, plain_formulas(piece)))
            else:
                reading.parser.Parse(piece, False)
            yield from (f"{sheet.name}: {fault}" for fault in reading.faults)
            reading.faults.clear()
    reading.parser.Parse(b"", True)
    yield from (f"{sheet.name}: {fault}" for fault in reading.faults)
    stretches[sheet.part] = lengths


class _SheetReading:
    """One sheet as its XML streams by: what it must not have is gathered in `faults`."""

    def __init__(self, sheets: set[str]) -> None:
        self.faults: list[str] = []
        self.sheets = sheets
        self.formula: list[str] = []
        self.shapes: set[str] = set()
        self.parser = safe_parser()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "f":
            self.formula.clear()
            self.parser.CharacterDataHandler = self.formula.append
            if attributes:
                self.faults.append(f"a formula of a special kind {attributes}")
        elif attributes.get("hidden") in _HIDES or any(_FLAT.fullmatch(attributes.get(at, "")) for at in _SIZES):
            self.faults.append(f"a hidden {tag} {attributes.get('r') or attributes.get('min', '')}")
        elif tag == "c" and attributes.get("t") == "e":
            self.faults.append(f"an error in {attributes.get('r')}")
        elif tag in _NOT_IN_SHEETS:
            self.faults.append(f"a {tag} {attributes.get('ref', '')}")

    def end(self, tag: str) -> None:
        """An element ends; formulas of a column differ in row numbers alone, and each shape is looked at once."""
        if tag != "f":
            return
        self.parser.CharacterDataHandler = None
        self.formulas(["".join(self.formula)])

    def formulas(self, formulas: Iterable[str]) -> None:
        """Look at formulas; those of a column differ in row numbers alone, and each shape is looked at once."""
        written = list(formulas)
        shapes = re.sub("[0-9]+", "0", _BETWEEN.join(written)).split(_BETWEEN)
        for shape, text in dict(zip(shapes, written, strict=True)).items() if written else ():
            if shape in self.shapes:
                continue
            if len(self.shapes) < _SHAPES:
                self.shapes.add(shape)
            self.faults.extend(f"{fault} in {text[:80]}" for fault in formula_faults(text, self.sheets))


def formula_faults(formula: str, sheets: set[str]) -> list[str]:
    """What a formula must not have: functions beyond FUNCTIONS, sheets that do not exist, the outside."""
    bare = _QUOTED.sub('""', formula)
    faults = [f"the function {used}" for used in _FUNCTION.findall(bare) if used.upper() not in FUNCTIONS]
    faults += [f"the sheet {used}" for used in _OTHER_SHEET.findall(bare) if used not in sheets]
    if foreign := _FOREIGN.search(bare):
        faults.append(f"the sign {foreign[0]}")
    return faults
