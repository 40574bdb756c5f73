"""Import a folder that was read into one authority's books, in one transaction of the caller's."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.bulk import LESS_ROOM, room_for_many_rows
from budgettracker.database import savepoint
from budgettracker.errors import NotTheirs
from budgettracker.folding import folded_reference
from budgettracker.imports import queries
from budgettracker.imports.actions.beside import BESIDE, WITH_PLANS
from budgettracker.imports.actions.books import Books
from budgettracker.imports.actions.import_absences import import_absences
from budgettracker.imports.actions.import_activity_list import import_activity_list
from budgettracker.imports.actions.import_children import import_children
from budgettracker.imports.actions.import_families import import_families
from budgettracker.imports.actions.import_hours import import_hours
from budgettracker.imports.actions.import_money import import_money
from budgettracker.imports.actions.import_outcomes import import_outcomes
from budgettracker.imports.actions.import_payroll import import_payroll
from budgettracker.imports.actions.import_people import import_people
from budgettracker.imports.actions.import_periods import import_leads, import_periods
from budgettracker.imports.actions.import_posts import import_agency, import_posts
from budgettracker.imports.actions.import_schemes import import_schemes
from budgettracker.imports.actions.import_studies import import_studies
from budgettracker.imports.actions.import_work_time import import_work_time
from budgettracker.imports.actions.keep_layouts import keep_layouts
from budgettracker.imports.actions.new_names import category_notes, team_notes
from budgettracker.imports.kinds import TableName
from budgettracker.imports.rules import second_hand_for, spoken_for
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.counts import in_words
from budgettracker.imports.tables.near_references import near_in_books
from budgettracker.imports.tables.read_folder import ReadFolder
from budgettracker.imports.tables.read_table import Progress
from budgettracker.imports.tables.references import settle, wanted
from budgettracker.people.actions.add_authority import add_authority
from budgettracker.people.models import Authority, Person
from budgettracker.second_hands import OUTCOME
from budgettracker.second_hands import Outcome as TakesTwo
from budgettracker.staging import Staging
from budgettracker.worktime.actions import add_default_activities

STEPS = (
    import_posts,
    import_agency,
    import_people,
    import_hours,
    import_payroll,
    import_schemes,
    import_families,
    import_periods,
    import_leads,
    import_children,
    import_outcomes,
    import_activity_list,
    import_absences,
    import_work_time,
    import_money,
    import_studies,
)
"""In the order in which one table's rows refer to another's; money comes late, since its positions are rows that change."""


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
    sums: tuple[str, ...] = ()
    """What the rows come to that were written, or that a preview would write."""
    counted: Counter[TableName] = field(default_factory=Counter)
    """How many rows of each table were written, or would be."""
    waits_for: TakesTwo | None = None
    """The row of the table of second hands, where nothing was written because these rows take a second hand."""
    speaks_for: tuple[str, ...] = ()
    """The names of those whom the rows make out as having decided."""
    deciders: tuple[Person, ...] = ()
    """Those of them whom the authority knows."""

    @property
    def refused(self) -> bool:
        """Is something wrong with the folder?"""
        return bool(self.folder.problems)

    @property
    def words(self) -> str:
        """`8 people, 2 schemes`: what was written; empty for nothing."""
        return in_words(self.written)


@dataclass(frozen=True, slots=True)
class Release:
    """By which release an import comes about that waited: its id, and who released it (None: the operator)."""

    id: UUID
    by_id: UUID | None


class _Undone(Exception):
    """Everything written is undone."""


def import_folder(
    by: Person | None,
    folder: ReadFolder,
    authority_name: str,
    digest: str,
    *,
    keep_good: bool = False,
    preview: bool = False,
    on: date,
    at: datetime,
    progress: Progress | None = None,
    release: Release | None = None,
) -> Outcome:
    """Write a folder into an authority's books: all of it, or nothing where something is refused.

    With `keep_good` the good rows are written, and rows that lean on a refused one are refused with it. `by` None is
    the operator, whose import also makes an authority that does not exist yet; finance imports into its own, and
    NotTheirs is raised for another. What stands in the books under the same reference stays as it is: the same again is
    passed over, other content is reported. `digest` is kept in the audit; `progress` hears how far it is.
    A `preview` writes nothing and says what would be written, and what it comes to. In a live authority nothing is
    written that takes a second hand, unless it is the `release` of an import that waited: `waits_for` says so.
    """
    existing = queries.authority_named(authority_name)
    if by is not None and (existing is None or existing.id != by.authority_id):
        raise NotTheirs
    name = existing.name if existing is not None else " ".join(authority_name.split())
    books: Books | None = None
    record_id, sums, waits_for = None, tuple[str, ...](), None
    try:
        with savepoint(), room_for_many_rows(LESS_ROOM):
            staging = Staging.opened(WITH_PLANS if folder.plans else BESIDE)
            authority = queries.authority_held(existing.id) if existing else _new_authority(authority_name, at)
            books = Books(
                by=by,
                authority=authority,
                folder=_settled(folder, authority, keep_good),
                keep_good=keep_good,
                on=on,
                at=at,
                progress=progress or _nobody_waits,
                staging=staging,
            )
            _write(books)
            if not books.will_be_undone:
                sums, waits_for = books.sums, _waits_for(books, release)
            if books.will_be_undone or not books.new_rows or preview or waits_for is not None:
                raise _Undone
            record_id = _keep(by, books, digest, release)
    except _Undone:
        assert books is not None
        written, new_authority = Counter[TableName](), existing is None and preview
    else:
        written, new_authority = books.written, existing is None
    would_be = Counter[TableName]() if books.will_be_undone else books.written
    studies = tuple(books.studies) if record_id is not None else ()
    changes = _with_what_the_books_tell(books)
    return Outcome(
        changes, name, written, new_authority, studies, record_id, sums, would_be, waits_for, *_speaks_for(books)
    )


def _with_what_the_books_tell(books: Books) -> ReadFolder:
    """The folder with what only the authority's books could tell of its rows."""
    return replace(books.folder.with_problems(books.problems), notes=[*books.folder.notes, *books.notes])


