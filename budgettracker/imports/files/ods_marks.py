"""The marks of an OpenDocument workbook's cells: errors, percentages, other money, what is hidden or struck through."""

import re
import zipfile
import zlib
from pathlib import Path
from xml.sax.xmlreader import AttributesImpl

from budgettracker.imports.files.cell_marks import Marks
from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_rows import ABOVE, MOST_COLUMNS, MOST_ROWS
from budgettracker.imports.files.sheet_xml import DAMAGED, Handler, parse

_ANY = re.compile(
    rb'calcext:value-type="error"|office:value-type="percentage"|office:currency="(?!GBP")|table:visibility='
    rb'|table:null-date|style:text-line-through-style="(?!none")'
)
_LONGEST = 64
"""More than any of these takes."""
_CONTENT, _STYLES = "content.xml", "styles.xml"
_UNSEEN = frozenset({"collapse", "filter"})


def ods_marks(path: Path) -> dict[str, Marks]:
    """The marks of each sheet, by its name; none for a workbook without any. Raises FileRefused for damaged files."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in (_STYLES, _CONTENT) if part in archive.namelist()]
            if not any(_has_any(archive, part) for part in parts):
                return {}
            handler = _MarksHandler()
            for part in parts:
                with archive.open(part) as content:
                    for _ in parse(content, handler):
                        pass
            return handler.sheets
    except (KeyError, zipfile.BadZipFile, zlib.error):
        raise FileRefused(DAMAGED) from None


def _has_any(archive: zipfile.ZipFile, part: str) -> bool:
    before = b""
    with archive.open(part) as content:
        while chunk := content.read(1 << 20):
            if _ANY.search(before + chunk):
                return True
            before = chunk[-_LONGEST:]
    return False


class _MarksHandler(Handler):
    """Counts rows and columns, which an OpenDocument sheet repeats instead of writing them out."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Marks] = {}
        self._marks, self._from_1904 = Marks(), False
        self._row = self._rows = self._column = self._columns = 0
        self._struck: set[str] = set()
        self._style = self._of_row = ""
        self._of_columns: list[range] = []

    def opened(self, name: str, attrs: AttributesImpl) -> None:
        """The day that days are counted from, a style, a sheet, a column, a row, a cell, or letters in it."""
        if name == "table":
            self._marks = self.sheets.setdefault(attrs.get("table:name", ""), Marks(from_1904=self._from_1904))
            self._row = self._rows = self._columns = 0
            self._of_columns = []
        elif name == "null-date":
            self._from_1904 = attrs.get("table:date-value", "").startswith("1904")
        elif name in ("style", "default-style", "text-properties"):
            self._style_of(name, attrs)
        elif name == "table-column":
            self._column_of(attrs)
        elif name == "table-row":
            self._row, self._rows = self._row + self._rows, _times(attrs, "table:number-rows-repeated")
            self._column, self._of_row = 0, attrs.get("table:default-cell-style-name", "")
            if attrs.get("table:visibility") in _UNSEEN:
                self._marks.hidden.rows.update(self._numbers())
        elif name in ("table-cell", "covered-table-cell"):
            first, many = self._column + 1, _times(attrs, "table:number-columns-repeated")
            self._column += many
            self._cell(attrs, range(first, min(first + many, MOST_COLUMNS + 1)))
        elif name == "span" and attrs.get("text:style-name") in self._struck:
            self._marks.hidden.struck.update(self._numbers())

    def _style_of(self, name: str, attrs: AttributesImpl) -> None:
        """A style is struck through by itself or by the one it is made of; what all are made of has no name."""
        if name == "text-properties":
            line = attrs.get("style:text-line-through-style", "")
        else:
            self._style = attrs.get("style:name", "")
            line = "solid" if attrs.get("style:parent-style-name") in self._struck else "none"
        if line == "none":
            self._struck.discard(self._style)
        elif line and self._style:
            self._struck.add(self._style)

    def _column_of(self, attrs: AttributesImpl) -> None:
        first, many = self._columns + 1, _times(attrs, "table:number-columns-repeated")
        self._columns += many
        columns = range(first, min(first + many, MOST_COLUMNS + 1))
        if attrs.get("table:visibility") in _UNSEEN:
            self._marks.hidden.columns.update(columns)
        if attrs.get("table:default-cell-style-name") in self._struck:
            self._of_columns.append(columns)

    def _cell(self, attrs: AttributesImpl, columns: range) -> None:
        if "office:value-type" not in attrs.getNames():
            return
        style = attrs.get("table:style-name") or self._of_row
        if style in self._struck or (not style and any(columns[0] in struck for struck in self._of_columns if columns)):
            self._marks.hidden.struck.update(self._numbers())
        error, money = attrs.get("calcext:value-type") == "error", attrs.get("office:currency", "GBP")
        percentage = attrs.get("office:value-type") == "percentage"
        if not error and not percentage and money == "GBP":
            return
        places = [(row, column) for row in self._numbers() for column in columns]
        if error:
            self._marks.errors.update(dict.fromkeys(places, "#N/A"))
        elif percentage:
            self._marks.percentages.update(places)
        else:
            self._marks.monies.update(dict.fromkeys(places, money))
        self._marks.require_few()

    def _numbers(self) -> range:
        return range(self._row + 1, min(self._row + self._rows, MOST_ROWS + ABOVE) + 1)


def _times(attrs: AttributesImpl, name: str) -> int:
    text = attrs.get(name, "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 1
