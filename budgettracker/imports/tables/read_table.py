"""Reading one table: headings matched, every cell read or refused, rows that are whole made into checked rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from budgettracker.imports.cells.references import OTHER, FamilyRefs
from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.csv_files import CsvFile
from budgettracker.imports.files.problems import CellRefused, FileRefused, Note, Problem, Question, Where
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.answers import NO_PROGRAM, PRESET, Answers, layout_of, question
from budgettracker.imports.tables.contract import CONTRACTS, Contract, Reference, references
from budgettracker.imports.tables.find_tables import Table
from budgettracker.imports.tables.headings import Nothing, Place, Plan, Rows, find_heading, is_blank, plan_of
from budgettracker.imports.tables.presets import Recast, asked_of
from budgettracker.imports.tables.row_rules import row_problems
from budgettracker.imports.tables.rows import Row
from budgettracker.imports.tables.unseen import hidden_notes
from budgettracker.imports.tables.whole_columns import column_notes
from budgettracker.imports.tables.work_rows import Alike, WorktimeRow, alike

MOST_ROWS = 300_000
TOO_LONG = f"it has more than {MOST_ROWS:,} rows. Nothing of it was read: split it into several imports."
MOST_PROBLEMS = 20_000
"""So many problems are one mistake repeated; the report stops there and says so."""

Progress = Callable[[str, int], None]
"""Told the table's label and the rows read so far, every thousand rows."""


@dataclass(slots=True)
class TableRead:
    """What a table held: good rows in the file's order, and what is wrong with or worth saying about the others.

    `other_keys` are keys of rows that could not be read whole: what refers to them waits for their correction.
    `loose` are the references of such rows, which are checked all the same.
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    other_keys: set[tuple[object, ...]] = field(default_factory=set)
    loose: list[Reference] = field(default_factory=list)
    layout: str = ""
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What was confirmed of its layout, now or before."""
    plan: Plan | None = None
    """Where its columns stand, with what is known of each as a whole."""


def read_table(table: Table, answers: Answers, progress: Progress | None = None) -> TableRead:
    """Every row of a table, all problems in one pass; a file that breaks off is reported with what came before."""
    contract = CONTRACTS[table.name]
    read = TableRead()
    first = find_heading(contract, _to_the_end(table, read))
    if first is None:
        if not read.problems:
            read.problems.append(Problem(table.label, None, None, "the table is empty: it has no headings."))
        return read
    if first.above:
        top, last = first.above
        words = "it stands above the headings." if top == last else f"rows {top} to {last} stand above the headings."
        read.notes.append(Note(table.label, top, None, f"not read: {words}"))
    read.layout = table.recast.layout if table.recast is not None else layout_of(first.headings)
    answers = answers.for_layout(table.name, read.layout)
    read.answers = answers.of_layout(table.name)
    plan = plan_of(table.label, contract, first, answers, read.problems, read.notes)
    if plan.places and _is_too_long(table, first.row):
        read.problems.append(Problem(table.label, None, None, TOO_LONG))
    elif plan.places:
        _Reader(table, contract, plan, answers, read).rows(first.below, progress)
        read.plan = plan
        read.notes.extend(column_notes(table, plan))
    read.notes.extend(hidden_notes(table, first))
    _note_letters(table, read)
    return read


def recast(table: Table, answers: Answers) -> tuple[Table, Problem | Note | None]:
    """A table whose file is another program's, its rows made into the table's own once that is confirmed; else it is asked."""
    try:
        first = find_heading(CONTRACTS[table.name], table.rows())
    except (FileRefused, OSError):
        return table, None  # Reading it says what is wrong.
    layout = layout_of(first.headings) if first is not None else ""
    answers = answers.for_layout(table.name, layout)
    preset = asked_of(table.name, first.headings, answers) if first is not None else None
    if preset is None or first is None:
        return table, None
    how = Recast(preset, first.row, first.headings, layout, answers)
    if answers.preset(table.name) == preset.name:
        return replace(table, recast=how), Note(table.label, first.row, None, how.in_words)
    open_question = question(table.name, "entry_ref", PRESET, (preset.name, NO_PROGRAM))
    reason = f"its headings are those of {preset.words}. Is it? It would then be {how.in_words}"
    return table, Problem(table.label, first.row, None, reason, question=open_question)


def _is_too_long(table: Table, heading_row: int) -> bool:
    try:
        return table.longer_than(MOST_ROWS, heading_row)
    except (FileRefused, OSError):
        return False  # Reading it says what is wrong, with the rows before.


