"""An authority's folder, read and checked as far as possible without its records in the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import cast

from budgettracker.collecting import uncollected
from budgettracker.imports.cells.text import either
from budgettracker.imports.files.problems import Note, Problem, Where
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables import cross_rows
from budgettracker.imports.tables.answers import Answers
from budgettracker.imports.tables.contract import CONTRACTS, Reference, references_of
from budgettracker.imports.tables.family_rows import ChildRow, FamilyRow, LeadRow, OutcomeRow, PeriodRow
from budgettracker.imports.tables.find_tables import Table, find_tables
from budgettracker.imports.tables.headings import Plan
from budgettracker.imports.tables.near_references import near_references
from budgettracker.imports.tables.plan_rows import PlanRow
from budgettracker.imports.tables.post_rows import AgencyRow, PostRow
from budgettracker.imports.tables.read_table import KEY_FIELDS, Progress, read_table, recast
from budgettracker.imports.tables.rows import (
    AbsenceRow,
    ActivityRow,
    BudgetRow,
    HoursRow,
    PayrollRow,
    PersonRow,
    Row,
    SchemeRow,
    SpendRow,
    StudyRow,
)
from budgettracker.imports.tables.totals import last_as_total, totals
from budgettracker.imports.tables.units import short_entries
from budgettracker.imports.tables.whole_columns import column_doubts, month_first_proof
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.spend.kinds import PaymentMethod


@dataclass(frozen=True, slots=True)
class ReadFolder:
    """What a folder holds: its good rows by table, in the files' order, and everything there is to report.

    `problems` stop an import unless only the good rows are to be kept; `notes` stop nothing. `other_keys` are the
    keys of rows that have problems, `loose` what the rows that could not be read whole refer to, `answers` what was
    confirmed of the files, `layouts` the digest of each table's headings and what is confirmed of files laid out alike.
    """

    path: Path
    tables: dict[TableName, Table]
    rows: dict[TableName, list[Row]]
    problems: list[Problem]
    notes: list[Note]
    other_keys: dict[TableName, set[tuple[object, ...]]]
    loose: list[Reference]
    answers: Answers = field(default_factory=Answers)
    layouts: dict[TableName, tuple[str, dict[str, tuple[str, ...]]]] = field(default_factory=dict)

    @property
    def people(self) -> list[PersonRow]:
        """People who sign in."""
        return cast(list[PersonRow], self.rows[TableName.PEOPLE])

    @property
    def schemes(self) -> list[SchemeRow]:
        """The authority's rules."""
        return cast(list[SchemeRow], self.rows[TableName.SCHEMES])

    @property
    def families(self) -> list[FamilyRow]:
        """Families of both arms."""
        return cast(list[FamilyRow], self.rows[TableName.FAMILIES])

    @property
    def periods(self) -> list[PeriodRow]:
        """The times in which families were open."""
        return cast(list[PeriodRow], self.rows[TableName.PERIODS])

    @property
    def leads(self) -> list[LeadRow]:
        """Who led families, and in which team, from which day."""
        return cast(list[LeadRow], self.rows[TableName.LEADS])

    @property
    def activities(self) -> list[ActivityRow]:
        """Kinds of work."""
        return cast(list[ActivityRow], self.rows[TableName.ACTIVITIES])

    @property
    def absences(self) -> list[AbsenceRow]:
        """Time away."""
        return cast(list[AbsenceRow], self.rows[TableName.ABSENCES])

    @property
    def hours(self) -> list[HoursRow]:
        """Contracted hours a week, from which day."""
        return cast(list[HoursRow], self.rows[TableName.HOURS])

    @property
    def payroll(self) -> list[PayrollRow]:
        """What was paid by post."""
        return cast(list[PayrollRow], self.rows[TableName.PAYROLL])

    @property
    def outcomes(self) -> list[OutcomeRow]:
        """What became of families and children."""
        return cast(list[OutcomeRow], self.rows[TableName.OUTCOMES])

    @property
    def children(self) -> list[ChildRow]:
        """Their children."""
        return cast(list[ChildRow], self.rows[TableName.CHILDREN])

    @property
    def posts(self) -> list[PostRow]:
        """Dated costs of posts."""
        return cast(list[PostRow], self.rows[TableName.POSTS])

    @property
    def agency(self) -> list[AgencyRow]:
        """Dated charges of agencies."""
        return cast(list[AgencyRow], self.rows[TableName.AGENCY])

    @property
    def budgets(self) -> list[BudgetRow]:
        """The history of limits, in the order of the file."""
        return cast(list[BudgetRow], self.rows[TableName.BUDGETS])

    @property
    def plans(self) -> list[PlanRow]:
        """Plans of regular payments."""
        return cast(list[PlanRow], self.rows[TableName.PLANS])

    @property
    def spend(self) -> list[SpendRow]:
        """Purchases and refunds."""
        return cast(list[SpendRow], self.rows[TableName.SPEND])

    @property
    def worktime(self) -> list[WorktimeRow]:
        """Work entries."""
        return cast(list[WorktimeRow], self.rows[TableName.WORKTIME])

    @property
    def studies(self) -> list[StudyRow]:
        """Evaluators' questions."""
        return cast(list[StudyRow], self.rows[TableName.STUDIES])

    @property
    def good(self) -> bool:
        """Whether nothing stops the import."""
        return not self.problems

    @property
    def bad_rows(self) -> set[Where]:
        """The rows that have problems."""
        return {Where(problem.file, problem.row) for problem in self.problems if problem.row is not None}

    def with_problems(self, more: Iterable[Problem]) -> "ReadFolder":
        """The folder with more problems, their rows no longer among the good ones."""
        more = list(more)
        bad = {Where(problem.file, problem.row) for problem in more if problem.row is not None}
        keys = {name: set(known) for name, known in self.other_keys.items()}
        rows: dict[TableName, list[Row]] = {}
        loose = list(self.loose)
        for name, all_rows in self.rows.items():
            rows[name] = [row for row in all_rows if row.where not in bad] if bad else all_rows
            if len(rows[name]) == len(all_rows):
                continue
            for row in all_rows:
                if row.where in bad:
                    loose.extend(references_of(row))
                    if name in KEY_FIELDS:
                        keys[name].add(_called(row))
        problems = in_order(self, [*self.problems, *more])
        return replace(self, rows=rows, other_keys=keys, loose=loose, problems=problems)


