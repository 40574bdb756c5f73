"""The cells of a workbook's sheet as the text a person sees, with their kind: numbers exact, dates as ISO days."""

import re
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from typing import Literal
from xml.sax.xmlreader import AttributesImpl

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from budgettracker.imports.files.number_formats import other_money, seen
from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.files.sheet_days import FROM_1900, FROM_1904, day_and_seconds
from budgettracker.imports.files.sheet_xml import DAMAGED, YES, Handler, StringsHandler, StylesHandler, is_struck

MOST_ROWS = 300_000
ABOVE = 100
"""Rows that may stand above the first of a table: a title, and its headings."""
MOST_CELLS = 6_000_000
MOST_COLUMNS = 500
_REMEMBERED = 20_000
LAST_ROW = 1_048_576

Shape = Literal["plain", "date", "duration", "percent", "padded"]

# A spreadsheet computes in binary and shows 15 figures; what lies behind them is noise of its arithmetic.
_AS_SHOWN = Context(prec=15)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Formats:
    """How the numbers of a workbook are shown: as dates, times, percentages, with leading zeros, or plainly."""

    def __init__(self, styles: StylesHandler, *, starts_1904: bool) -> None:
        self._codes = [_code(styles, at) for at in styles.formats]
        self._shapes = [_shape(code) for code in self._codes]
        # The formats that every workbook has by number show the money of whoever looks at them.
        self._money = [other_money(styles.codes.get(at, "")) for at in styles.formats]
        self.struck = frozenset(styles.struck)
        self._kept: dict[tuple[str, int], str] = {}
        self._first = FROM_1904 if starts_1904 else FROM_1900
        self._from_1904 = starts_1904

    def shown(self, raw: str, style: int) -> str:
        """The text of a number as its cell shows it; dates and minutes repeat, so what was shown is kept."""
        cell = self._kept.get((raw, style))
        if cell is None:
            cell = self._shown(raw, style)
            if len(self._kept) < _REMEMBERED and len(raw) < 40:
                self._kept[raw, style] = cell
        return cell

    def _shown(self, raw: str, style: int) -> str:
        """As `shown`; a number too large or small to write out stays as stored."""
        shape = self._shapes[style] if 0 <= style < len(self._shapes) else "plain"
        try:
            number = _AS_SHOWN.create_decimal(raw)
        except InvalidOperation:
            raise FileRefused(DAMAGED) from None
        if not number.is_finite() or (number and abs(number.adjusted()) > 20):
            return SheetCell(raw, "number")
        if shape == "date":
            return self._day(number) or SheetCell(_written(number), "number")
        if shape == "duration":
            return _clock(number)
        if shape == "percent":
            return SheetCell(_written(number * 100) + "%", "number")
        text = _written(number)
        if shape == "padded" and text.isdecimal():
            text = text.zfill(len(self._codes[style]))
        code = self._codes[style] if 0 <= style < len(self._codes) else "General"
        money = self._money[style] if 0 <= style < len(self._money) else ""
        return SheetCell(text, "number", seen=seen(code, number), from_1904=self._from_1904, currency=money)

    def _day(self, serial: Decimal) -> SheetCell | None:
        try:
            on, seconds = day_and_seconds(serial, self._first)
        except OverflowError:
            return None
        time = f" {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" if seconds else ""
        return SheetCell(f"{on:%Y-%m-%d}{time}", "date")


def _code(styles: StylesHandler, at: str) -> str:
    if at in styles.codes:
        return styles.codes[at]
    code = BUILTIN_FORMATS.get(int(at)) if at.isdecimal() and len(at) < 6 else None
    return str(code or "General")


def _shape(code: str) -> Shape:
    if is_timedelta_format(code):
        return "duration"
    if is_date_format(code):
        bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code.split(";")[0]).lower()
        only_time = not re.search("[dy]", bare) and re.search("[hs]", bare)
        return "duration" if only_time else "date"
    if "%" in code:
        return "percent"
    return "padded" if re.fullmatch("0{2,}", code) else "plain"


