"""The marks of an OpenDocument workbook's cells: errors, percentages, hidden rows and columns."""

import zipfile
import zlib
from pathlib import Path
from xml.sax.xmlreader import AttributesImpl

from budgettracker.imports.files.cell_marks import Marks
from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_rows import ABOVE, MOST_COLUMNS, MOST_ROWS
from budgettracker.imports.files.sheet_xml import DAMAGED, Handler, parse

_WORDS = (b'calcext:value-type="error"', b'office:value-type="percentage"', b"table:visibility=", b"table:null-date")
_UNSEEN = frozenset({"collapse", "filter"})


def ods_marks(path: Path) -> dict[str, Marks]:
    """The marks of each sheet, by its name; none for a workbook without any. Raises FileRefused for damaged files."""
    try:
        with zipfile.ZipFile(path) as archive:
            if not _has_any(archive):
                return {}
            handler = _MarksHandler()
            with archive.open("content.xml") as content:
                for _ in parse(content, handler):
                    pass
            return handler.sheets
    except (KeyError, zipfile.BadZipFile, zlib.error):
        raise FileRefused(DAMAGED) from None


def _has_any(archive: zipfile.ZipFile) -> bool:
    before = b""
    with archive.open("content.xml") as content:
        while chunk := content.read(1 << 20):
            if any(word in before + chunk for word in _WORDS):
                return True
            before = chunk[-len(max(_WORDS, key=len)) :]
    return False


class _MarksHandler(Handler):
    """Counts rows and columns, which an OpenDocument sheet repeats instead of writing them out."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Marks] = {}
        self._marks, self._from_1904 = Marks(), False
        self._row = self._rows = self._column = self._columns = 0

    def opened(self, name: str, attrs: AttributesImpl) -> None:
        """The day that days are counted from, a sheet, a column, a row, or a cell."""
        if name == "table":
            self._marks = self.sheets.setdefault(attrs.get("table:name", ""), Marks(from_1904=self._from_1904))
            self._row = self._rows = self._columns = 0
        elif name == "null-date":
            self._from_1904 = attrs.get("table:date-value", "").startswith("1904")
        elif name == "table-column":
            first, many = self._columns + 1, _times(attrs, "table:number-columns-repeated")
            self._columns += many
            if attrs.get("table:visibility") in _UNSEEN:
                self._marks.hidden.columns.update(range(first, min(first + many, MOST_COLUMNS + 1)))
        elif name == "table-row":
            self._row, self._rows = self._row + self._rows, _times(attrs, "table:number-rows-repeated")
            self._column = 0
            if attrs.get("table:visibility") in _UNSEEN:
                self._marks.hidden.rows.update(self._numbers())
        elif name in ("table-cell", "covered-table-cell"):
            first, many = self._column + 1, _times(attrs, "table:number-columns-repeated")
            self._column += many
            self._cell(attrs, range(first, min(first + many, MOST_COLUMNS + 1)))

    def _cell(self, attrs: AttributesImpl, columns: range) -> None:
        error = attrs.get("calcext:value-type") == "error"
        if not error and attrs.get("office:value-type") != "percentage":
            return
        places = [(row, column) for row in self._numbers() for column in columns]
        if error:
            self._marks.errors.update(dict.fromkeys(places, "#N/A"))
        else:
            self._marks.percentages.update(places)
        self._marks.require_few()

    def _numbers(self) -> range:
        return range(self._row + 1, min(self._row + self._rows, MOST_ROWS + ABOVE) + 1)


def _times(attrs: AttributesImpl, name: str) -> int:
    text = attrs.get(name, "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 1
