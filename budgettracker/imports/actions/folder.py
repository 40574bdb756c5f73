"""One import: a folder that was read, into one authority's books, in one transaction of the caller's."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import savepoint
from budgettracker.errors import NotTheirs
from budgettracker.imports import queries
from budgettracker.imports.actions.council import Council
from budgettracker.imports.actions.families import write_children, write_families, write_schemes
from budgettracker.imports.actions.money import write_money
from budgettracker.imports.actions.people import write_people, write_posts
from budgettracker.imports.actions.studies import write_studies
from budgettracker.imports.actions.work import write_worktime
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.counts import in_words
from budgettracker.imports.tables.folder import ReadFolder
from budgettracker.imports.tables.read import Progress
from budgettracker.imports.tables.references import settle, wanted
from budgettracker.people.actions.add_authority import add_authority
from budgettracker.people.models import Authority, Person
from budgettracker.worktime.actions import add_default_activities

STEPS = (
    write_posts,
    write_people,
    write_schemes,
    write_families,
    write_children,
    write_money,
    write_worktime,
    write_studies,
)
"""In the order in which one table's rows refer to another's."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a folder: its report with what only the books could tell, and how many rows were written.

    `folder.problems` are the rows refused; `written` is empty when nothing was. `record_id` is the import's audit line.
    """

    folder: ReadFolder
    authority: str
    written: Counter[TableName]
    new_authority: bool = False
    studies: tuple[UUID, ...] = ()
    record_id: UUID | None = None

    @property
    def refused(self) -> bool:
        """Is something wrong with the folder?"""
        return bool(self.folder.problems)

    @property
    def words(self) -> str:
        """`8 people, 2 schemes`: what was written; empty for nothing."""
        return in_words(self.written)


class _Undone(Exception):
    """Everything written is undone."""


def import_folder(
    by: Person | None,
    folder: ReadFolder,
    authority_name: str,
    digest: str,
    *,
    keep_good: bool = False,
    on: date,
    at: datetime,
    tell: Progress | None = None,
) -> Outcome:
    """Write a folder into an authority's books: all of it, or nothing where something is refused.

    With `keep_good` the good rows are written, and rows that lean on a refused one are refused with it. `by` None is
    the operator, whose import also makes an authority that does not exist yet; finance imports into its own, and
    NotTheirs is raised for another. What stands in the books under the same reference stays as it is: the same again is
    passed over, other content is reported. `digest` is kept in the audit; `tell` hears how far it is.
    """
    found = queries.authority_named(authority_name)
    if by is not None and (found is None or found.id != by.authority_id):
        raise NotTheirs
    name = found.name if found is not None else " ".join(authority_name.split())
    council: Council | None = None
    record_id = None
    try:
        with savepoint():
            authority = queries.authority_held(found.id) if found is not None else _new_authority(authority_name, at)
            known = queries.known_keys(authority.id, wanted(folder))
            folder = settle(folder, known, keep_good=keep_good)
            council = Council(
                by=by, authority=authority, folder=folder, keep_good=keep_good, on=on, at=at, tell=tell or _hear_nothing
            )
            council.know()
            for step in STEPS:
                step(council)
            if council.doomed or not council.written:
                raise _Undone
            record_id = _record(by, council, digest)
    except _Undone:
        assert council is not None
        return Outcome(_told(folder, council), name, Counter())
    return Outcome(_told(folder, council), name, council.written, found is None, tuple(council.studies), record_id)


def _new_authority(name: str, at: datetime) -> Authority:
    authority = add_authority(name, at=at)
    add_default_activities(None, authority, at=at)
    return authority


def _record(by: Person | None, council: Council, digest: str) -> UUID:
    rows = {name: council.written[name] for name in CONTRACTS if council.written[name]}
    changes = {"rows": rows, "digest": digest, "refused": len(council.problems) + len(council.folder.problems)}
    if council.evaluators:
        changes["evaluators"] = council.evaluators
    authority = council.authority
    return record(by, Deed.FOLDER_IMPORTED, authority, changes, authority_id=authority.id, at=council.at)


def _told(folder: ReadFolder, council: Council) -> ReadFolder:
    """The folder with what only the authority's books could tell of its rows."""
    return replace(folder.with_problems(council.problems), notes=[*folder.notes, *council.notes])


def _hear_nothing(_: str, __: int) -> None:
    """Nobody asked how far it is."""
