"""A finance file from its rows: the headings below a preamble, what is unclear by name, and every line with its answer."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from budgettracker.collecting import uncollected
from budgettracker.imports.cells.dates import Dates, order_shown
from budgettracker.imports.files.problems import CellRefused, FileRefused, Problem
from budgettracker.imports.tables.answers import layout_of
from budgettracker.ledger.payments.kinds import Answer, Basis, Part
from budgettracker.ledger.payments.rules.answers import (
    ALL,
    BASIS_KEY,
    CARD_KEY,
    NO_THRESHOLD,
    ODD_AMOUNTS_KEY,
    ORDER_KEY,
    SCHEME_KEY,
    THRESHOLD_KEY,
    PaymentAnswers,
    asks,
    column_key,
)
from budgettracker.ledger.payments.rules.columns import Columns, columns_of, score
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line
from budgettracker.ledger.payments.rules.open_file import FEWEST_POINTS, HEADING_WITHIN, Row
from budgettracker.ledger.payments.rules.preamble import Preamble, preamble_of
from budgettracker.ledger.payments.rules.scheme_lines import is_of, offered, says_section_17
from budgettracker.ledger.payments.rules.values import When, pence_of, when_of

SAMPLE = 300
"""Rows by which a column is looked at before a cell of it is believed."""
LONGEST = 200
_TOTAL = re.compile(
    r"^\W*(?:(?:grand|sub|overall|page|report|monthly)[ -]*)?totals?\b(?!\s+\w+\s+(?:ltd|limited|plc)\b)|\btotals?\W*$",
    re.I,
)
Earlier = Mapping[str, Mapping[str, tuple[str, ...]]]
"""What was confirmed before, by the digest of a file's headings."""


@uncollected()
def read_finance_file(label: str, rows: Sequence[Row], answers: PaymentAnswers, earlier: Earlier) -> FinanceFile:
    """Every line of a finance file with what it is, or the questions that must be answered first, all in one pass.

    Raises FileRefused for a file that holds no payments: no known headings, or totals by supplier.
    """
    top, at = list(rows[:HEADING_WITHIN]), 0
    points = [score(cells) for _, cells in top]
    if not top or max(points) < FEWEST_POINTS:
        raise FileRefused("no row of it has headings of payments: a day, an amount and a supplier.")
    at = points.index(max(points))
    heading_row, headings = top[at]
    layout = layout_of(headings)
    answers = answers.over(earlier.get(layout, {}))
    below = [row for row in rows[at + 1 :] if row[0] > heading_row]
    reader = _Reader(label, heading_row, headings, below, answers, preamble_of(cells for _, cells in top[:at]))
    return reader.read(layout)


