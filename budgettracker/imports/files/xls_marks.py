"""The marks of an old Excel workbook's cells: errors, percentages, other money, what is hidden or struck through.

The reader of its values gives nothing for an error and a plain number for a percentage. The file's own records tell both.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from budgettracker.imports.files.cell_marks import Marks, Place
from budgettracker.imports.files.number_formats import other_money
from budgettracker.imports.files.office_container import workbook_stream
from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_xml import DAMAGED, LOCKED

_SHEET, _FORMAT, _STYLE, _ROW, _COLUMNS = 0x85, 0x41E, 0xE0, 0x208, 0x7D
_NUMBER, _ROUND, _ROUNDS, _FORMULA, _ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
_TEXTS = {0xFD, 0x204, 0xD6}
"""A text that cells share, one of the cell's own, and one with letters of several kinds."""
_FONT, _STRUCK, _NO_FONT = 0x31, 0x08, 4
"""No font has the number 4: the fifth of the file is number 5."""
_PERCENTS = {9, 10}
"""The formats of percentages that every workbook has by number."""
_WORDS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BEGIN, _END, _LOCKED, _FIRST_DAY = 0x809, 0x0A, 0x2F, 0x22


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of cells, by number, that show percentages, other money than pounds, or letters struck through."""

    percents: frozenset[int]
    monies: dict[int, str]
    struck: frozenset[int]


def xls_marks(path: Path) -> list[Marks]:
    """The marks of each sheet, in the order in which the workbook lists them. Raises FileRefused for damaged files."""
    try:
        records = workbook_stream(path.read_bytes())
        starts, styles, from_1904 = _sheets(records)
        return [_marks(records, start, styles, from_1904=from_1904) for start in starts]
    except (struct.error, IndexError, ValueError):
        raise FileRefused(DAMAGED) from None


def _sheets(records: bytes) -> tuple[list[int], _Styles, bool]:
    """Where the sheets begin, the styles of cells, and whether days are counted from 1904."""
    starts, from_1904 = list[int](), False
    fonts, codes, styles = list[bool](), dict[int, str](), list[tuple[int, int]]()
    for kind, body in _records(records, 0):
        if kind == _LOCKED:
            raise FileRefused(LOCKED)
        if kind == _SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _code(body)
        elif kind == _FIRST_DAY:
            from_1904 = body[:1] == b"\x01"
        elif kind == _FONT:
            fonts.append(bool(body[2] & _STRUCK))
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<HH", body))
    percents = _PERCENTS | {at for at, code in codes.items() if "%" in code}
    monies = {at: money for at, code in codes.items() if (money := other_money(code))}
    struck = {at + (at >= _NO_FONT) for at, is_struck in enumerate(fonts) if is_struck}
    each = list(enumerate(styles))
    return (
        starts,
        _Styles(
            percents=frozenset(at for at, (_, code) in each if code in percents),
            monies={at: monies[code] for at, (_, code) in each if code in monies},
            struck=frozenset(at for at, (font, _) in each if font in struck),
        ),
        from_1904,
    )


def _code(body: bytes) -> str:
    """The code of a number format: its letters take one byte each, or two."""
    return body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", errors="replace")


def _marks(records: bytes, start: int, styles: _Styles, *, from_1904: bool) -> Marks:
    marks = Marks(from_1904=from_1904)
    for kind, body in _records(records, start):
        if kind == _ROW and body[12] & 0x20:
            marks.hidden.rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLUMNS and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            marks.hidden.columns.update(range(first + 1, min(last, 0xFF) + 2))
        elif kind == _ROUNDS:
            row, column = struct.unpack_from("<HH", body)
            for at, (style, _) in enumerate(struct.iter_unpack("<HI", body[4:-2])):
                _mark_style(marks, (row + 1, column + at + 1), style, styles)
        elif kind in (_NUMBER, _ROUND, _FORMULA, _ERROR) or kind in _TEXTS:
            _mark_cell(marks, kind, body, styles)
    return marks


def _mark_style(marks: Marks, place: Place, style: int, styles: _Styles) -> None:
    """What the style of a cell with content says of it."""
    if style in styles.percents:
        marks.percentages.add(place)
    if style in styles.monies:
        marks.monies[place] = styles.monies[style]
    if style in styles.struck:
        marks.hidden.struck.add(place[0])


def _mark_cell(marks: Marks, kind: int, body: bytes, styles: _Styles) -> None:
    row, column, style = struct.unpack_from("<HHH", body)
    place, error = (row + 1, column + 1), None
    if kind == _ERROR and body[7]:
        error = body[6]
    elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        error = body[8]
    if error is not None:
        marks.errors[place] = _WORDS.get(error, "#N/A")
    _mark_style(marks, place, style, styles)


def _records(records: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a sheet's beginning to its end, what lies within it, such as a chart, left out."""
    depth = 0
    while at + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0 and kind == _END:
            return
        if depth == 1:
            yield kind, records[at + 4 : at + 4 + length]
        at += 4 + length
