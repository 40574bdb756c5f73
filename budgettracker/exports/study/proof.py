"""Prove a finished workbook from its own bytes: its rows are read back and summed before it is offered to anybody."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from budgettracker.costing.kinds import BESIDE, Destination
from budgettracker.costing.run.queries.runs import RunTotals
from budgettracker.exports.study.checks import FIRST_ROW
from budgettracker.exports.study.proof_results import cuts_faults, results_faults
from budgettracker.exports.study.work_costs import COST_COLUMNS, INDIRECT, OWN_COST, PARTS
from budgettracker.money import pounds
from budgettracker.spend.kinds import SpendKind
from budgettracker.workbooks import Book, ReadBackWrong, findings
from budgettracker.workbooks.plain_rows import Stretches
from budgettracker.workbooks.readback import Place, Seen, pence_of

MOST = 20
A_WHILE = 2_000
"""Rows read between two signs of life."""
VERDICT = 1
"""The column of Checks that says OK."""
_BESIDE = tuple(map(str, BESIDE))
_MONEY = ("purchases", "other_help", *PARTS, *_BESIDE)


def faults(
    path: Path,
    frozen: RunTotals,
    rows: dict[str, int],
    limits_pence: int,
    still_reading: Callable[[], None] = lambda: None,
) -> list[str]:
    """What is wrong with a workbook, in words; empty when it may be offered. At most 20 are told.

    `frozen` are the run's totals, `rows` the data rows each sheet was given, `limits_pence` the limits in force;
    `still_reading` is called now and then, for reading a large workbook takes minutes.
    """
    stretches: dict[str, Stretches] = {}
    faults = [f"something that must not be there: {finding}" for finding in findings(path, stretches)]
    still_reading()
    try:
        with Book(path, stretches) as book:
            faults += _Reader(book, still_reading).faults(frozen, rows, limits_pence)
            faults += results_faults(book)
            faults += cuts_faults(book)
    except ReadBackWrong as wrong:
        faults.append(str(wrong))
    return faults[:MOST]


class _Reader:
    """Sums of a workbook's rows, in pence, by what the sheets say they belong to."""

    def __init__(self, book: Book, still_reading: Callable[[], None]) -> None:
        self._book, self._still_reading = book, still_reading
        self._rows: dict[str, int] = {}
        self._families: dict[str, dict[str, int]] = {}
        self._pence = {"families": 0, "uplift": 0, "unallocated": 0, "left out": 0, "all entries": 0, "pooled": 0}
        self._pence |= dict.fromkeys((*_BESIDE, "decisions"), 0)

    def faults(self, frozen: RunTotals, rows: dict[str, int], limits_pence: int) -> Iterator[str]:
        self._work_time()
        self._pool_lines()
        self._deciding()
        purchases, other_help = self._spend()
        yield from self._against_family_costs()
        for name, expected in rows.items():
            count = self._rows[name] if name in self._rows else self._book.count(name)
            if count != expected:
                yield f"{name} has {count} rows and should have {expected}"
        sums, pence = frozen.sums, self._pence
        yield from _differs("the cost of families' time", pence["families"], sums.families_pence)
        yield from _differs("mode B's uplift", pence["uplift"], sums.uplift_pence)
        yield from _differs("deciding", pence["deciding"], sums.deciding_pence)
        yield from _differs("decisions", pence["decisions"], frozen.decisions_pence)
        yield from _differs("setting up", pence["set_up"], sums.set_up_pence)
        yield from _differs("evaluation", pence["evaluation"], sums.evaluation_pence)
        yield from _differs("what is unallocated", pence["unallocated"], sums.unallocated_pence)
        yield from _differs("what is left out", pence["left out"], sums.left_out_pence)
        yield from _differs("all entries", pence["all entries"], sums.all_entries_pence)
        yield from _differs("pools", self._book.sums("Pool", ["cost"])["cost"], pence["pooled"])
        yield from _differs("purchases", purchases, frozen.purchases_pence)
        yield from _differs("other help", other_help, frozen.other_help_pence)
        yield from _differs("limits", self._book.sums("Budgets", ["moved"])["moved"], limits_pence)
        yield from self._checks()

    def _read(self, name: str, columns: Collection[str] | None = None) -> Iterator[tuple[int, dict[str, Seen]]]:
        """A sheet's rows, counted as they pass; of some columns only where they are named."""
        self._rows[name] = 0
        for number, row in self._book.rows(name, columns):
            self._rows[name] += 1
            if not self._rows[name] % A_WHILE:
                self._still_reading()
            yield number, row

    def _work_time(self) -> None:
        for number, row in self._read("Work_time", ("destination", "family", *COST_COLUMNS)):
            cells = {column: _pence(row, column, "Work_time", number) for column in COST_COLUMNS}
            own = sum(cells[column] for column in OWN_COST)
            destination = row["destination"].text
            self._pence["all entries"] += own
            if destination == Destination.FAMILY:
                self._bear(row["family"].text, dict(zip(PARTS, cells.values(), strict=True)))
                self._pence["uplift"] += cells[INDIRECT]
            elif destination in _BESIDE:
                self._bear_beside(row["family"].text, destination, sum(cells.values()))
                self._pence["uplift"] += cells[INDIRECT]
            else:
                self._pence["pooled" if destination == Destination.POOLED else "left out"] += own

    def _pool_lines(self) -> None:
        names = {Destination.UNALLOCATED: "unallocated", Destination.LEFT_OUT: "left out"}
        for number, row in self._read("Pool_lines", ("destination", "family", INDIRECT)):
            pence = _pence(row, INDIRECT, "Pool_lines", number)
            destination = row["destination"].text
            if destination == Destination.FAMILY:
                self._bear(row["family"].text, {"indirect_share": pence})
            elif destination in _BESIDE:
                self._bear_beside(row["family"].text, destination, pence)
            else:
                self._pence[names[Destination(destination)]] += pence

    def _deciding(self) -> None:
        for number, row in self._read("Deciding"):
            pence = _pence(row, "cost", "Deciding", number)
            self._family(row["family"].text)[Destination.DECIDING.value] += pence
            self._pence["decisions"] += pence

    def _spend(self) -> tuple[int, int]:
        sums = {kind.value: 0 for kind in SpendKind}
        column = {SpendKind.DEVOLVED.value: "purchases", SpendKind.OTHER_HELP.value: "other_help"}
        for number, row in self._read("Spend"):
            kind, pence = row["kind"].text, _pence(row, "counted", "Spend", number)
            sums[kind] += pence
            self._family(row["family"].text)[column[kind]] += pence
        return sums[SpendKind.DEVOLVED.value], sums[SpendKind.OTHER_HELP.value]

    def _bear(self, family: str, parts: dict[str, int]) -> None:
        sums = self._family(family)
        for part, pence in parts.items():
            sums[part] += pence
            self._pence["families"] += pence

    def _bear_beside(self, family: str, column: str, pence: int) -> None:
        self._family(family)[column] += pence
        self._pence[column] += pence

    def _family(self, family: str) -> dict[str, int]:
        return self._families.setdefault(family, dict.fromkeys(_MONEY, 0))

    def _against_family_costs(self) -> Iterator[str]:
        empty = dict.fromkeys(_MONEY, 0)
        for number, row in self._read("Family_costs"):
            summed = self._families.pop(row["family"].text, empty)
            for column in _MONEY:
                shown = _pence(row, column, "Family_costs", number)
                yield from _differs(f"Family_costs.{column} in row {number}", shown, summed[column])
            total = sum(pence for column, pence in summed.items() if column not in ("other_help", *_BESIDE))
            yield from _differs(
                f"Family_costs.total in row {number}", _pence(row, "total", "Family_costs", number), total
            )
        for family in sorted(self._families):
            yield f"rows bear costs of {family}, which Family_costs does not have"

    def _checks(self) -> Iterator[str]:
        for number, cells in self._book.cells("Checks"):
            verdict = next((cell.text for cell in cells if cell.column == VERDICT), "")
            if number >= FIRST_ROW and verdict != "OK":
                yield f"the check in row {number} says: {verdict}"


def _pence(row: dict[str, Seen], column: str, sheet: str, number: int) -> int:
    return pence_of(row[column], Place(sheet, column, number)) if column in row else 0


def _differs(name: str, pence: int, expected: int) -> Iterator[str]:
    if pence != expected:
        yield f"{name}: the rows come to {pounds(pence)} and should come to {pounds(expected)}"