def _written(number: Decimal) -> str:
    """A number without exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _clock(days: Decimal) -> str:
    minutes = int((days * 1440).to_integral_value())
    return (
        SheetCell(f"{minutes // 60}:{minutes % 60:02d}", "time")
        if minutes >= 0
        else SheetCell(_written(days), "number")
    )


@dataclass(slots=True)
class Hidden:
    """What a sheet does not show to whoever looks at it: rows with content, by number, and columns from 1.

    `struck` are the rows in which something is struck through: whoever looks at them takes it as not meant.
    """

    rows: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


class RowsHandler(Handler):
    """The rows of a sheet, each taken as soon as it is complete; rows without content are passed over.

    `hidden` is told what nobody sees.
    """

    collects = frozenset({"v", "t", "f"})

    def __init__(self, shared: StringsHandler, formats: Formats, hidden: Hidden) -> None:
        super().__init__()
        self._strings, self._struck_texts, self._formats = shared.texts, shared.struck, formats
        self._is_struck = False
        self._hidden, self._rows_are_hidden, self._row_is_hidden = hidden, False, False
        self._done: list[tuple[int, list[str]]] = []
        self._row: list[str] = []
        self._number = self._rows = self._cells = 0
        self._column = -1
        self._type = "n"
        self._style = 0
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula: str | None = None
        self._phonetic = False
        self._columns: dict[str, int] = {}

    def take(self) -> list[tuple[int, list[str]]]:
        """The rows completed since the last call."""
        done, self._done = self._done, []
        return done

    def opened(self, name: str, attrs: AttributesImpl) -> None:
        """A row or a cell starts; what the file leaves out follows from the one before."""
        if name == "c":
            letters = attrs.get("r", "").rstrip("0123456789")
            self._column = self._index(letters) if letters else self._column + 1
            self._type = attrs.get("t", "n")
            style = attrs.get("s", "0")
            self._style = int(style) if style.isdecimal() and len(style) < 8 else -1
            self._value, self._formula, self._is_struck = None, None, False
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise FileRefused(f"it has more than {MOST_CELLS:,} cells. Split it or save it as CSV.")
        elif name == "row":
            number = attrs.get("r") or str(self._number + 1)
            at = int(number) if number.isdecimal() and len(number) < 8 else 0
            if not self._number < at <= LAST_ROW:
                raise FileRefused(DAMAGED)
            self._number, self._row, self._column = at, [], -1
            self._row_is_hidden = _is_hidden(attrs, "ht", unless_stated=self._rows_are_hidden)
            self._rows += 1
            if self._rows > MOST_ROWS + ABOVE:
                raise FileRefused(f"it has more than {MOST_ROWS:,} rows. Split it or save it as CSV.")
        elif name == "rPh":
            self._phonetic = True
        elif is_struck(name, attrs):
            self._is_struck = True
        elif name == "col" and _is_hidden(attrs, "width"):
            self._hidden.columns.update(_span(attrs.get("min", ""), attrs.get("max", "")))
        elif name == "sheetFormatPr":
            self._rows_are_hidden = attrs.get("zeroHeight") in YES

    def text(self, name: str, text: str) -> None:
        """The stored value, a formula, or a piece of text inside the cell."""
        if name == "v":
            self._value = text
        elif name == "f":
            self._formula = text
        elif not self._phonetic:
            self._inline.append(text)

    def closed(self, name: str) -> None:
        """A cell or a row is complete."""
        if name == "c":
            text = self._shown()
            self._inline = []
            if text:
                self._row.extend("" for _ in range(self._column - len(self._row)))
                self._row.append(text)
                if self._is_struck or self._style in self._formats.struck:
                    self._hidden.struck.add(self._number)
        elif name == "row":
            if any(not cell.isspace() for cell in self._row if cell):
                self._done.append((self._number, self._row))
                if self._row_is_hidden:
                    self._hidden.rows.add(self._number)
            self._row = []
        elif name == "rPh":
            self._phonetic = False

    def _index(self, letters: str) -> int:
        index = self._columns.get(letters)
        if index is None:
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise FileRefused(DAMAGED)
            index = 0
            for letter in letters.upper():
                index = index * 26 + ord(letter) - 64
            index -= 1
            self._columns[letters] = index
        return index

    def _shown(self) -> str:
        kind, value = self._type, self._value
        if kind == "inlineStr":
            return _unescaped("".join(self._inline))
        if value is None or (kind != "str" and not value.strip()):
            return SheetCell(f"={self._formula}", "formula") if self._formula is not None else ""
        if self._column >= MOST_COLUMNS:
            raise FileRefused(
                f"row {self._number} has cells beyond column {MOST_COLUMNS}. Delete the columns not needed."
            )
        if self._column < len(self._row):
            raise FileRefused(DAMAGED)
        if kind == "s":
            return _unescaped(self._shared(value))
        if kind == "str":
            return _unescaped(value)
        if kind == "b":
            return SheetCell("TRUE" if value.strip() == "1" else "FALSE", "boolean")
        if kind == "e":
            return SheetCell(value, "error")
        if kind == "d":
            return SheetCell(value.strip().removesuffix("T00:00:00"), "date")
        return self._formats.shown(value.strip(), self._style)

    def _shared(self, value: str) -> str:
        number = value.strip()
        if not (number.isdecimal() and len(number) < 9 and int(number) < len(self._strings)):
            raise FileRefused(DAMAGED)
        self._is_struck = int(number) in self._struck_texts
        return self._strings[int(number)]


def _is_hidden(attrs: AttributesImpl, size: str, *, unless_stated: bool = False) -> bool:
    """Is a row or column hidden, or so small that nobody sees it?"""
    stated = attrs.get("hidden")
    return attrs.get(size) == "0" or (unless_stated if stated is None else stated in YES)


def _span(first: str, last: str) -> range:
    """The columns from one to another; those beyond any table are left out."""
    if not (first.isdecimal() and last.isdecimal() and len(first + last) < 12):
        return range(0)
    return range(int(first), min(int(last), MOST_COLUMNS) + 1)


def _unescaped(text: str) -> str:
    """Text with the characters XML cannot hold, which workbooks write as `_x000D_`."""
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text) if "_x" in text else text
