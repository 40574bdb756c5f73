"""Workbook rows: 100,000 rows of 20 columns with number formats, our streamed writer against openpyxl write-only.

    python -m tests.bench.workbook_rows [--rows 100000] [--rounds 3]

Each side runs in a process of its own, in turns. Time is from the first row to the closed file; memory is the highest
the process reached, less what it held after its imports. Exit code 1 if the bar is missed: at most 0.2 of openpyxl's
time (medians) and at most 60 MiB above resting.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.bench.telling import Figure, tell

MOST_TIME = 0.2
MOST_MEMORY_MIB = 60

TEXTS = ("family", "worker", "team", "activity", "category", "authority")
DAYS = ("worked_on", "opened_on")
WHOLES = ("contact_minutes", "preparation_minutes", "travel_minutes", "share_from", "share_to")
AMOUNTS = ("contact_cost", "preparation_cost", "travel_cost", "mileage_cost", "expenses", "total")
RATE = ("rate",)
COLUMNS = TEXTS + DAYS + WHOLES + AMOUNTS + RATE
ACTIVITIES = ("home visit", "telephone call", "family meeting", "writing up & filing", "court", "travel")


def lines(rows: int) -> Iterator[tuple[Any, ...]]:
    """The same work time lines on both sides, as a query would give them: amounts in whole pence."""
    start = date(2026, 4, 1)
    for n in range(rows):
        mixed = n * 2_654_435_761 % 4_294_967_296
        minutes = (mixed % 96) * 5
        amounts = [(mixed >> shift) % 20_011 for shift in (3, 5, 7, 9, 11)]
        yield (
            f"f{n // 20:06x}",
            f"w{mixed % 150:04x}",
            f"t{mixed % 12:03x}",
            ACTIVITIES[mixed % 6],
            ACTIVITIES[mixed % 5],
            f"authority {mixed % 3}",
            start + timedelta(days=mixed % 700),
            start + timedelta(days=n // 20 % 365),
            minutes,
            mixed % 45,
            mixed % 61,
            n,
            n + minutes,
            *amounts,
            sum(amounts),
            (mixed % 700_000, 10_000),
        )


def ours(path: Path, rows: int) -> None:
    from budgettracker.workbooks.stream import Column, Disclosure, Kind, Sheet, write_workbook

    kinds = [
        (TEXTS, Kind.TEXT),
        (DAYS, Kind.DATE),
        (WHOLES, Kind.WHOLE),
        (AMOUNTS, Kind.MONEY),
        (RATE, Kind.DECIMAL),
    ]
    columns = tuple(
        Column(name=name, kind=kind, disclosure=Disclosure.REFERENCE, description=name, places=4)
        for names, kind in kinds
        for name in names
    )
    write_workbook(path, [Sheet(name="Work_time", columns=columns, rows=lines(rows), count=rows)])


def theirs(path: Path, rows: int) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Work_time")
    sheet.append(COLUMNS)
    plain = len(TEXTS)
    formats = ["yyyy-mm-dd"] * len(DAYS) + ["0"] * len(WHOLES) + ["#,##0.00"] * len(AMOUNTS) + ["0.0000"]
    for line in lines(rows):
        values = list(line[plain:])
        values[-7:-1] = [Decimal(pence) / 100 for pence in values[-7:-1]]
        values[-1] = Decimal(line[-1][0]) / line[-1][1]
        cells: list[Any] = list(line[:plain])
        for value, number_format in zip(values, formats, strict=True):
            cell = WriteOnlyCell(sheet, value=value)
            cell.number_format = number_format
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def one_side(side: str, rows: int, path: Path) -> dict[str, float]:
    # Both sides have imported the same before they are measured.
    import openpyxl  # noqa: F401

    import budgettracker.workbooks.stream  # noqa: F401

    resting = _status("VmRSS")
    started = time.perf_counter()
    (ours if side == "ours" else theirs)(path, rows)
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "mib": (_status("VmHWM") - resting) / 1024,
        "file_mib": path.stat().st_size / 2**20,
    }


def _status(name: str) -> int:
    """A line of this process's memory account, in KiB; 0 where the system keeps none."""
    account = Path("/proc/self/status")
    if not account.exists():
        return 0
    return next(int(line.split()[1]) for line in account.read_text().splitlines() if line.startswith(name + ":"))


def _measure(side: str, rows: int, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.workbook_rows", "--side", side, "--rows", str(rows)]
    command += ["--file", str(folder / f"{side}.xlsx")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _same_sums(folder: Path, rows: int) -> bool:
    """Whether our file, read back, holds every row and the amounts that were put in."""
    from budgettracker.workbooks.readback import Book

    wanted = [0, 0]
    for line in lines(rows):
        wanted = [wanted[0] + 1, wanted[1] + line[-2]]
    with Book(folder / "ours.xlsx") as book:
        return [book.count("Work_time"), book.sums("Work_time", ["total"])["total"]] == wanted


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=["ours", "openpyxl"])
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(one_side(options.side, options.rows, options.file)))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = [
            {side: _measure(side, options.rows, folder) for side in ("ours", "openpyxl")} for _ in range(options.rounds)
        ]
        sums = _same_sums(folder, options.rows)
    for side in ("ours", "openpyxl"):
        each = ", ".join(f"{run[side]['seconds']:.2f}" for run in runs)
        most = max(run[side]["mib"] for run in runs)
        print(f"{side:9} {each} s; at most {most:.0f} MiB above resting; file {runs[0][side]['file_mib']:.1f} MiB")
    middle = {side: statistics.median(run[side]["seconds"] for run in runs) for side in runs[0]}
    memory = {side: max(run[side]["mib"] for run in runs) for side in runs[0]}
    figure = Figure(
        f"workbook, {options.rows:,} rows of {len(COLUMNS)} columns, median",
        middle["ours"],
        "openpyxl write-only",
        middle["openpyxl"],
        MOST_TIME,
        bound_is_on_ratio=True,
    )
    held = [
        tell(figure),
        tell(
            Figure(
                "its memory above resting",
                memory["ours"],
                "openpyxl write-only",
                memory["openpyxl"],
                MOST_MEMORY_MIB,
                unit="MiB",
            )
        ),
    ]
    print(f"sums read back from our file: {'equal' if sums else 'WRONG'}")
    return 0 if all(held) and sums else 1


if __name__ == "__main__":
    sys.exit(main())
