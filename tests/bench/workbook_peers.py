"""Workbook rows, formats included: our streamed writer against XlsxWriter and against rustpy-xlsxwriter, on the same rows.

    python -m tests.bench.workbook_peers [--rows 100000] [--rounds 3]

The rows of `workbook_rows`: text, days, whole numbers, money and rates, each with its number format. Each side runs in a process
of its own, in turns, and is given the rows as it takes them (rustpy-xlsxwriter: dictionaries); both peers write row by row in
constant memory. Processor time, medians. Exit code 1 if ours takes more than 1.2 of rustpy-xlsxwriter or 0.25 of XlsxWriter.
Both come with `pip install -r tests/bench/requirements.txt`.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.telling import Figure, tell
from tests.bench.workbook_rows import AMOUNTS, COLUMNS, DAYS, RATE, TEXTS, WHOLES, lines, ours

BOUNDS = {"rustpy": 1.2, "xlsxwriter": 0.25}
NAMES = {"rustpy": "rustpy-xlsxwriter", "xlsxwriter": "XlsxWriter"}
FORMATS = {**dict.fromkeys(DAYS, "yyyy-mm-dd"), **dict.fromkeys(WHOLES, "0"), **dict.fromkeys(AMOUNTS, "#,##0.00")}
FORMATS |= dict.fromkeys(RATE, "0.0000")


def values(line: tuple[Any, ...]) -> Iterator[Any]:
    """A row as other writers take it: amounts in pounds, the rate as a number."""
    first_amount = len(TEXTS) + len(DAYS) + len(WHOLES)
    for at, value in enumerate(line):
        if at < first_amount:
            yield value
        elif at < len(line) - 1:
            yield value / 100
        else:
            yield value[0] / value[1]


def xlsxwriter(path: Path, rows: int) -> None:
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Work_time")
    sheet.write_row(0, 0, COLUMNS)
    formats = [book.add_format({"num_format": FORMATS[name]}) if name in FORMATS else None for name in COLUMNS]
    days = range(len(TEXTS), len(TEXTS) + len(DAYS))
    for number, line in enumerate(lines(rows), 1):
        for at, value in enumerate(values(line)):
            if at < len(TEXTS):
                sheet.write_string(number, at, value)
            elif at in days:
                sheet.write_datetime(number, at, value, formats[at])
            else:
                sheet.write_number(number, at, value, formats[at])
    book.close()


def rustpy(path: Path, rows: int) -> None:
    from rustpy_xlsxwriter import FastExcel, Format

    formats = {name: Format().set_num_format(text) for name, text in FORMATS.items()}
    records = (dict(zip(COLUMNS, values(line), strict=True)) for line in lines(rows))
    FastExcel(str(path)).sheet("Work_time", records, column_formats=formats).save()


SIDES = {"ours": ours, "xlsxwriter": xlsxwriter, "rustpy": rustpy}


def one_side(side: str, rows: int, path: Path) -> float:
    import budgettracker.workbooks.stream  # noqa: F401 - all sides have imported the same

    SIDES[side](path, 10)
    started = time.process_time()
    SIDES[side](path, rows)
    return time.process_time() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(one_side(options.side, options.rows, options.file)))
        return 0
    took: dict[str, list[float]] = {side: [] for side in SIDES}
    with tempfile.TemporaryDirectory() as name:
        for _ in range(options.rounds):
            for side, seconds in took.items():
                command = [sys.executable, "-m", "tests.bench.workbook_peers", "--rows", str(options.rows)]
                command += ["--side", side, "--file", str(Path(name) / f"{side}.xlsx")]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                seconds.append(json.loads(done.stdout))
    middle = {side: statistics.median(seconds) for side, seconds in took.items()}
    what = f"workbook, {options.rows:,} rows of {len(COLUMNS)} columns with formats, median"
    held = [
        tell(Figure(what, middle["ours"], NAMES[side], middle[side], bound, bound_is_on_ratio=True))
        for side, bound in BOUNDS.items()
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
