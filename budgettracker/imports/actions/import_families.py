"""Import families as they were opened and closed."""

from uuid import UUID

from budgettracker.allocation.queries import open_draw_in
from budgettracker.families.actions import PastFamilies, PastFamily
from budgettracker.families.models import Family
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.family_rows import FamilyRow

NO_REASON = "not recorded"
"""The end reason of a family whose file gives a last day and no reason: one of the two never stands alone."""

FAMILY_COLUMNS = {
    "reference": "family_ref",
    "lead_worker_id": "lead_email",
    "scheme_id": "scheme",
}

BY_DRAW = "cannot be given by a file: a draw is open for families of this authority. Leave it empty; its arm is drawn."


def import_families(books: Books) -> None:
    """Add families as they were opened and closed: checked row by row, written together."""
    named = {row.family_ref for row in books.folder.families}
    books.families = queries.families_named(books.authority.id, named | _referred(books))
    queries.read_histories(books.families[reference] for reference in named & books.families.keys())
    past = PastFamilies(books.by, books.authority, on=books.on, at=books.at)
    drawn = open_draw_in(books.authority.id) is not None
    new: list[UUID] = []
    for row in books.folder.families:
        family = books.families.get(row.family_ref)
        if family is not None:
            books.compare(row, _family_differs(books, row, family))
        elif row.arm is not None and drawn:
            books.refuse(row, "arm", BY_DRAW, row.arm)
        else:
            _keep(books, past, row, new)
    past.write()
    books.families |= queries.families_by_reference(new)


def _keep(books: Books, past: PastFamilies, row: FamilyRow, new: list[UUID]) -> None:
    """Keep a family that is written with the others, its id among the `new`; none where its row is refused."""
    lead = books.person(row, "lead_email", row.lead_email)
    scheme = books.schemes.get(row.scheme) if row.scheme else None
    if row.scheme and scheme is None:
        books.refuse_dependent(row, "scheme", TableName.SCHEMES, row.scheme)
    if not books.will_be_undone and (lead is None or (scheme is None and row.scheme)):
        return
    family = PastFamily(
        reference=row.family_ref,
        name=row.name or "",
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        end_reason=row.end_reason or NO_REASON,
        lead_worker=lead,
        scheme=scheme,
        arm=row.arm,
        allocated_on=row.allocated_on,
        index_child=row.index_child,
        cohort_reason=row.cohort_reason,
        legal_basis=row.legal_basis,
    )
    with books.keeping(row, FAMILY_COLUMNS):
        words = past.require(family)
        new.append(past.add(family, words, books.team(row, row.team)))


def _referred(books: Books) -> set[str]:
    folder = books.folder
    references = {row.family_ref for row in folder.children} | {row.family_ref for row in folder.budgets}
    references |= {row.family_ref for row in folder.spend}
    references |= {row.family_ref for row in folder.periods} | {row.family_ref for row in folder.leads}
    return references.union(*(row.family_refs for row in folder.worktime))


def _family_differs(books: Books, row: FamilyRow, family: Family) -> dict[str, bool]:
    scheme = next((known.name for known in books.schemes.values() if known.id == family.scheme_id), None)
    first, lead = family.periods[0], family.leads[0]
    names = {team.id: name for name, team in books.teams.items()}
    return {
        "name": differs(row.name, family.details.name),
        # What came later is no contradiction: a family's own row says how it was first led, and its first period.
        "team": row.team.casefold() != names.get(lead.team_id),
        "lead_email": row.lead_email != books.email_of(lead.lead_worker_id),
        "opened_on": row.opened_on != first.opened_on,
        "closed_on": differs(row.closed_on, first.closed_on),
        "end_reason": differs(row.end_reason, first.end_reason),
        "scheme": differs(row.scheme, scheme),
        "arm": differs(row.arm, family.arm),
        "allocated_on": differs(row.allocated_on, family.allocated_on),
        "index_child": differs(row.index_child, family.index_child),
        "cohort_reason": differs(row.cohort_reason, family.cohort_reason),
        "legal_basis": differs(row.legal_basis, family.legal_basis),
    }
