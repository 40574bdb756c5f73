"""The unit-cost command's sums: build-ups in, cost of an hour and of a client hour out, to the unrounded quotient."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TextIO

from budgettracker.costing.rates.rules import typed
from budgettracker.costing.rates.rules.build_up import printed
from budgettracker.csv_text import csv_text
from budgettracker.errors import Refusal
from budgettracker.money import pounds_plain

REQUIRED = (
    "year",
    "role",
    "salary",
    "oncosts",
    "qualifications",
    "overhead_direct",
    "overhead_indirect",
    "capital",
    "hours_per_year",
    "ratio_indirect",
    "includes_qualifications",
)
KNOWN = ("source", *REQUIRED, "ratio_name", "published_per_hour", "published_per_client_hour", "reproduces", "notes")
GIVEN = ("role", "year", "includes_qualifications", "per_hour", "per_client_hour")
YES_OR_NO = ("yes", "no")


class Problem(NamedTuple):
    """One bad cell (or, without a row, a bad file): the row as the spreadsheet counts it, the column, and why."""

    row: int | None
    column: str | None
    reason: str

    @property
    def message(self) -> str:
        """The problem on one line."""
        where = [f"row {self.row}"] if self.row else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.reason}".removeprefix(": ")


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What an hour of a role costs, in pence, unrounded; per client hour where the build-up has a ratio."""

    role: str
    year: str
    includes_qualifications: bool
    per_hour: Fraction
    per_client_hour: Fraction | None


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """What a file of build-ups gives: a result for each good row, a problem for each bad cell, columns nobody reads."""

    results: tuple[UnitCost, ...]
    problems: tuple[Problem, ...]
    unknown_columns: tuple[str, ...]


def read_unit_costs(file: TextIO) -> UnitCosts:
    """Read build-ups with the columns of the published file. Every problem is found in one pass; none is raised."""
    try:
        rows = list(csv.reader(file, strict=True))
    except (csv.Error, UnicodeDecodeError):
        return _refused("This is not a CSV file: save the sheet as CSV (UTF-8) and try again.")
    if not rows or not any(rows[0]):
        return _refused("The file is empty: the first row must hold the names of the columns.")
    columns = [name.strip().removeprefix("\ufeff") for name in rows[0]]
    missing = [name for name in REQUIRED if name not in columns]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    problems = [Problem(None, name, "this column is missing.") for name in missing]
    problems += [Problem(None, name, "this column is there twice.") for name in twice]
    unknown = tuple(name for name in columns if name and name not in KNOWN)
    if problems:
        return UnitCosts((), tuple(problems), unknown)
    results: list[UnitCost] = []
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            result, row_problems = _row(number, columns, cells)
            problems += row_problems
            results += [result] if result else []
    if not results and not problems:
        return _refused("The file has no build-ups: there is nothing under the names of the columns.")
    return UnitCosts(tuple(results), tuple(problems), unknown)


def write_unit_costs(results: Iterable[UnitCost]) -> str:
    """CSV `role,year,includes_qualifications,per_hour,per_client_hour`: pounds to two decimals, half up.

    The last column is empty without a ratio. Text that a spreadsheet would take for a formula gets an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(GIVEN)
    for one in results:
        per_client_hour = "" if one.per_client_hour is None else pounds_plain(printed(one.per_client_hour))
        writer.writerow(
            [
                csv_text(one.role),
                csv_text(one.year),
                "yes" if one.includes_qualifications else "no",
                pounds_plain(printed(one.per_hour)),
                per_client_hour,
            ]
        )
    return out.getvalue()


def _refused(reason: str) -> UnitCosts:
    return UnitCosts((), (Problem(None, None, reason),), ())


def _row(number: int, columns: list[str], cells: list[str]) -> tuple[UnitCost | None, list[Problem]]:
    if len(cells) > len(columns):
        return None, [Problem(number, None, "there are more cells than the first row has columns.")]
    filled = dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))
    reader = _Cells(number, filled)
    result = reader.unit_cost()
    return (None if reader.problems else result), reader.problems


class _Cells:
    """Reads one row, keeping every problem rather than stopping at the first."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self._number = number
        self._cells = cells
        self.problems: list[Problem] = []

    def unit_cost(self) -> UnitCost:
        with_qualifications = self._yes_or_no("includes_qualifications")
        employed = self._money("salary", needed=True) + self._money("oncosts", needed=True)
        annual = employed + self._money("capital")
        for column in ("overhead_direct", "overhead_indirect"):
            annual += self._overhead(column, employed)
        qualifications = self._money("qualifications", needed=with_qualifications)
        annual += qualifications if with_qualifications else 0
        per_hour = Fraction(annual * 60) / self._minutes("hours_per_year")
        ratio = self._ratio("ratio_indirect")
        return UnitCost(
            role=self._text("role"),
            year=self._text("year"),
            includes_qualifications=with_qualifications,
            per_hour=per_hour,
            per_client_hour=None if ratio is None else per_hour * (1 + ratio),
        )

    def _refuse(self, column: str, reason: str) -> None:
        self.problems.append(Problem(self._number, column, reason))

    def _text(self, column: str) -> str:
        text = self._cells[column].strip()
        if not text:
            self._refuse(column, "this cell is empty.")
        return text

    def _yes_or_no(self, column: str) -> bool:
        text = self._cells[column].strip().lower()
        if text not in YES_OR_NO:
            self._refuse(column, f"“{typed.on_one_line(text)}” is neither yes nor no.")
        return text == "yes"

    def _money(self, column: str, *, needed: bool = False) -> int:
        text = self._cells[column]
        if needed and not text.strip():
            self._refuse(column, "this cell is empty: give an amount in pounds a year.")
            return 0
        try:
            return typed.amount_pence(text, column)
        except Refusal as refusal:
            self._refuse(column, refusal.message)
            return 0

    def _overhead(self, column: str, employed_pence: int) -> int:
        try:
            return typed.overhead(self._cells[column], column).of(employed_pence)
        except Refusal as refusal:
            self._refuse(column, refusal.message)
            return 0

    def _minutes(self, column: str) -> Fraction:
        try:
            return typed.hours_in_minutes(self._cells[column], column)
        except Refusal as refusal:
            self._refuse(column, refusal.message)
            return Fraction(1)

    def _ratio(self, column: str) -> Fraction | None:
        text = self._cells[column]
        if not text.strip():
            return None
        try:
            return typed.decimal(text, column)
        except Refusal as refusal:
            self._refuse(column, refusal.message)
            return None
