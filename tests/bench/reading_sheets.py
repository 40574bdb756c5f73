"""Reading a spreadsheet of 100,000 rows: our reader, openpyxl's read-only mode and python-calamine, side by side.

    python -m tests.bench.reading_sheets

Each reader runs in a process of its own, so that its memory is its own; python-calamine is measured where it is
installed (it is no part of the program). Then each is given the cells that matter, and what it makes of them is shown.
"""

import importlib.util
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.xlsx import open_workbook

ROWS = 100_000
READERS = ("ours", "openpyxl", "calamine")
SHEET = "entries"


def rows_of(reader: str, path: Path, sheet: str) -> Iterator[list[Any]]:
    """The rows of a sheet as a reader gives them."""
    if reader == "ours":
        yield from (cells for _, cells in open_workbook(path).rows(sheet))
    elif reader == "openpyxl":
        yield from (list(row) for row in load_workbook(path, read_only=True, data_only=True)[sheet].values)
    else:
        from python_calamine import CalamineWorkbook  # type: ignore[import-not-found,unused-ignore]

        yield from CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).iter_rows()


def large(path: Path) -> None:
    """Work entries as a council sends them: 12 columns, texts that repeat, dates, minutes, amounts."""
    book = Workbook(write_only=True)
    page = book.create_sheet(SHEET)
    for number in range(ROWS):
        day = date(2026, 4, 1) + timedelta(days=number % 180)
        texts = [f"W{number:06d}", f"worker.{number % 300}@council.example", f"F-{number % 2_000:04d}", "Home visit"]
        page.append([*texts, day, number % 90, 15, 30, number % 40_000 / 100, number % 977 / 10, "", "no note"])
    book.save(path)


def odd(path: Path, *, starts_1904: bool = False) -> None:
    """One cell a row, each of a kind that matters, with its name before it."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = SHEET
    cells: tuple[tuple[str, Any, str], ...] = (
        ("leading zeros by number format 00000", 1234, "00000"),
        ("leading zeros as text", "01234", "@"),
        ("an amount, 934.2", 934.2, "0.00"),
        ("0.1 + 0.2 as a spreadsheet keeps it", 0.1 + 0.2, "0.00"),
        ("twelve whole pounds", 12, "0"),
        ("a percentage", 0.29, "0%"),
        ("a date", date(2026, 4, 1), "dd/mm/yyyy"),
        ("a duration of an hour and a half", 0.0625, "[h]:mm"),
        ("a date that is text", "31/04/2026", "@"),
        ("yes or no", True, "General"),
        ("an error", "#N/A", "General"),
        ("a formula without a result", "=1+1", "General"),
    )
    for row, (name, value, number_format) in enumerate(cells, start=1):
        page.cell(row, 1, name)
        page.cell(row, 2, value).number_format = number_format
    page.append(["a row that is hidden", "hidden"])
    page.row_dimensions[len(cells) + 1].hidden = True
    if starts_1904:
        book.epoch = CALENDAR_MAC_1904
    book.save(path)


def bomb(path: Path) -> None:
    """A sheet of 300 MB of blanks that packs to 300 kB."""
    odd(path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b" " * 300_000_000 + b"</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def measure(reader: str, path: Path) -> None:
    """Print the seconds and the memory above resting that reading every row takes."""
    before, start = _peak(), time.perf_counter()
    try:
        count = sum(1 for _ in rows_of(reader, path, SHEET))
        outcome = f"{count:,} rows"
    except FileRefused as refusal:
        outcome = f"refused: {refusal}"
    seconds, memory = time.perf_counter() - start, _peak() - before
    print(f"{reader}: {outcome}, {seconds:.2f} s, {memory // 1024} MiB above resting")


def _peak() -> int:
    """The most memory this process has held, in KiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))


def main() -> None:
    """Measure every reader that is installed, then show what each makes of the odd cells."""
    readers = [reader for reader in READERS if reader != "calamine" or importlib.util.find_spec("python_calamine")]
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.xlsx" for name in ("large", "bomb", "odd", "odd_1904")}
        large(paths["large"])
        bomb(paths["bomb"])
        odd(paths["odd"])
        odd(paths["odd_1904"], starts_1904=True)
        for name in ("large", "bomb"):
            print(f"{name}: {paths[name].stat().st_size:,} bytes")
            for reader in readers:
                subprocess.run([sys.executable, "-m", __spec__.name, reader, str(paths[name])], check=True)
        for name in ("odd", "odd_1904"):
            print(f"{name}, by {', '.join(readers)}:")
            rows = [list(rows_of(reader, paths[name], SHEET)) for reader in readers]
            for one_row in zip(*rows, strict=False):
                print(f"  {one_row[0][0]}: " + " | ".join(repr(row[1]) if len(row) > 1 else "empty" for row in one_row))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
