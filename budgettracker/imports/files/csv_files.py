"""CSV as authorities save it: UTF-8 or Windows letters, commas, semicolons or tabs, any line ends; read row by row."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from budgettracker.imports.files.csv_quotes import broken, swallowed
from budgettracker.imports.files.letters import MAC, UNREADABLE, WINDOWS, alphabet, on_a_mac
from budgettracker.imports.files.problems import FileRefused

LARGEST_FILE = 200 * 1024 * 1024
LONGEST_LINE = 1_000_000
LONGEST_CELL = 100_000
MOST_CELLS = 500
_CHUNK = 1 << 20
_DELIMITERS = ",;\t|"
_PROTECTED = re.compile('="([^"]*)"')
_WIDE: dict[tuple[int, ...], str] = {(1, 3): "utf-16-le", (0, 2): "utf-16-be"}
"""Where the zeros stand in the first four bytes of UTF-16 that says nothing of itself."""
_GARBLED = re.compile("[ÃÂ][\u00a0-\u00bf\u20ac\u201a-\u2122]")
_OTHER_FORMATS = {
    b"PK\x03\x04": "an XLSX workbook",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
}


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file that can be read: how its letters are coded and what separates its cells.

    `two_ways` is a word that a Mac would have meant otherwise, where nothing else tells Windows and Mac apart.
    """

    path: Path
    encoding: str
    errors: str
    delimiter: str
    skips_first: bool
    two_ways: str | None = None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row number, as a spreadsheet shows it, and cells; rows without cells are passed over.

        Raises FileRefused where the rest of the file cannot be told apart: a stray quotation mark, an endless line.
        """
        with self.path.open(encoding=self.encoding, errors=self.errors, newline="") as file:
            lines = _Lines(file.readline)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            # Excel obeys a first line `sep=;` and does not show it.
            number = -1 if self.skips_first else 0
            while True:
                number += 1
                lines.held.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as wrong:
                    ended = "unexpected end" in str(wrong) or "field larger" in str(wrong)
                    raise FileRefused(broken(number, lines.held, ended=ended)) from None
                if len(lines.held) > 1 and (why := swallowed(number, lines.held, len(cells), self.delimiter)):
                    raise FileRefused(why)
                if len(cells) > MOST_CELLS:
                    raise FileRefused(f"row {number} has {len(cells):,} cells. At most {MOST_CELLS} are read.")
                if cells and number > 0:
                    yield number, [_as_seen(cell) for cell in cells] if '="' in lines.held[0] else cells

    def longer_than(self, rows: int, below: int) -> bool:
        """Are there more rows with content than so many below a row? Told without reading what their cells mean."""
        if _line_ends(self.path) <= rows:
            return False
        count = 0
        for number, cells in self.rows():
            count += number > below and any(cell and not cell.isspace() for cell in cells)
            if count > rows:
                return True
        return False

    def letters_note(self) -> tuple[int | None, str] | None:
        """What there is to say of the letters, with the row it is about: a Mac's, garbled (`Ã©` for é), or unsure ones."""
        if self.encoding == MAC:
            return None, "its letters are a Mac’s and were read so. Look at a name with an accent to be sure."
        if self.encoding != WINDOWS:
            return None
        row = next((row for row, cells in self.rows() if any(_GARBLED.search(cell) for cell in cells)), None)
        if row is not None:
            return (
                row,
                "some letters look garbled, like Ã© for é. Save the file as “CSV UTF-8” if names come out wrong.",
            )
        if self.two_ways is None:
            return None
        words = (
            f"“{self.two_ways}” was read with Windows’ letters; if a Mac wrote it, it is “{on_a_mac(self.two_ways)}”."
        )
        return None, f"{words} Save the file as “CSV UTF-8” if names come out wrong."


class _Lines:
    """The lines of a file one by one, those of the row being read held, none longer than memory allows."""

    def __init__(self, readline: Callable[[int], str]) -> None:
        self._readline = readline
        self.held: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) >= LONGEST_LINE:
            raise FileRefused(f"it has a line of more than {LONGEST_LINE:,} characters, which is no row of a table.")
        if len(self.held) > 1_000:
            raise FileRefused('a quotation mark (") is opened and not closed for more than 1,000 lines.')
        self.held.append(line)
        return line


def open_csv(path: Path, known: Callable[[str], bool]) -> CsvFile:
    """How a CSV file is to be read; `known` says whether a heading is one of this file's columns.

    The separator is the one of comma, semicolon, tab and upright stroke under which most headings are known: counting signs
    would be misled by lists inside cells. Raises FileRefused for files that are no CSV, are too large or cannot be decoded.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefused(f"it is larger than {LARGEST_FILE // (1024 * 1024)} MiB. Split it into smaller files.")
    with path.open("rb") as file:
        start = file.read(4)
    for mark, what in _OTHER_FORMATS.items():
        if start.startswith(mark):
            raise FileRefused(f"it is {what} with the ending {path.suffix}. Give it its own ending or save it as CSV.")
    encoding, errors, two_ways = _encoding(path, start)
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        first = file.readline(LONGEST_LINE)
        stated = re.fullmatch(r'\s*"?sep=(.)"?\s*', first)
        lines = ([] if stated else [first]) + [file.readline(LONGEST_LINE) for _ in range(10)]
    if stated and stated[1] in _DELIMITERS:
        return CsvFile(path, encoding, errors, stated[1], True, two_ways)
    best = max(_DELIMITERS, key=lambda sign: _known_headings(lines, sign, known))
    return CsvFile(path, encoding, errors, best, False, two_ways)


def _as_seen(cell: str) -> str:
    """What a spreadsheet shows of a cell that another program protected from it: `="00123"` is 00123."""
    protected = _PROTECTED.fullmatch(cell)
    return protected[1] if protected else cell


def _known_headings(lines: list[str], delimiter: str, known: Callable[[str], bool]) -> int:
    """The most known headings any of the first rows has when cut at this sign."""
    try:
        return max((sum(map(known, cells)) for cells in csv.reader(lines, delimiter=delimiter)), default=0)
    except csv.Error:
        return 0


def _encoding(path: Path, start: bytes) -> tuple[str, str, str | None]:
    """UTF-8 when every byte of the file agrees, else Windows' or a Mac's letters; a UTF-16 mark is believed,
    and so are the zeros of UTF-16 without one.

    Lone surrogates written as UTF-8 are let through here, so that the cell that holds one is refused by name.
    """
    if start in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        raise FileRefused(UNREADABLE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tries = [("utf-16", "strict")]
    elif wide := _WIDE.get(tuple(at for at, byte in enumerate(start) if not byte)):
        tries = [(wide, "strict")]
    else:
        tries = [("utf-8-sig", "strict"), ("utf-8-sig", "surrogatepass")]
    for encoding, errors in tries:
        if _decodes(path, encoding, errors):
            return encoding, errors, None
    if tries[0][0].startswith("utf-16"):
        raise FileRefused(UNREADABLE)
    encoding, two_ways = alphabet(path)
    if not _decodes(path, encoding, "strict"):
        raise FileRefused(UNREADABLE)
    return encoding, "strict", two_ways


def _line_ends(path: Path) -> int:
    """How many lines a file ends, at most: a line end inside a cell counts too."""
    count = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            count += max(chunk.count(b"\n"), chunk.count(b"\r"))
    return count + 1


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
