"""Read a finished workbook's bytes back as a stream, so that its sums can be recomputed from its rows.

Nothing of the writer is used here: cells are read as any other program would read them, and pounds become pence again
by their digits. One batch of rows is held at a time.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from budgettracker.workbooks.archive import NotAWorkbook, SheetPart, related, sheet_parts, workbook_part
from budgettracker.workbooks.cells import column_letter, column_position
from budgettracker.workbooks.plain_rows import Stretches, pieces, plain_rows, plain_text, same_pieces

_CHUNK = 256 * 1024
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_POUNDS = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2}))?")


class ReadBackWrong(ValueError):
    """A workbook does not hold what it should; the message names sheet, row and column."""


_position = cache(column_position)


class Seen(NamedTuple):
    """A cell as it stands in the file: column from 0, type (`n`, `inlineStr`, `str`, `s`, `b`, `e`), text, formula."""

    column: int
    type: str
    text: str
    formula: str | None

    @property
    def is_text(self) -> bool:
        """Whether the cell shows text, typed or reckoned."""
        return self.type in ("inlineStr", "str", "s")


class Place(NamedTuple):
    """Where a cell stands, which is put into words only where something is wrong with it."""

    sheet: str
    column: str
    row: int

    def __str__(self) -> str:
        """As a refusal names it."""
        return f"{self.sheet}.{self.column} row {self.row}"


Row = tuple[int, list[Seen]]


class Book:
    """An xlsx file opened for reading back; use it in a `with`. Raises NotAWorkbook where it is none.

    `stretches` are what `findings` left of the same file: the form of its rows is then not looked at again.
    """

    def __init__(self, path: Path, stretches: Mapping[str, Stretches] | None = None) -> None:
        self._stretches = stretches or {}
        try:
            self._zip = ZipFile(path)
        except BadZipFile as fault:
            raise NotAWorkbook("the file is not a zip archive") from fault
        self.sheets: dict[str, SheetPart] = {part.name: part for part in sheet_parts(self._zip)}
        self._shared = self._shared_strings()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    def parts_of(self, name: str) -> list[str]:
        """The sheets a data sheet takes: its own and those it continues on."""
        parts, number = [name], 2
        while f"{name}_{number}" in self.sheets:
            parts.append(f"{name}_{number}")
            number += 1
        return parts

    def cells(self, name: str) -> Iterator[Row]:
        """Every row of one sheet that has cells, with its number, header included, empty cells left out."""
        return self._rows(self.sheets[name].part)

    def header(self, name: str) -> list[str]:
        """The column names of a data sheet."""
        for number, cells in self.cells(name):
            if number == 1:
                return [cell.text for cell in cells]
            break
        raise ReadBackWrong(f"{name} has no header row")

    def rows(self, name: str, columns: Collection[str] | None = None) -> Iterator[tuple[int, dict[str, Seen]]]:
        """The data rows of a sheet and its continuations, as row number and cells by column name.

        Where only some `columns` are asked for, the others may be missing from what is given.
        Raises ReadBackWrong where a continuation has another header, or a cell stands outside the columns.
        """
        header = self.header(name)
        letters = (column_letter(at) for at, column in enumerate(header) if columns is None or column in columns)
        wanted = None if columns is None else frozenset(letters)
        for part in self.parts_of(name):
            if self.header(part) != header:
                raise ReadBackWrong(f"{part} has other columns than {name}")
            for number, cells in self._rows(self.sheets[part].part, wanted):
                if number > 1:
                    if cells and cells[-1].column >= len(header):
                        raise ReadBackWrong(f"{part} row {number} has a cell outside its columns")
                    yield number, {header[cell.column]: cell for cell in cells}

    def count(self, name: str) -> int:
        """Number of data rows, over all continuations."""
        parts = [self.sheets[part].part for part in self.parts_of(name)]
        return sum(number > 1 for part in parts for number, _ in self._rows(part, frozenset()))

    def sums(self, name: str, columns: Sequence[str]) -> dict[str, int]:
        """The sum of each money column in pence, from its rows; empty cells count nothing. Raises ReadBackWrong."""
        totals = dict.fromkeys(columns, 0)
        unknown = set(columns) - set(self.header(name))
        if unknown:
            raise ReadBackWrong(f"{name} has no column {', '.join(sorted(unknown))}")
        for number, row in self.rows(name, columns):
            for column in columns:
                if column in row:
                    totals[column] += pence_of(row[column], Place(name, column, number))
        return totals

    def _shared_strings(self) -> list[str]:
        strings: list[str] = []
        for part in related(self._zip, workbook_part(self._zip), "sharedStrings"):
            strings += _Strings().read(self._zip, part)
        return strings

    def _rows(self, part: str, wanted: frozenset[str] | None = None) -> Iterator[Row]:
        """The rows of a part, with all cells, or those of the `wanted` columns and an empty one where the row ends."""
        reader = _Rows(self._shared)
        with self._zip.open(part) as file:
            known = self._stretches.get(part)
            for plain, piece in pieces(file) if known is None else same_pieces(file, known):
                if plain:
                    yield from self._plain_rows(piece, wanted)
                else:
                    reader.parser.Parse(piece, False)
                    yield from reader.taken()
        reader.parser.Parse(b"", True)
        yield from reader.taken()

    def _plain_rows(self, piece: bytes, wanted: frozenset[str] | None) -> Iterator[Row]:
        for number, ends, cells in plain_rows(piece, wanted):
            seen = []
            for letters, type_, formula, value, text in cells:
                shown = value or text
                if type_:
                    shown = _in_full(type_, plain_text(shown), self._shared)
                if shown or formula:
                    seen.append(Seen(_position(letters), type_ or "n", shown, plain_text(formula) if formula else None))
            if wanted is not None and ends and ends not in wanted:
                seen.append(Seen(_position(ends), "n", "", None))
            yield int(number), seen


def pence_of(cell: Seen, where: Place | str) -> int:
    """Pence from a cell of pounds, by its digits: `12.5` is 1250. Raises ReadBackWrong for anything but an amount."""
    amount = _POUNDS.fullmatch(cell.text) if cell.type == "n" else None
    if amount is None:
        raise ReadBackWrong(f"{where} is not an amount in pounds and pence: {cell.text[:40]!r}")
    pence = int(amount[2]) * 100 + int((amount[3] or "").ljust(2, "0"))
    return -pence if amount[1] else pence


def _in_full(kind: str, value: str, shared: list[str]) -> str:
    """What a cell shows: a shared text by its number, and escaped signs undone."""
    if kind == "s":
        return shared[int(value)]
    return unescaped(value) if kind != "n" and "_x" in value else value


def _stands_elsewhere(row: str, place: str) -> NotAWorkbook:
    return NotAWorkbook(f"a cell in row {row} stands elsewhere: {place}")


def unescaped(text: str) -> str:
    """Cell text as people see it: `_x005F_` and its like undone, as Excel does on reading."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def safe_parser() -> expat.XMLParserType:
    """An XML parser that refuses document types, and with them entities: a workbook needs neither."""

    def refuse(*_: Any) -> None:
        raise NotAWorkbook("the file declares a document type")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


