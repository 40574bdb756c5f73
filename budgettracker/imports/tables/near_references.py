"""References that a spreadsheet or a hand has changed: 123 for 00123, s-1 for S-1, with a blank or another dash."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from budgettracker.folding import folded_reference
from budgettracker.imports.files.problems import Problem
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.family_rows import ChildRow
from budgettracker.imports.tables.repeated import more_than_once
from budgettracker.imports.tables.rows import Row

_KEYS = {
    TableName.FAMILIES: "family_ref",
    TableName.CHILDREN: "child_ref",
    TableName.PLANS: "plan_ref",
    TableName.SPEND: "spend_ref",
    TableName.WORKTIME: "entry_ref",
}
"""The tables whose rows have a reference of their own, and its column."""
WHY = "capitals, blanks or zeros before a number"


def near_references(rows: Sequence[Row]) -> Iterator[Problem]:
    """Rows whose reference is another row's but for what gets lost on its way."""
    if not rows or rows[0].file not in _KEYS:
        return
    column = _KEYS[rows[0].file]
    alike = more_than_once(hash(_folded(row, column)) for row in rows)
    if not alike:
        return
    seen: dict[str, Row] = {}
    for row in rows:
        reference, folded = getattr(row, column), _folded(row, column)
        if hash(folded) not in alike:
            continue
        other = seen.setdefault(folded, row)
        if getattr(other, column) != reference:
            reason = (
                f"is “{getattr(other, column)}” of row {other.where.row} but for {WHY}. If it is the same, put the "
                "reference right; if not, give it one that differs in more."
            )
            yield Problem(row.where.file, row.where.row, column, reason, reference)


def _folded(row: Row, column: str) -> str:
    of = f"{row.family_ref}\n" if isinstance(row, ChildRow) else ""
    return f"{of}{folded_reference(getattr(row, column))}"


def near_in_books(rows: Sequence[Row], known: Collection[str]) -> Iterator[Problem]:
    """Rows whose reference is not in the authority's records, while one is that differs in what gets lost only."""
    if not rows or isinstance(rows[0], ChildRow):
        return
    column = _KEYS[rows[0].file]
    exact = set(known)
    by_fold: dict[str, str] = {folded_reference(reference): reference for reference in known}
    for row in rows:
        reference = getattr(row, column)
        if reference not in exact and (other := by_fold.get(folded_reference(reference))):
            reason = (
                f"is “{other}” of the authority’s records but for {WHY}. If it is the same, put the reference right: "
                "nothing is written twice. If not, give it one that differs in more."
            )
            yield Problem(row.where.file, row.where.row, column, reason, reference)


def spelled(reference: object, known: Mapping[str, str]) -> str:
    """A hint at the record that a reference to nothing may mean; empty without one."""
    other = known.get(folded_reference(str(reference)))
    return f" “{other}” is there: is it meant?" if other and other != reference else ""
