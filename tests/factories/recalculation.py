"""Let LibreOffice reckon a workbook from its formulas alone.

LibreOffice leaves a formula that carries a value as it stands, so the values are taken out of a copy first.
"""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from budgettracker.workbooks.archive import sheet_parts
from budgettracker.workbooks.readback import Book, Seen

_CARRIED = re.compile(rb"(</f>)<v>[^<]*</v>")
_TEXT_RESULT = re.compile(rb'(<c r="[A-Z]+[0-9]+" s="[0-9]+") t="str"(><f>)')

Place = tuple[str, int, int]
"""Sheet name, row from 1, column from 0."""

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None and not os.environ.get("NO_SKIPS"),
    reason="LibreOffice (libreoffice-calc) is not installed",
)


def without_values(path: Path, copy: Path) -> int:
    """A copy whose formulas carry no values; the number of values taken out."""
    taken = 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        sheets = {sheet.part for sheet in sheet_parts(source)}
        for name in source.namelist():
            data = source.read(name)
            if name in sheets:
                data, number = _CARRIED.subn(rb"\1", data)
                data = _TEXT_RESULT.sub(rb"\1\2", data)
                taken += number
            target.writestr(name, data)
    return taken


def recalculated(path: Path, folder: Path) -> dict[Place, Seen]:
    """Every formula cell as LibreOffice reckons it, with a LibreOffice profile of its own in `folder`."""
    bare, out = folder / "bare" / path.name, folder / "out"
    bare.parent.mkdir()
    without_values(path, bare)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=280)
    return formula_cells(out / path.name)


def formula_cells(path: Path) -> dict[Place, Seen]:
    """Every formula cell of a workbook, by its place."""
    with Book(path) as book:
        return {
            (sheet, row, cell.column): cell
            for sheet in book.sheets
            for row, cells in book.cells(sheet)
            for cell in cells
            if cell.formula is not None
        }
