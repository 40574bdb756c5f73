"""The container that old Office files are: a small file system, in which a workbook is one stream of records."""

import struct
from collections.abc import Sequence

from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_xml import DAMAGED

_SIZES = {9, 12}
"""Sectors have 512 bytes or 4,096."""
_MINI, _ENTRY = 64, 128
_FIRST_PARTS = 109
_NAMES = {"Workbook", "Book"}
_ROOT, _STREAM = 5, 2
_SIGNS = 0xFFFFFFFA
"""From here on a sector's number is a sign, that of the end among them."""


def workbook_stream(raw: bytes) -> bytes:
    """The records of the workbook in such a file; none where it holds no workbook.

    Every chain of sectors is followed to its end, since readers of values may follow a circle for ever.
    Raises FileRefused, struct.error, IndexError or ValueError where it is damaged.
    """
    shift = struct.unpack_from("<H", raw, 30)[0]
    if shift not in _SIZES:
        raise FileRefused(DAMAGED)
    size = 1 << shift
    sectors = memoryview(raw)[size:]
    table: Sequence[int] = _table(raw, sectors, size)
    directory = _joined(sectors, table, size, struct.unpack_from("<I", raw, 48)[0])
    small_below, small_first = struct.unpack_from("<II", raw, 56)
    small = _numbers(_joined(sectors, table, size, small_first))
    small_sectors, workbook = memoryview(b""), b""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        long, kind = struct.unpack_from("<HB", directory, at + 64)
        first, length = struct.unpack_from("<II", directory, at + 116)
        if kind == _ROOT:
            small_sectors = memoryview(_joined(sectors, table, size, first))
        elif kind == _STREAM:
            of = (sectors, table, size, first) if length >= small_below else (small_sectors, small, _MINI, first)
            stream = _joined(*of) if length else b""
            if directory[at : at + max(long - 2, 0)].decode("utf-16-le", "replace") in _NAMES:
                workbook = stream[:length]
    return workbook


def _table(raw: bytes, sectors: memoryview, size: int) -> list[int]:
    """Which sector follows each; the table's own sectors are listed in the header, and in sectors of a list behind it."""
    parts = list(struct.unpack_from(f"<{_FIRST_PARTS}I", raw, 76))
    more = struct.unpack_from("<I", raw, 68)[0]
    while more < _SIGNS and len(parts) * size <= len(raw) + _FIRST_PARTS * size:
        *listed, more = _numbers(sectors[more * size : (more + 1) * size])
        parts += listed
    used = [part for part in parts if part < _SIGNS]
    return [number for part in used for number in _numbers(sectors[part * size : (part + 1) * size])]


def _numbers(sector: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _joined(sectors: memoryview, table: Sequence[int], size: int, first: int) -> bytes:
    """The bytes of a chain of sectors. Raises FileRefused for one that goes round in a circle."""
    chain, at = list[memoryview](), first
    while at < _SIGNS:
        if len(chain) > len(table):
            raise FileRefused(DAMAGED)
        chain.append(sectors[at * size : (at + 1) * size])
        at = table[at]
    return b"".join(chain)
