"""Import what became of families and children."""

from budgettracker.families.models import Child, Family
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.family_rows import OutcomeRow
from budgettracker.outcomes.actions import record_outcome
from budgettracker.outcomes.models import FamilyOutcome
from budgettracker.outcomes.queries import outcomes_of_families

NO_CHILD = "is no child of family {family} in the authority’s records. Bring the child in the file children, or leave it empty."


def import_outcomes(books: Books) -> None:
    """Record outcomes; those that stand already, with the same code, are passed over."""
    rows = books.folder.outcomes
    if not rows:
        return
    families = {row.family_ref: books.families.get(row.family_ref) for row in rows}
    standing = outcomes_of_families([family.id for family in families.values() if family is not None])
    for row in rows:
        family = families[row.family_ref]
        if family is None:
            books.refuse_dependent(row, "family_ref", TableName.FAMILIES, row.family_ref)
            continue
        child = _child(family, row)
        if row.child_ref is not None and child is None:
            books.refuse(row, "child_ref", NO_CHILD.format(family=row.family_ref), row.child_ref)
            continue
        kept = standing.get((family.id, child.id if child else None, row.outcome, row.happened_on))
        if kept is not None:
            books.compare(row, {"code": _other_code(row, kept)})
            continue
        with books.writing(row, {"happened_on": "on"}):
            record_outcome(
                books.by,
                family,
                row.outcome,
                row.happened_on,
                child=child,
                code=row.code,
                on=books.on,
                at=books.at,
            )


def _child(family: Family, row: OutcomeRow) -> Child | None:
    return next((child for child in family.children if child.reference == row.child_ref), None)


def _other_code(row: OutcomeRow, kept: FamilyOutcome) -> bool:
    return differs(row.code.upper() if row.code else None, kept.code)