class _Rows:
    """Collects rows while a sheet's XML goes through the parser."""

    def __init__(self, shared: list[str]) -> None:
        self.shared = shared
        self.done: list[Row] = []
        self.row = ""
        self.cells: list[Seen] = []
        self.text: list[str] = []
        self.value = ""
        self.formula: str | None = None
        self.attributes: dict[str, str] = {}
        self.parser = safe_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text.append

    def taken(self) -> list[Row]:
        """The rows finished since the last time."""
        done, self.done = self.done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self.attributes, self.value, self.formula = attributes, "", None
        elif tag == "row":
            self.row, self.cells = attributes["r"], []
        elif self.text:
            self.text.clear()

    def _end(self, tag: str) -> None:
        if tag == "c":
            self._cell()
        elif tag in ("t", "v"):
            self.value += "".join(self.text)
        elif tag == "f":
            self.formula = "".join(self.text)
        elif tag == "row":
            self.done.append((int(self.row), self.cells))

    def _cell(self) -> None:
        value = self.value
        if not value and self.formula is None:
            return
        kind, place = self.attributes.get("t", "n"), self.attributes.get("r", "")
        letters = place.removesuffix(self.row)
        if letters + self.row != place or not letters.isalpha():
            raise _stands_elsewhere(self.row, place)
        self.cells.append(Seen(_position(letters), kind, _in_full(kind, value, self.shared), self.formula))


class _Strings:
    """Collects the shared strings: here those of headers, in a workbook saved by another program all of them."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.text: list[str] = []
        self.parser = safe_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def read(self, book: ZipFile, part: str) -> list[str]:
        """All strings of a part in order."""
        with book.open(part) as file:
            while chunk := file.read(_CHUNK):
                self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)
        return self.strings

    def _start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self.text = []
        self.parser.CharacterDataHandler = self.text.append if tag == "t" else None

    def _end(self, tag: str) -> None:
        self.parser.CharacterDataHandler = None
        if tag == "si":
            self.strings.append(unescaped("".join(self.text)))
