"""Import children into their families."""

from budgettracker.errors import Refusal
from budgettracker.families import rules as family_rules
from budgettracker.families.actions import add_child
from budgettracker.families.models import Child
from budgettracker.folding import folded_reference
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.family_rows import ChildRow
from budgettracker.imports.tables.near_references import WHY


def import_children(books: Books) -> None:
    """Add children to their families."""
    standing = queries.children_named([family.id for family in books.families.values()])
    near = {(family_id, folded_reference(reference)): reference for family_id, reference in standing}
    for row in books.folder.children:
        family = books.families.get(row.family_ref)
        if family is None:
            books.refuse_dependent(row, "family_ref", TableName.FAMILIES, row.family_ref)
            continue
        child = standing.get((family.id, row.child_ref))
        if child is not None:
            books.compare(row, _child_differs(row, child), "child_ref")
            continue
        other = near.get((family.id, folded_reference(row.child_ref)))
        if other is not None:
            words = f"is “{other}” of family {row.family_ref} in the authority’s records but for {WHY}. Put it right."
            books.refuse(row, "child_ref", words, row.child_ref)
            continue
        with books.writing(row, {"reference": "child_ref"}):
            add_child(
                books.by,
                family,
                row.child_ref,
                birth_month=f"{row.birth_month:%Y-%m}" if row.birth_month else None,
                need_code=row.need_code,
                status_at_start=row.status_at_start,
                in_scope=row.in_scope,
                on=books.on,
                at=books.at,
            )


def _child_differs(row: ChildRow, child: Child) -> dict[str, bool]:
    try:
        need, status = family_rules.need_code_of(row.need_code), family_rules.status_of(row.status_at_start)
    except Refusal:
        need, status = row.need_code, row.status_at_start
    return {
        "birth_month": differs(f"{row.birth_month:%Y-%m}" if row.birth_month else None, child.birth_month),
        "need_code": differs(need, child.need_code),
        "status_at_start": differs(status, child.status_at_start),
        "in_scope": row.in_scope != child.in_scope,
    }
