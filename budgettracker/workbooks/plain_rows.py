"""A sheet's bytes in pieces: rows exactly in the form this program writes, and everything else.

An XML parser calls Python at every tag, and a large workbook has a hundred million of them: reading one back took longer
than writing it. A row of the plain form can hold nothing but values and formulas (no attribute that hides, no error, no
foreign element), so it may be read by its form. Whatever differs by one byte, and all that follows it in the sheet, goes
through the XML parser as any other file would.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import IO
from xml.sax.saxutils import unescape

_CHUNK = 256 * 1024
_LONGEST_ROW = 64 * _CHUNK
# No possessive repeats: before 3.11.5 Python lets them end in the middle of what they repeat.
_TEXT = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*(?:&(?:amp|lt|gt|quot|apos);[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*)*"
_LETTERS, _NUMBER = "[A-Z]{1,3}", "[0-9]{1,7}"
_CELL = (
    f'<c r="({_LETTERS}){_NUMBER}"(?: s="[0-9]{{1,5}}")?(?: t="(inlineStr|str|n|b|s)")?'
    f'(?:/>|>(?:<f>({_TEXT})</f>)?(?:<v>({_TEXT})</v>|<is><t(?: xml:space="preserve")?>({_TEXT})</t></is>)?</c>)'
)
# A cell of a plain row says the row's own number.
_CELL_OF_ROW = re.sub(r"[(](?![?])", "(?:", _CELL).replace(_NUMBER, r"\1")
_PLAIN_ROWS = re.compile(rf'(?:<row r="({_NUMBER})">(?:{_CELL_OF_ROW})*</row>)*')
_CELL_STARTS = '<c r="'
_FORMULA = re.compile(r"<f>([^<]*)</f>")
_ROW_STARTS = len('<row r="')
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


Stretches = list[tuple[bool, int]]
"""The pieces of a sheet, as once found: is it plain, and how many bytes it has."""
PlainCell = tuple[str, str, str, str, str]
"""A cell's column letters, type, formula, number or reckoned text, and typed text; what it lacks is empty."""


def pieces(file: IO[bytes]) -> Iterator[tuple[bool, bytes]]:
    """A sheet's bytes in order, whole rows of the plain form marked True. Without those, what is left is the rest's XML."""
    head, begun, data = file.read(_CHUNK).partition(b"<sheetData>")
    yield False, head + begun
    # In a comment or a section of bare text, rows would be no rows.
    plain = bool(begun) and b"<!" not in head
    while plain:
        chunk = file.read(_CHUNK)
        end = data.rfind(b"</row>") + len(b"</row>")
        if end >= len(b"</row>"):
            through = _plain_to(data[:end])
            yield True, data[:through]
            plain, data = through == end, data[through:]
        plain = plain and bool(chunk) and len(data) < _LONGEST_ROW
        data += chunk
    yield False, data
    while chunk := file.read(_CHUNK):
        yield False, chunk


def same_pieces(file: IO[bytes], stretches: Stretches) -> Iterator[tuple[bool, bytes]]:
    """The pieces of a sheet whose form was looked at before."""
    for plain, length in stretches:
        yield plain, file.read(length)


def _plain_to(rows: bytes) -> int:
    """How many of these bytes are rows of the plain form, from the first on."""
    try:
        text = rows.decode()
    except UnicodeDecodeError:
        return 0
    matched = _PLAIN_ROWS.match(text)
    through = matched.end() if matched else 0
    return len(rows) if through == len(text) else len(text[:through].encode())


def plain_rows(piece: bytes, letters: frozenset[str] | None = None) -> Iterator[tuple[str, str, list[PlainCell]]]:
    """The rows of a plain piece: the row's number, the letters of its last cell, and its cells, or those of some columns."""
    cells_in = _cells_of(letters).findall
    for row in piece.decode().split("</row>")[:-1]:
        number = row[_ROW_STARTS : row.index('"', _ROW_STARTS)]
        last = row.rfind(_CELL_STARTS) + len(_CELL_STARTS)
        ends = row[last : row.index('"', last)].removesuffix(number) if last >= len(_CELL_STARTS) else ""
        yield number, ends, cells_in(row)


@cache
def _cells_of(letters: frozenset[str] | None) -> re.Pattern[str]:
    """Cells of the plain form: of the columns with these letters, or of any."""
    return re.compile(_CELL if letters is None else _CELL.replace(_LETTERS, "|".join(sorted(letters)) or "(?!)"))


def plain_formulas(piece: bytes) -> list[str]:
    """The formulas of a plain piece, as they stand in the file."""
    return _FORMULA.findall(piece.decode())


def plain_text(written: str) -> str:
    """Text of a plain cell with the marks of XML undone."""
    return unescape(written, _ENTITIES) if "&" in written else written
