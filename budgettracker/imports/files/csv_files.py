"""CSV as authorities save it: UTF-8 or Windows letters, commas, semicolons or tabs, any line ends; read row by row."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from budgettracker.imports.files.problems import FileRefused

LARGEST_FILE = 200 * 1024 * 1024
LONGEST_LINE = 1_000_000
LONGEST_CELL = 100_000
MOST_CELLS = 500
_CHUNK = 1 << 20
_DELIMITERS = ",;\t"
_GARBLED = re.compile("[ÃÂ][\u00a0-\u00bf\u20ac\u201a-\u2122]")
_OTHER_FORMATS = {
    b"PK\x03\x04": "an XLSX workbook",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
}


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file that can be read: how its letters are coded and what separates its cells."""

    path: Path
    encoding: str
    errors: str
    delimiter: str
    skips_first: bool

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row number, as a spreadsheet shows it, and cells; rows without cells are passed over.

        Raises FileRefused where the rest of the file cannot be told apart: an unclosed quotation mark, an endless line.
        """
        with self.path.open(encoding=self.encoding, errors=self.errors, newline="") as file:
            lines = _Lines(file.readline)
            reader = csv.reader(lines, delimiter=self.delimiter)
            # Excel obeys a first line `sep=;` and does not show it.
            number = -1 if self.skips_first else 0
            while True:
                number += 1
                lines.held.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    raise FileRefused(_OPEN_QUOTE.format(row=number)) from None
                if lines.ended and _left_open(lines.held, self.delimiter):
                    raise FileRefused(_OPEN_QUOTE.format(row=number))
                if len(cells) > MOST_CELLS:
                    raise FileRefused(f"row {number} has {len(cells):,} cells. At most {MOST_CELLS} are read.")
                if cells and number > 0:
                    yield number, cells

    def garbled_row(self) -> int | None:
        """The first row in which `Ã©` stands where somebody meant é: letters coded twice or in two ways."""
        if self.encoding != "cp1252":
            return None
        return next((row for row, cells in self.rows() if any(_GARBLED.search(cell) for cell in cells)), None)


_OPEN_QUOTE = 'the quotation mark (") opened in row {row} is never closed, so the cells after it cannot be told apart.'


class _Lines:
    """The lines of a file one by one, those of the row being read held, none longer than memory allows."""

    def __init__(self, readline: Callable[[int], str]) -> None:
        self._readline = readline
        self.held: list[str] = []
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._readline(LONGEST_LINE)
        if not line:
            self.ended = True
            raise StopIteration
        if len(line) >= LONGEST_LINE:
            raise FileRefused(f"it has a line of more than {LONGEST_LINE:,} characters, which is no row of a table.")
        if len(self.held) > 1_000:
            raise FileRefused('a quotation mark (") is opened and not closed for more than 1,000 lines.')
        self.held.append(line)
        return line


def _left_open(lines: list[str], delimiter: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as wrong:
        return "unexpected end" in str(wrong)
    return False


def open_csv(path: Path, known: Callable[[str], bool]) -> CsvFile:
    """How a CSV file is to be read; `known` says whether a heading is one of this file's columns.

    The separator is the one of comma, semicolon and tab under which most headings are known: counting signs would be
    misled by lists inside cells. Raises FileRefused for files that are no CSV, are too large or cannot be decoded.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefused(f"it is larger than {LARGEST_FILE // (1024 * 1024)} MiB. Split it into smaller files.")
    with path.open("rb") as file:
        start = file.read(4)
    for mark, what in _OTHER_FORMATS.items():
        if start.startswith(mark):
            raise FileRefused(f"it is {what} with the ending {path.suffix}. Give it its own ending or save it as CSV.")
    encoding, errors = _encoding(path, start)
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        first = file.readline(LONGEST_LINE)
        stated = re.fullmatch(r'\s*"?sep=(.)"?\s*', first)
        lines = ([] if stated else [first]) + [file.readline(LONGEST_LINE) for _ in range(10)]
    if stated and stated[1] in _DELIMITERS:
        return CsvFile(path, encoding, errors, stated[1], True)
    best = max(_DELIMITERS, key=lambda sign: _known_headings(lines, sign, known))
    return CsvFile(path, encoding, errors, best, False)


def _known_headings(lines: list[str], delimiter: str, known: Callable[[str], bool]) -> int:
    """The most known headings any of the first rows has when cut at this sign."""
    try:
        return max((sum(map(known, cells)) for cells in csv.reader(lines, delimiter=delimiter)), default=0)
    except csv.Error:
        return 0


def _encoding(path: Path, start: bytes) -> tuple[str, str]:
    """UTF-8 when every byte of the file agrees, else Windows' cp1252; a UTF-16 mark is believed.

    Lone surrogates written as UTF-8 are let through here, so that the cell that holds one is refused by name.
    """
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tries = [("utf-16", "strict")]
    else:
        tries = [("utf-8-sig", "strict"), ("utf-8-sig", "surrogatepass"), ("cp1252", "strict")]
    for encoding, errors in tries:
        if _decodes(path, encoding, errors):
            return encoding, errors
    raise FileRefused("its letters cannot be read. Save it again as “CSV UTF-8”.")


def _decodes(path: Path, encoding: str, errors: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


csv.field_size_limit(LONGEST_CELL)