def _called(row: Row) -> tuple[object, ...]:
    """What other rows call this one by."""
    return tuple(getattr(row, name) for name in KEY_FIELDS[row.file])


def in_order(folder: ReadFolder, problems: list[Problem]) -> list[Problem]:
    """Problems by table, row and column, those of whole files first; each once."""
    labels = {table.label: place for place, table in enumerate(folder.tables.values())}
    return sorted(
        dict.fromkeys(problems),
        key=lambda problem: (labels.get(problem.file, -1), problem.file, problem.row or 0),
    )


def read_folder(path: Path, progress: Progress | None = None, answers: Answers = Answers()) -> ReadFolder:
    """Read every table of a folder (or of one file) and check it as far as that goes without the authority's records.

    Never raises for what a file holds: every problem of every file is in the result, in words, in one pass.
    `progress` is told a table's label and how many of its rows have been read; `answers` are what was confirmed.
    """
    listing = find_tables(path, answers)
    rows: dict[TableName, list[Row]] = {name: [] for name in CONTRACTS}
    keys: dict[TableName, set[tuple[object, ...]]] = {name: set() for name in CONTRACTS}
    folder = ReadFolder(path, listing.tables, rows, [], listing.notes, keys, [], answers)
    plans: dict[TableName, Plan] = {}
    problems = list(listing.problems)
    for name, as_found in list(listing.tables.items()):
        table, remark = recast(as_found, answers)
        if isinstance(remark, Problem):
            problems.append(remark)
            continue
        listing.tables[name] = table
        folder.notes.extend([remark] if remark else [])
        with uncollected():
            read = read_table(table, answers, progress)
        problems += read.problems
        folder.layouts[name] = (read.layout, read.answers)
        if read.plan is not None:
            plans[name] = read.plan
        folder.notes.extend(read.notes)
        folder.loose.extend(read.loose)
        keys[name] = read.other_keys
        rows[name], repeated = cross_rows.once_each(read.rows)
        problems += repeated
        if name is TableName.PEOPLE:
            answers = answers.with_people(names_once((row.name, row.email) for row in folder.people))
        clashing = {Where(problem.file, problem.row) for problem in repeated if problem.row is not None}
        folder.loose.extend(chain.from_iterable(references_of(row) for row in read.rows if row.where in clashing))
    folder.notes.extend(_spellings(folder))
    folder.notes.extend(_payment_methods(folder.spend))
    folder.notes.extend(chain(cross_rows.namesakes(folder.people), cross_rows.same_purchases(folder.spend)))
    folder.notes.extend(short_entries(folder.worktime, answers))
    folder.notes.extend(chain.from_iterable(last_as_total(of_table) for of_table in rows.values()))
    proof = next(
        filter(None, (month_first_proof(listing.tables[name].label, plan) for name, plan in plans.items())), None
    )
    sums = chain.from_iterable(totals(of_table, folder.answers) for of_table in rows.values())
    doubts = [column_doubts(listing.tables[name], plan, proof) for name, plan in plans.items()]
    return folder.with_problems([*problems, *chain.from_iterable(doubts), *sums, *_across(folder)])


def names_once(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The addresses of people by their names in small letters; names of several people say nothing."""
    named: dict[str, set[str]] = defaultdict(set)
    for name, email in people:
        named[" ".join(name.casefold().split())].add(email)
    return {name: next(iter(emails)) for name, emails in named.items() if len(emails) == 1}


def _across(folder: ReadFolder) -> Iterator[Problem]:
    return chain(
        cross_rows.index_child_problems(folder.families, folder.children),
        cross_rows.comparison_problems(folder.families, folder.budgets, folder.spend),
        cross_rows.refund_problems(folder.spend),
        cross_rows.activity_clashes(folder.worktime),
        cross_rows.long_days(folder.worktime),
        chain.from_iterable(near_references(rows) for rows in folder.rows.values()),
    )


def _payment_methods(rows: list[SpendRow]) -> Iterator[Note]:
    """Each way of paying that is the authority's own word, once."""
    other = {row.payment_method: row for row in reversed(rows) if row.payment_method}
    for method, row in other.items():
        if not isinstance(method, PaymentMethod):
            words = f"“{method}” is not one of {either(tuple(PaymentMethod))}; it is kept as other."
            yield Note(row.where.file, row.where.row, "payment_method", words)


def _spellings(folder: ReadFolder) -> Iterator[Note]:
    return chain(
        cross_rows.spellings(folder.people, "team", lambda row: row.team),
        cross_rows.spellings(folder.families, "team", lambda row: row.team),
        cross_rows.spellings(folder.spend, "category", lambda row: row.category),
        cross_rows.spellings(folder.worktime, "activity", lambda row: row.activity),
        cross_rows.spellings(folder.worktime, "intervention", lambda row: row.intervention),
    )