@dataclass(slots=True)
class _Reader:
    label: str
    heading_row: int
    headings: Sequence[str]
    below: Sequence[Row]
    answers: PaymentAnswers
    preamble: Preamble
    questions: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sum_above: int = 0
    alike: Counter[tuple[str, str, int, str]] = field(default_factory=Counter)

    def read(self, layout: str) -> FinanceFile:
        """The whole file."""
        columns = columns_of(self.headings, self.answers.columns)
        self._ask_columns(columns)
        if self.questions:
            return FinanceFile(self.label, layout, questions=self.questions)
        basis = self.answers.basis or columns.basis or self.preamble.basis
        threshold = self.answers.threshold_pence
        threshold = self.preamble.threshold_pence if threshold is None else threshold
        self._ask_order(columns)
        self._ask_basis(basis, threshold)
        in_scheme = self._scheme(columns)
        lines = [self._line(number, cells, columns, in_scheme) for number, cells in self.below]
        days = [line.when for line in lines if line.when is not None]
        card = self.answers.single(CARD_KEY)
        return FinanceFile(
            self.label,
            layout,
            lines,
            self.questions,
            basis,
            threshold,
            self.preamble.first or min((when.first for when in days), default=None),
            self.preamble.last or max((when.last for when in days), default=None),
            card == "yes" if card else columns.is_card_file,
            tuple(self.notes),
            tuple((part.words, self.headings[at].strip()) for part, at in columns.at.items()),
        )

    def _ask(self, key: str, reason: str, *answers: str) -> None:
        self.questions.append(Problem(self.label, self.heading_row, None, reason, question=asks(key, *answers)))

    def _ask_columns(self, columns: Columns) -> None:
        """Ask for the columns that are missing, stand twice, or do not hold what their heading says."""
        for part, likely in columns.unclear.items():
            self._ask(column_key(part), f"{part.words} may stand under {' or '.join(likely)}.", *likely)
        money_parts = (Part.GROSS, Part.NET, Part.AMOUNT, Part.DEBIT)
        amount = next((part for part in money_parts if part in columns.at), None)
        self._ask_column(Part.DATE, columns.at.get(Part.DATE), _reads_as_day)
        self._ask_column(amount or Part.AMOUNT, columns.at[amount] if amount else None, _reads_as_amount)
        if Part.SUPPLIER not in columns.at and Part.SUPPLIER not in self.answers.columns:
            self.notes.append("No column of suppliers: nothing is certain without a reference.")

    def _ask_column(self, part: Part, at: int | None, reads: Callable[[str], bool]) -> None:
        if at is not None and (self._share(at, reads) >= 50 or column_key(part) in self.answers.by_key):
            return
        likely = [
            heading.strip()
            for index, heading in enumerate(self.headings)
            if heading.strip() and index != at and self._share(index, reads) >= 80
        ]
        if at is None and not likely and part is Part.DATE:
            raise FileRefused(
                "no column of it has days, so its lines are totals (by supplier, perhaps) and no payments. "
                "Ask for the file of payments."
            )
        if at is not None:
            likely.append(self.headings[at].strip())
        reason = (
            f"{part.words} cannot be told from its headings."
            if at is None
            else (f"the column “{self.headings[at].strip()}” does not hold {part.words} in most rows.")
        )
        if not likely:
            raise FileRefused(f"no column of it holds {part.words}.")
        self._ask(column_key(part), reason, *likely)

    def _share(self, index: int, reads: Callable[[str], bool]) -> int:
        """How many in a hundred of a column's filled cells read as what it should hold."""
        cells = [cells[index] for _, cells in self.below[:SAMPLE] if index < len(cells) and cells[index].strip()]
        return 100 * sum(map(reads, cells)) // len(cells) if cells else 0

    def _ask_order(self, columns: Columns) -> None:
        if self.answers.single(ORDER_KEY):
            return
        at = columns.at[Part.DATE]
        shown = {order_shown(cells[at]) for _, cells in self.below if at < len(cells)}
        if ("figures", "month_first") in shown and ("figures", "day_first") not in shown:
            self._ask(ORDER_KEY, "its days seem to be written with the month first.", "month_first", "day_first")

    def _ask_basis(self, basis: Basis | None, threshold: int | None) -> None:
        if basis is None:
            self._ask(BASIS_KEY, "are its amounts net (without VAT that is paid back) or gross?", *map(str, Basis))
        if threshold is None:
            reason = "from which amount has it payments? Say the pounds, or none where it has all."
            self._ask(THRESHOLD_KEY, reason, "500", "250", NO_THRESHOLD)

    def _scheme(self, columns: Columns) -> Callable[[Sequence[str]], bool]:
        """Whether the words and codes of a line are the scheme's; asked where nothing says section 17."""
        rows = [_at(cells, columns.filter_at) for _, cells in self.below]
        confirmed = self.answers.scheme
        if confirmed and any(is_of(confirmed, cells) for cells in rows):
            return lambda cells: is_of(confirmed, cells)
        if not confirmed and any(map(says_section_17, rows)):
            self.notes.append("Lines that say section 17 or child in need were taken as the scheme’s.")
            return says_section_17
        choices = offered(rows) if columns.filter_at else (ALL,)
        reason = f"no line has {' or '.join(confirmed)}." if confirmed else "no line says section 17."
        self._ask(SCHEME_KEY, f"{reason} Which cost centres or purposes are the scheme’s?", *choices)
        return lambda _: True

    def _line(
        self, row: int, cells: Sequence[str], columns: Columns, in_scheme: Callable[[Sequence[str]], bool]
    ) -> Line:
        """One line with its answer where it is no payment of the scheme."""
        held = {part: cells[at] if at < len(cells) else "" for part, at in columns.at.items()}
        why = self._no_payment(cells, held)
        if why:
            return Line(row, Answer.SKIPPED, why)
        pence, wrong_amount = self._pence(held)
        when, wrong_day = self._when(held[Part.DATE])
        reference, sequence = _short(held.get(Part.REFERENCE, "")), _short(held.get(Part.SEQUENCE, ""))
        line = Line(row, reference=reference, sequence=sequence, when=when, pence=pence or 0)
        if when is None and (_says_total(cells) or (pence and pence == self.sum_above)):
            return replace(line, answer=Answer.SKIPPED, why="a total", pence=0)
        if wrong_amount or (wrong_day and pence):
            wrong = " ".join(filter(None, (wrong_day, wrong_amount)))
            return replace(line, answer=Answer.BROKEN, why=wrong)
        if not pence:
            return replace(line, answer=Answer.SKIPPED, why="nothing was paid" if pence == 0 else "it has no amount")
        self.sum_above += pence
        kind = (reference, sequence, pence, str(when))
        self.alike[kind] += 1
        line = replace(line, position=self.alike[kind])
        words = _at(cells, columns.filter_at)
        if not in_scheme(words):
            return replace(line, answer=Answer.OUTSIDE, why="another cost centre or purpose")
        return replace(
            line,
            supplier=" ".join(held.get(Part.SUPPLIER, "").split())[:LONGEST],
            purpose=", ".join(dict.fromkeys(filter(None, (word.strip() for word in words))))[:LONGEST],
            by_card=columns.is_card_file or self._says_card(cells, columns),
        )

    def _no_payment(self, cells: Sequence[str], held: Mapping[Part, str]) -> str:
        if not any(cell.strip() for cell, heading in zip(cells, self.headings, strict=False) if heading.strip()):
            return "nothing in it"
        if [cell.strip() for cell in cells[: len(self.headings)]] == [
            cell.strip() for cell in self.headings[: len(cells)]
        ]:
            return "the headings again"
        if not held[Part.DATE].strip() and _says_total(cells):
            return "a total"
        return ""

    def _pence(self, held: Mapping[Part, str]) -> tuple[int | None, str]:
        """The pence of a line on the file's basis, or why they cannot be read."""
        single = next((part for part in (Part.GROSS, Part.NET, Part.AMOUNT) if part in held), None)
        try:
            if single is None:
                out, back = self._amount(held[Part.DEBIT]), self._amount(held.get(Part.CREDIT, ""))
                return (None if out is None and back is None else (out or 0) - abs(back or 0)), ""
            pence = self._amount(held[single])
            if pence is not None and single is not Part.GROSS and Part.IRRECOVERABLE in held:
                pence += self._amount(held[Part.IRRECOVERABLE]) or 0
        except CellRefused as wrong:
            shown = held[single or Part.DEBIT].strip()
            return None, Problem(self.label, None, None, str(wrong), shown).words
        return pence, ""

    def _amount(self, cell: str) -> int | None:
        if cell.strip() in self.answers.by_key.get(ODD_AMOUNTS_KEY, ()):
            try:
                return int((Decimal(cell.strip()) * 100).to_integral_value(ROUND_HALF_UP))
            except InvalidOperation:
                pass
        return pence_of(cell)

    def _when(self, cell: str) -> tuple[When | None, str]:
        if not cell.strip():
            return None, "it has no day"
        try:
            return when_of(cell, self.answers.dates, self.preamble.first, self.preamble.last), ""
        except CellRefused as wrong:
            return None, Problem(self.label, None, None, str(wrong), cell.strip()).words

    def _says_card(self, cells: Sequence[str], columns: Columns) -> bool:
        at = columns.card_at
        return (
            at is not None
            and at < len(cells)
            and re.search(r"\bcard\b|^(?:y|yes|true|1)$", cells[at].strip(), re.I) is not None
        )


def _says_total(cells: Sequence[str]) -> bool:
    return any(_TOTAL.search(" ".join(cell.split())) for cell in cells if cell.strip())


def _at(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells[at] for at in places if at < len(cells)]


def _short(cell: str) -> str:
    return " ".join(cell.split())[:LONGEST]


def _reads_as_day(cell: str) -> bool:
    try:
        return when_of(cell, Dates()).first > date.min
    except CellRefused:
        try:
            return when_of(cell, Dates("month_first")).first > date.min
        except CellRefused:
            return False


def _reads_as_amount(cell: str) -> bool:
    try:
        pence_of(cell)
    except CellRefused:
        return False
    return True
