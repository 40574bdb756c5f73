"""XLSX workbooks read as a stream: bounded memory, no outside entity, numbers as the exact figures the file holds."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_rows import Formats, Hidden, RowsHandler
from budgettracker.imports.files.sheet_xml import (
    DAMAGED,
    LOCKED,
    Handler,
    RelationshipsHandler,
    StringsHandler,
    StylesHandler,
    WorkbookHandler,
    parse,
)

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
"""The XML of 100,000 work entries is about 60 MiB; a larger part is no authority's."""
HIGHEST_RATIO = 200
"""Real sheets pack 10 to 30 times smaller; a zip bomb packs about 1,000 times."""
MOST_PARTS = 5_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Workbook:
    """An XLSX file that can be read: its sheets by the names a person sees, in order.

    `unseen` are the sheets that are hidden; `hidden` has, of each sheet that was read, the rows and columns that are.
    """

    path: Path
    sheets: dict[str, str]
    formats: Formats
    strings: StringsHandler
    unseen: frozenset[str] = frozenset()
    hidden: dict[str, Hidden] = field(default_factory=dict)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells of a sheet; empty rows are passed over.

        Raises FileRefused for damaged or hostile files, in words.
        """
        with _archive(self.path) as archive, _part(archive, self.sheets[sheet]) as file:
            hidden = self.hidden[sheet] = Hidden()
            handler = RowsHandler(self.strings, self.formats, hidden)
            for _ in parse(file, handler):
                yield from handler.take()

    def longer_than(self, sheet: str, rows: int, below: int) -> bool:
        """Has a sheet more rows than so many below a row? Told without reading what their cells mean."""
        count, held = 0, b""
        with _archive(self.path) as archive, _part(archive, self.sheets[sheet]) as file:
            while chunk := file.read(_CHUNK):
                chunk = held + chunk
                count += chunk.count(b"<row ") + chunk.count(b"<row>")
                # The start of a mark may stand at the end of what was read; a whole one is never counted twice.
                held = chunk[-4:]
        return count - below > rows


def open_workbook(path: Path) -> Workbook:
    """An XLSX workbook's sheets, formats and shared texts.

    Raises FileRefused, in words, for other formats, passwords, damage, zip bombs and documents with a DTD.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefused(f"it is larger than {LARGEST_FILE // (1024 * 1024)} MiB. Split it or save it as CSV.")
    with _archive(path) as archive:
        book = WorkbookHandler()
        start = _target("", _relationships(archive, "").ending("/officeDocument"))
        _read(archive, start, book)
        links = _relationships(archive, start)
        styles, strings = StylesHandler(), StringsHandler()
        parts: tuple[tuple[Handler, str], ...] = ((styles, "/styles"), (strings, "/sharedStrings"))
        for handler, ending in parts:
            if target := links.ending(ending):
                _read(archive, _target(start, target), handler)
        sheets = {
            name: _target(start, links.targets[link])
            for name, link in book.sheets
            if link in links.targets and links.kinds[link].endswith("/worksheet")
        }
        formats = Formats(styles, starts_1904=book.starts_1904)
        return Workbook(path, sheets, formats, strings, frozenset(book.hidden))


def _relationships(archive: zipfile.ZipFile, part: str) -> RelationshipsHandler:
    folder, name = posixpath.split(part)
    handler = RelationshipsHandler()
    _read(archive, posixpath.join(folder, "_rels", f"{name}.rels"), handler)
    return handler


def _target(part: str, target: str | None) -> str:
    """The name inside the archive of what a relationship of `part` points to."""
    if not target:
        raise FileRefused(_NOT_XLSX)
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _read(archive: zipfile.ZipFile, name: str, handler: Handler) -> None:
    with _part(archive, name) as file:
        for _ in parse(file, handler):
            pass


@contextmanager
def _part(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise FileRefused(DAMAGED) from None
    if info.flag_bits & 1:
        raise FileRefused(LOCKED)
    _require_modest(info)
    with archive.open(info) as file:
        yield file


def _require_modest(info: zipfile.ZipInfo) -> None:
    """Raises FileRefused for a bomb: the sizes are the archive's own word, but no more than them is ever unpacked."""
    if info.file_size > LARGEST_UNPACKED or info.file_size > max(info.compress_size, 5_000) * HIGHEST_RATIO:
        raise FileRefused("it unpacks to far more than a table would. It was not opened: save the table as CSV.")


def require_modest(path: Path) -> None:
    """Raises FileRefused for a workbook, of whatever kind of archive, whose parts unpack to more than any table."""
    with _archive(path) as archive:
        for info in archive.infolist():
            _require_modest(info)
        if sum(info.file_size for info in archive.infolist()) > LARGEST_UNPACKED:
            raise FileRefused("it unpacks to far more than a table would. It was not opened: save the table as CSV.")


_NOT_XLSX = "it is not an XLSX workbook. Save it from your spreadsheet program as XLSX or CSV."


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("it is an old Excel workbook or locked with a password. Save it as XLSX without a password.")
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise FileRefused(f"it holds more than {MOST_PARTS:,} parts, which no table needs.")
            yield archive
    except zipfile.BadZipFile:
        raise FileRefused(DAMAGED if start.startswith(b"PK") else _NOT_XLSX) from None
    except (zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, UnicodeError):
        raise FileRefused(DAMAGED) from None


def is_workbook(path: Path) -> bool:
    """Whether the file's name says that it is an XLSX workbook."""
    return re.fullmatch(r"\.xls[xm]", path.suffix.lower()) is not None
