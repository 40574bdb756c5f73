"""Which file or sheet of a folder holds which of the tables, and what else lies there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from budgettracker.imports.files.csv_files import CsvFile, open_csv
from budgettracker.imports.files.old_workbooks import ENDINGS, OldWorkbook, open_old_workbook
from budgettracker.imports.files.problems import FileRefused, Note, Problem, Question
from budgettracker.imports.files.xlsx import Workbook, is_workbook, open_workbook
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.answers import NO_TABLE, Answers, file_question
from budgettracker.imports.tables.contract import CONTRACTS, heading
from budgettracker.imports.tables.likely_table import likely_by_headings, likely_by_name
from budgettracker.imports.tables.presets import Recast
from budgettracker.imports.tables.synonyms import may_be, named_column

MOST_FILES = 200
_NAMES = ", ".join(CONTRACTS)
_OTHER_TABLES = {".xlsb", ".numbers", ".tsv", ".txt"}
_LIKE_TABLES = _OTHER_TABLES - {".txt"} | {".csv"}
_PEEKED = 12
"""Rows of a file or sheet without a table's name in which headings are looked for."""


@dataclass(frozen=True, slots=True)
class Table:
    """One of the tables where it was found; `label` is how the report names it, a sheet with its workbook."""

    name: TableName
    label: str
    path: Path
    source: CsvFile | Workbook | OldWorkbook
    sheet: str = ""
    recast: Recast | None = None
    """How another program's rows are made into this table's, where somebody has confirmed that they are such."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row numbers as the spreadsheet shows them, and cells. Raises FileRefused where reading cannot go on."""
        rows = self.source.rows() if isinstance(self.source, CsvFile) else self.source.rows(self.sheet)
        return self.recast.rows(rows) if self.recast is not None else rows

    def longer_than(self, rows: int, below: int) -> bool:
        """Has it more rows than so many below a row? Told before it is read. Raises FileRefused as `rows`."""
        if isinstance(self.source, CsvFile):
            return self.source.longer_than(rows, below)
        return self.source.longer_than(self.sheet, rows, below)


@dataclass(slots=True)
class Listing:
    """The tables of a folder in the order of the contract, and what the search has to say; `answers` are confirmed."""

    answers: Answers = field(default_factory=Answers)
    tables: dict[TableName, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, table: Table) -> None:
        """Take a table, or report that it is there twice: which of the two is right nobody can know."""
        other = self.tables.setdefault(table.name, table)
        if other is not table:
            self.refuse(table.label, f"{table.name} is here twice: also in {other.label}. Keep one of them.")

    def refuse(self, label: str, reason: str, question: Question | None = None) -> None:
        """Report a file that cannot be read."""
        self.problems.append(Problem(label, None, None, reason, question=question))

    def name_of(self, file: str, stem: str) -> TableName | None:
        """The table a file or sheet is, by its own name or as somebody confirmed."""
        answer = self.answers.table_of(file)
        return TableName(answer) if answer in CONTRACTS else _table_name(stem)

    def pass_over(self, label: str, file: str, likely: TableName | None, words: str) -> None:
        """Name a file or sheet that is not read; one that is likely a table is asked, unless somebody said it is none."""
        if likely is None or self.answers.table_of(file) == NO_TABLE:
            self.note(label, f"not read: {words} named {_NAMES}.")
        else:
            reason = f"it looks like {likely}, and is not called so. Is it {likely}? Then call it {likely}."
            self.refuse(label, reason, file_question(file, likely))

    def note(self, label: str, words: str) -> None:
        """Name something that was not read."""
        self.notes.append(Note(label, None, None, words))


