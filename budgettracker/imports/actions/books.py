"""An authority's books while a folder is imported into them."""

import contextlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from budgettracker.access import Role
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.imports import queries
from budgettracker.imports.actions.new_names import NewNames
from budgettracker.imports.files.problems import Note, Problem
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.read_folder import ReadFolder
from budgettracker.imports.tables.read_table import Progress
from budgettracker.imports.tables.rows import Row
from budgettracker.imports.tables.sums import sums_of
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.people.actions.add_team import add_team
from budgettracker.people.models import Authority, Person, Post, RoleGrant, Team
from budgettracker.periods import long_date
from budgettracker.schemes.models import Scheme
from budgettracker.staging import Staging

SINCE_EVER = date(2000, 1, 1)
"""The first day of somebody whose file gives none: before anything that a file could say of them."""


@dataclass(kw_only=True)
class Books:
    """One authority's books while a folder is imported into them: what they hold, what is refused, what was written.

    The dictionaries hold the authority's records by the names that files use: people by address, teams and posts by
    their names in small letters, schemes by name, families by reference. `progress` hears how far the import is.
    """

    by: Person | None
    authority: Authority
    folder: ReadFolder
    keep_good: bool
    on: date
    at: datetime
    progress: Progress
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    new_rows: dict[TableName, list[Row]] = field(default_factory=lambda: defaultdict(list))
    evaluators: list[uuid.UUID] = field(default_factory=list)
    studies: list[uuid.UUID] = field(default_factory=list)
    expenses_take_two: bool = False
    """Do the new entries say that work cost more than what needs nobody else?"""
    new: NewNames = field(default_factory=NewNames)
    staging: Staging
    """Rows that are written once every row has been checked: until then nobody else is kept from writing ..."""
    last: list[Callable[[], None]] = field(default_factory=list)
    """... and what is written after them."""
    _added_for_row: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    _emails: dict[uuid.UUID, str] = field(default_factory=dict)
    _stand_in: Person | None = None
    _evaluators: set[str] = field(default_factory=set)

    def read_known(self) -> None:
        """Read what the authority has already."""
        self.people = queries.people_of(self.authority.id)
        self.teams = queries.teams_by_name(self.authority.id)
        self.posts = queries.posts_by_name(self.authority.id)
        self.schemes = queries.schemes_by_name(self.authority.id)
        self._evaluators = {row.email for row in self.folder.people if row.roles == (Role.EVALUATOR,)}

    @property
    def will_be_undone(self) -> bool:
        """Will everything be undone, because something is refused and only the good rows were not asked for?"""
        return not self.keep_good and bool(self.problems or self.folder.problems)

    @property
    def written(self) -> Counter[TableName]:
        """How many rows of each table were written."""
        return Counter({name: len(rows) for name, rows in self.new_rows.items()})

    @property
    def sums(self) -> tuple[str, ...]:
        """What the rows that were written come to."""
        names = {row.email: row.name for row in self.folder.people}
        names |= {email: person.name for email, person in self.people.items()}
        sessions = {
            row.session_ref for row in self.new_rows.get(TableName.WORKTIME, ()) if isinstance(row, WorktimeRow)
        }
        new = self.new
        made = {
            "team": new.teams,
            "category": new.categories,
            "activity": new.activities,
            "intervention": new.interventions,
            "session": sorted(filter(None, sessions)),
        }
        return tuple(sums_of(self.new_rows, names, made))

    def refuse(self, row: Row, column: str | None, reason: str, value: object = "") -> None:
        """Report a row: `reason` continues the quoted value, or stands alone without one."""
        self.problems.append(Problem(row.where.file, row.where.row, column, reason, str(value)))

    def note(self, row: Row, column: str, words: str) -> None:
        """Name something that stops nothing."""
        self.notes.append(Note(row.where.file, row.where.row, column, words))

    def note_far_ahead(self, row: Row, column: str, day: date | None) -> None:
        """Name a first day that is more than a year ahead: its year may be a typing error."""
        if day is not None and (day - self.on).days > 366:
            self.note(row, column, f"{long_date(day)} is more than a year ahead. Is the year right?")

    @contextlib.contextmanager
    def writing(self, row: Row, columns: Mapping[str, str] | None = None) -> Iterator[None]:
        """Write one row: a refusal undoes the whole row, and its words are reported in the column they belong to.

        `columns` says which column a deed's field stands in, where it is called otherwise.
        """
        self._added_for_row = []
        try:
            with savepoint():
                yield
        except Refusal as refusal:
            for table, key in self._added_for_row:
                del table[key]
            self.refuse(row, _column(row, refusal.field, columns or {}), refusal.message)
        else:
            self.new_rows[row.file].append(row)
        finally:
            self._added_for_row = []

    @contextlib.contextmanager
    def keeping(self, row: Row, columns: Mapping[str, str] | None = None) -> Iterator[None]:
        """Keep one row that is written later with many others: as `writing`, where a refusal has nothing to undo."""
        try:
            yield
        except Refusal as refusal:
            self.refuse(row, _column(row, refusal.field, columns or {}), refusal.message)
        else:
            self.new_rows[row.file].append(row)

    def remember(self, table: dict[str, Any], key: str, record: Any) -> None:
        """Remember a row made while writing, and forget it again when the row it was made for is refused."""
        table[key] = record
        self._added_for_row.append((table, key))

    def compare(self, row: Row, differing: Mapping[str, bool], called_by: str | None = None) -> None:
        """The row's reference stands in the books: nothing to do, or other content in some columns, which is reported.

        `called_by` is the column of the reference where that is not the first.
        """
        columns = [column for column, differs in differing.items() if differs]
        if columns:
            column = called_by or CONTRACTS[row.file].columns[0].name
            reason = (
                f"is in the authority's records already, with other content in {', '.join(columns)}. An import changes "
                "nothing that is there: put the row right, or correct the record in the program."
            )
            self.refuse(row, column, reason, getattr(row, column))

    def refuse_dependent(self, row: Row, column: str, table: TableName, value: object) -> None:
        """The row refers to one that is refused: reported when only the good rows are kept, for then both are refused."""
        if self.keep_good:
            reason = f"is in {table}, in a row that has a problem of its own and was not imported."
            self.refuse(row, column, reason, value)

    def team(self, row: Row, name: str) -> Team:
        """The team a row names, made when there is none; capitals make no other team."""
        team = self.teams.get(name.casefold())
        if team is None:
            team = add_team(self.by, self.authority, name, at=self.at)
            self.remember(self.teams, name.casefold(), team)
            self.remember(self.new.teams, name, row)
        return team

    def person(self, row: Row, column: str, email: str) -> Person | None:
        """The person of the authority that a row names; None when their own row is refused, which is reported if it must be.

        When everything will be undone anyway a stand-in takes their place, so that the rest of the row is checked too.
        """
        person = self.people.get(email)
        if person is not None:
            return person
        if email in self._evaluators:
            self.refuse(row, column, "is an evaluator, who belongs to no authority.", email)
        else:
            self.refuse_dependent(row, column, TableName.PEOPLE, email)
        return self._stand_in_person() if self.will_be_undone else None

    def _stand_in_person(self) -> Person:
        if self._stand_in is None:
            self._stand_in = Person(
                authority_id=self.authority.id,
                email=f"{uuid.uuid4().hex}@stand-in.invalid",
                name="Stand-in",
                active_from=SINCE_EVER,
                created_at=self.at,
                role_grants=[RoleGrant(role=Role.SENIOR_MANAGER, starts_on=SINCE_EVER)],
            )
            db.session.add(self._stand_in)
            db.session.flush()
        return self._stand_in

    def email_of(self, person_id: uuid.UUID | None) -> str | None:
        """The address by which files call one of the authority's people; None for nobody, or for somebody else."""
        if len(self._emails) != len(self.people):
            self._emails = {person.id: email for email, person in self.people.items()}
        return self._emails.get(person_id) if person_id else None

    def is_stand_in(self, person: Person) -> bool:
        """Is this the stand-in, and so nobody in the files or the books?"""
        return person is self._stand_in


def _column(row: Row, field_name: str | None, columns: Mapping[str, str]) -> str:
    contract = CONTRACTS[row.file]
    if field_name is not None:
        named = columns.get(field_name, field_name)
        if named in contract.by_name:
            return named
    return contract.columns[0].name


def differs(stated: object, kept: object) -> bool:
    """Does a cell say otherwise than what is kept? An empty cell says nothing."""
    return stated is not None and stated != kept