def _write(books: Books) -> None:
    """Write every row, as far as it can be, and name what is new."""
    books.read_known()
    for step in STEPS:
        step(books)
    _name_what_is_new(books)


def _waits_for(books: Books, release: Release | None) -> TakesTwo | None:
    """The second hand that what is new takes in a live authority; None where it needs none, or has it."""
    if release is not None or books.authority.live_since is None:
        return None
    return second_hand_for(books.new_rows, expenses=books.expenses_take_two)


def _speaks_for(books: Books) -> tuple[tuple[str, ...], tuple[Person, ...]]:
    """The names of those whom the rows make out as having decided, and those of them whom the authority knows."""
    emails = spoken_for(books.new_rows)
    known = tuple(books.people[email] for email in emails if email in books.people)
    return tuple(books.people[email].name if email in books.people else email for email in emails), known


def _settled(folder: ReadFolder, authority: Authority, keep_good: bool) -> ReadFolder:
    """The folder with a problem for every reference to nothing, and for each that is almost one of the records."""
    standing = queries.references_standing(authority.id, {name for name, rows in folder.rows.items() if rows})
    near = chain.from_iterable(near_in_books(folder.rows[name], known) for name, known in standing.items())
    folder = folder.with_problems(near)
    families = {folded_reference(reference): reference for reference in standing.get(TableName.FAMILIES, ())}
    known = queries.known_keys(authority.id, wanted(folder))
    return settle(folder, known, keep_good=keep_good, folded_families=families)


def _new_authority(name: str, at: datetime) -> Authority:
    authority = add_authority(name, at=at)
    add_default_activities(None, authority, at=at)
    return authority


def _name_what_is_new(books: Books) -> None:
    """A note for each team and category that the rows made."""
    new, folder = books.new, books.folder
    if new.teams:
        in_files = {row.email for row in folder.people}
        members = {
            email: person.memberships[0].team.name
            for email, person in books.people.items()
            if email not in in_files and person.memberships
        }
        books.notes += team_notes(new.teams, [team.name for team in books.teams.values()], folder.people, members)
    if new.categories:
        listed = [category for scheme in folder.schemes for category in scheme.categories]
        books.notes += category_notes(new.categories, [*listed, *new.categories])


def _keep(by: Person | None, books: Books, digest: str, release: Release | None) -> UUID:
    """Write what waited until every row was checked, the answers that the files were read by, and the import's own line."""
    books.staging.write()
    for write in books.last:
        write()
    keep_layouts(books)
    return _record(by, books, digest, release)


def _record(by: Person | None, books: Books, digest: str, release: Release | None) -> UUID:
    """The import's own line. In a live authority it names the release it came about by, or none where it takes none."""
    rows = {name: books.written[name] for name in CONTRACTS if books.written[name]}
    changes: dict[str, object] = {
        "rows": rows,
        "digest": digest,
        "refused": len(books.problems) + len(books.folder.problems),
    }
    if books.authority.live_since is not None:
        takes_two = second_hand_for(books.new_rows, expenses=books.expenses_take_two)
        changes |= {OUTCOME: takes_two, "released_in": release.id if release else None}
    if release is not None:
        changes["released_by"] = release.by_id
    if layouts := {str(name): answers for name, (_, answers) in books.folder.layouts.items() if answers}:
        changes["layouts"] = layouts
    if books.evaluators:
        changes["evaluators"] = books.evaluators
    authority = books.authority
    return record(by, Deed.FOLDER_IMPORTED, authority, changes, authority_id=authority.id, at=books.at)


def _nobody_waits(_: str, __: int) -> None:
    """Nobody wants to hear how far the import is."""