def find_tables(path: Path, answers: Answers) -> Listing:
    """The tables of a folder, or of a single file, by the names of files and sheets; capitals do not matter.

    A file whose name or headings are almost a table's is asked: passed over, its rows would be missed by nobody.
    """
    listing = Listing(answers)
    try:
        files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    except OSError:
        files = []
        listing.refuse(path.name or str(path), "the folder cannot be read. Check its name and who may open it.")
    if not path.exists():
        listing.refuse(path.name or str(path), "there is no folder of this name.")
        return listing
    for folder in (
        sorted(each for each in path.iterdir() if each.is_dir()) if path.is_dir() and not listing.problems else []
    ):
        # Refused rows of an earlier import come back into a folder of their own.
        if not folder.name.startswith((".", "rejected")):
            listing.note(folder.name, "a folder in the folder. Nothing in it was read.")
    if len(files) > MOST_FILES:
        listing.refuse(path.name, f"the folder holds more than {MOST_FILES} files. Leave only the tables in it.")
        return listing
    for file in files:
        # `~$people.xlsx` is Excel's mark on a file somebody has open; names with a dot are the system's own.
        if not file.name.startswith((".", "~$")):
            _look_at(file, listing)
    if not listing.tables and not listing.problems:
        listing.refuse(path.name or str(path), f"none of the tables is here. Name the files or sheets {_NAMES}.")
    listing.tables = {name: listing.tables[name] for name in CONTRACTS if name in listing.tables}
    return listing


def _look_at(file: Path, listing: Listing) -> None:
    name = listing.name_of(file.name, file.stem)
    try:
        if is_workbook(file) or file.suffix.lower() in ENDINGS:
            _look_into(file, name, listing)
        elif name and file.suffix.lower() == ".csv":
            listing.add(Table(name, file.name, file, open_csv(file, _known(name))))
        elif name and file.suffix.lower() in _OTHER_TABLES:
            listing.refuse(file.name, "this kind of file is not read. Save it as CSV, XLSX or ODS.")
        else:
            table_like = file.suffix.lower() in _LIKE_TABLES or ".csv" in file.stem.lower()
            likely = _likely(file) if table_like else None
            listing.pass_over(file.name, file.name, likely, "the tables are")
    except FileRefused as wrong:
        listing.refuse(file.name, str(wrong))
    except OSError:
        listing.refuse(file.name, "the file cannot be opened. Close it elsewhere and check who may read it.")


def _likely(file: Path) -> TableName | None:
    """The table that a file without a table's name is, going by its name, or by its headings where it can be read."""
    likely = likely_by_name(file.stem)
    if likely is not None or file.suffix.lower() != ".csv":
        return likely
    try:
        source = open_csv(file, lambda cell: any(cell in contract.by_name for contract in CONTRACTS.values()))
        return likely_by_headings(cells for _, cells in islice(source.rows(), _PEEKED))
    except (FileRefused, OSError):
        return None


def _look_into(file: Path, name: TableName | None, listing: Listing) -> None:
    """The tables of a workbook: the sheets of their names, or the only sheet of a file of such a name."""
    book = open_workbook(file) if is_workbook(file) else open_old_workbook(file)
    named = {sheet: listing.name_of(f"{file.name}/{sheet}", sheet) for sheet in book.sheets}
    if name and not any(named.values()) and len(book.sheets) == 1:
        (sheet,) = book.sheets
        listing.add(Table(name, file.name, file, book, sheet))
        return
    alone = len(book.sheets) == 1
    for sheet, table_name in named.items():
        label = file.name if table_name == name and alone else f"{file.name}, sheet {sheet}"
        if table_name:
            listing.add(Table(table_name, label, file, book, sheet))
            continue
        likely = likely_by_name(sheet) or (likely_by_name(file.stem) if alone else None)
        likely = likely or likely_by_headings(cells for _, cells in islice(book.rows(sheet), _PEEKED))
        listing.pass_over(label, f"{file.name}/{sheet}", likely, "the sheets are")
    if name and name not in named.values():
        listing.refuse(file.name, f"none of its sheets is named {name}. Give the sheet with the table that name.")


def _table_name(text: str) -> TableName | None:
    plain = heading(text)
    return next((name for name in CONTRACTS if name == plain), None)


def _known(name: TableName) -> Callable[[str], bool]:
    """Is a heading one of a table's, or may it mean one?"""
    return lambda cell: named_column(name, cell) is not None or bool(may_be(cell))
