"""What rows refer to: found among the folder's good rows, in the authority's records, or reported."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from budgettracker.folding import folded_reference
from budgettracker.imports.files.problems import Problem
from budgettracker.imports.kinds import Referent, TableName
from budgettracker.imports.tables.contract import Reference, references_of
from budgettracker.imports.tables.near_references import spelled
from budgettracker.imports.tables.read_folder import ReadFolder

Key = tuple[object, ...]
NOBODY: Mapping[str, str] = {}


def all_references(folder: ReadFolder) -> Iterator[Reference]:
    """Everything the folder's rows refer to, rows with problems included."""
    yield from folder.loose
    for rows in folder.rows.values():
        for row in rows:
            yield from references_of(row)


def wanted(folder: ReadFolder) -> dict[Referent, set[Key]]:
    """The keys the folder refers to without having a good row for them: what to look up in the authority's records."""
    keys: dict[Referent, set[Key]] = defaultdict(set)
    own = _own_keys(folder)
    for reference in all_references(folder):
        if reference.key not in own[reference.kind]:
            keys[reference.kind].add(reference.key)
    return dict(keys)


def settle(
    folder: ReadFolder,
    known: Mapping[Referent, Collection[Key]],
    *,
    keep_good: bool = False,
    folded_families: Mapping[str, str] = NOBODY,
) -> ReadFolder:
    """The folder with a problem for every reference to nothing, and those rows taken out.

    `known` are the keys of `wanted` that the authority's records have. A row that stands in the folder and has a
    problem of its own is no reason to report all that refers to it, unless only the good rows are to be written:
    then what refers to it cannot be written either, and so on down the line. `folded_families` are the authority's
    families by their folded references: one that is almost named is mentioned.
    """
    near = _near(folder, folded_families)
    reported = set(folder.problems)
    while True:
        own = _own_keys(folder)
        more = [
            problem
            for reference in all_references(folder)
            if reference.key not in own[reference.kind] and reference.key not in known.get(reference.kind, ())
            if (problem := _problem(folder, reference, keep_good, near)) and problem not in reported
        ]
        if not more:
            return folder
        reported.update(more)
        folder = folder.with_problems(more)
        if not keep_good:
            return folder


def _own_keys(folder: ReadFolder) -> dict[Referent, set[Key]]:
    keys: dict[Referent, set[Key]] = {kind: {row.key for row in folder.rows[kind.table]} for kind in Referent}
    # A post and its day are a row; what refers to a post names it alone, whichever table says what it costs.
    keys[Referent.POST] = {row.key[:1] for table in (TableName.POSTS, TableName.AGENCY) for row in folder.rows[table]}
    return keys


def _near(folder: ReadFolder, folded_families: Mapping[str, str]) -> dict[Referent, dict[str, str]]:
    """The references of the folder's rows and of the authority's families, by what is left of them when folded."""
    families = {folded_reference(row.family_ref): row.family_ref for row in folder.families}
    return {
        Referent.FAMILY: {**folded_families, **families},
        Referent.SPEND: {folded_reference(row.spend_ref): row.spend_ref for row in folder.spend},
    }


def _problem(
    folder: ReadFolder, reference: Reference, keep_good: bool, near: Mapping[Referent, Mapping[str, str]]
) -> Problem | None:
    table = reference.kind.table
    value = str(reference.key[-1])
    at = reference.where
    if reference.key in folder.other_keys.get(table, ()):
        if not keep_good:
            return None
        reason = f"is in {table}, in a row that has a problem of its own and was not imported."
    elif reference.kind is Referent.CHILD:
        reason = f"is not a child of family {reference.key[0]}, neither in children nor in the authority's records."
    else:
        hint = spelled(value, near.get(reference.kind, NOBODY))
        reason = f"is not in {table}, nor in the authority's records. Check the spelling or add the row.{hint}"
    return Problem(at.file, at.row, reference.column, reason, value)
