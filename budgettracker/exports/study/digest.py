"""A digest of all data rows of a workbook, taken as they are written: two workbooks of one digest hold the same data."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from budgettracker.workbooks import Sheet


class Digest:
    """Takes in the rows of data sheets in the order they are written."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def over(self, sheet: Sheet) -> Sheet:
        """The same sheet, its rows taken in as they pass."""
        return replace(sheet, rows=self._passing(sheet), count=sheet.length)

    def _passing(self, sheet: Sheet) -> Iterator[Any]:
        names = "\x1f".join(column.name for column in sheet.columns)
        self._hash.update(f"{sheet.name}\x1e{names}\x1e".encode())
        for row in sheet.rows:
            self._hash.update(("\x1f".join(map(str, row)) + "\x1e").encode("utf-8", "replace"))
            yield row

    @property
    def hex(self) -> str:
        """The digest so far, SHA-256."""
        return self._hash.hexdigest()