def _to_the_end(table: Table, read: TableRead) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table up to where reading can go on, which is reported as a problem of the file."""
    try:
        yield from table.rows()
    except FileRefused as wrong:
        read.problems.append(Problem(table.label, None, None, str(wrong)))
    except OSError:
        read.problems.append(Problem(table.label, None, None, "the file cannot be read to its end."))


def _note_letters(table: Table, read: TableRead) -> None:
    note = table.source.letters_note() if isinstance(table.source, CsvFile) and not read.problems else None
    if note:
        read.notes.append(Note(table.label, note[0], None, note[1]))


@dataclass(slots=True)
class _Reader:
    """The rows of one table while they are read."""

    table: Table
    contract: Contract
    plan: Plan
    answers: Answers
    read: TableRead

    def rows(self, rows: Rows, progress: Progress | None) -> None:
        """Read every row."""
        for count, (number, cells) in enumerate(rows, start=1):
            if progress and count % 1000 == 0:
                progress(self.table.label, count)
            if len(self.read.problems) > MOST_PROBLEMS:
                words = f"more than {MOST_PROBLEMS:,} cells are wrong. Reading stopped at row {number}: "
                self._stop(words + "put right what repeats and try again.")
                return
            if not is_blank(cells):
                self._row(Where(self.table.label, number), cells)

    def _stop(self, reason: str) -> None:
        self.read.problems.append(Problem(self.table.label, None, None, reason))

    def _row(self, where: Where, cells: list[str]) -> None:
        read, plan, name = self.read, self.plan, self.contract.name
        problems: list[Problem] = []
        values = plan.empty.copy()
        for place in plan.places:
            text = cells[place.index] if place.index < len(cells) else ""
            try:
                value = Nothing if not text or text.isspace() else place.value(text, where.row)
            except CellRefused as wrong:
                values.pop(place.column.fills)
                problems.append(_refused(where, place, wrong, text))
                continue
            if value is not Nothing:
                values[place.column.fills] = value
            elif place.column.required:
                values.pop(place.column.fills)
                problems.append(_problem(where, place.column.name, "the cell is empty. Every row needs it.", ""))
            elif place.column.says_empty:
                read.notes.append(Note(where.file, where.row, place.column.name, place.column.says_empty))
        problems += self._contradictions(where, values, cells)
        problems += self._beyond(where, cells)
        if problems or plan.missing:
            read.problems += problems
            read.loose += references(name, where, values)
            _keep_key(self.contract, values, read)
        else:
            read.rows.append(_make(self.contract, values, where))

    def _contradictions(self, where: Where, values: dict[str, Any], cells: list[str]) -> Iterator[Problem]:
        name = self.contract.name
        for column, reason, asks in row_problems(name, values):
            places = (place.index for place in self.plan.places if place.column.name == column)
            text = next((cells[at] for at in places if at < len(cells)), "")
            if not asks:
                yield _problem(where, column, reason, text)
            elif not self.answers.as_written(name, column, text):
                yield _problem(where, column, reason, text, question(name, column, AS_WRITTEN, (text.strip(),)))

    def _beyond(self, where: Where, cells: list[str]) -> Iterator[Problem]:
        """Cells without a heading: named once where the heading is empty, refused beyond the last heading.

        Cells that a stray quotation mark took into one leave the row too short by just so many.
        """
        plan, source = self.plan, self.table.source
        extra = next((cell for cell in cells[plan.width :] if cell and not cell.isspace()), None)
        if extra is not None:
            reason = "stands beyond the last heading. A comma inside a cell needs the cell in quotation marks."
            yield _problem(where, None, reason, extra)
        if isinstance(source, CsvFile) and len(cells) < plan.width:
            inside = [cell for cell in cells if source.delimiter in cell]
            if inside and len(cells) + sum(cell.count(source.delimiter) for cell in inside) == plan.width:
                reason = "holds several cells: a quotation mark before them is one too many. Take it out."
                yield _problem(where, None, reason, inside[0])
        for index in [index for index in plan.unheaded if index < len(cells) and cells[index].strip()]:
            plan.unheaded.remove(index)
            words = f"column {index + 1} has no heading; its cells were not read."
            self.read.notes.append(Note(where.file, where.row, None, words))


def _refused(where: Where, place: Place, wrong: CellRefused, text: str) -> Problem:
    open_question = question(place.table, place.column.name, wrong.asks, wrong.answers) if wrong.asks else None
    return _problem(where, place.column.name, str(wrong), text, open_question)


def _make(contract: Contract, values: dict[str, Any], where: Where) -> Row:
    if contract.row is WorktimeRow:
        _set_other_apart(values)
        values["alike"] = alike(*map(values.pop, Alike._fields))
    return contract.row(label=where.file, number=where.row, **values)


def _set_other_apart(values: dict[str, Any]) -> None:
    """The families and their minutes side by side, other families and theirs apart."""
    named: FamilyRefs = values["family_refs"]
    weights: tuple[int, ...] | None = values["family_minutes"]
    values["family_refs"] = named.families
    values["other_families"] = OTHER in named.refs
    values["other_minutes"] = None
    if weights is not None:
        by_ref = dict(zip(named.refs, weights, strict=True))
        values["other_minutes"] = by_ref.pop(OTHER, None)
        values["family_minutes"] = tuple(by_ref.values())


def _keep_key(contract: Contract, values: dict[str, Any], read: TableRead) -> None:
    fields = KEY_FIELDS.get(contract.name)
    if fields and all(values.get(name) is not None for name in fields):
        read.other_keys.add(tuple(values[name] for name in fields))


KEY_FIELDS = {
    TableName.PEOPLE: ("email",),
    TableName.SCHEMES: ("scheme",),
    TableName.FAMILIES: ("family_ref",),
    TableName.CHILDREN: ("family_ref", "child_ref"),
    TableName.POSTS: ("post",),
    TableName.AGENCY: ("post",),
    TableName.SPEND: ("spend_ref",),
    TableName.PLANS: ("plan_ref",),
}
"""What other rows call a row by: the tables that can be referred to, and the fields that do it."""


def _problem(
    where: Where, column: str | None, reason: str, value: str, open_question: Question | None = None
) -> Problem:
    return Problem(where.file, where.row, column, reason, value.strip(), open_question)
