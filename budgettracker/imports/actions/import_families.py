"""Import families as they were opened and closed."""

from budgettracker.allocation.queries import open_draw_in
from budgettracker.families.actions import add_family, close_family
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
    """Add families as they were opened and closed."""
    named = {row.family_ref for row in books.folder.families}
    books.families = queries.families_named(books.authority.id, named | _referred(books))
    for row in books.folder.families:
        family = books.families.get(row.family_ref)
        if family is not None:
            books.compare(row, _family_differs(books, row, family))
            continue
        lead = books.person(row, "lead_email", row.lead_email)
        scheme = books.schemes.get(row.scheme) if row.scheme else None
        if row.scheme and scheme is None:
            books.refuse_dependent(row, "scheme", TableName.SCHEMES, row.scheme)
        if row.arm is not None and open_draw_in(books.authority.id) is not None:
            books.refuse(row, "arm", BY_DRAW, row.arm)
            continue
        if books.will_be_undone or (lead is not None and (scheme is not None or not row.scheme)):
            with books.writing(row, FAMILY_COLUMNS):
                family = add_family(
                    books.by,
                    books.team(row, row.team),
                    row.family_ref,
                    row.name or "",
                    opened_on=row.opened_on,
                    lead_worker=lead,
                    scheme=scheme,
                    arm=row.arm,
                    allocated_on=row.allocated_on,
                    index_child=row.index_child,
                    cohort_reason=row.cohort_reason,
                    legal_basis=row.legal_basis,
                    imported=True,
                    on=books.on,
                    at=books.at,
                )
                if row.closed_on is not None:
                    reason = row.end_reason or NO_REASON
                    family = close_family(books.by, family, row.closed_on, reason, on=books.on, at=books.at)
                books.remember(books.families, row.family_ref, family)


def _referred(books: Books) -> set[str]:
    folder = books.folder
    references = {row.family_ref for row in folder.children} | {row.family_ref for row in folder.budgets}
    references |= {row.family_ref for row in folder.spend}
    references |= {row.family_ref for row in folder.periods} | {row.family_ref for row in folder.leads}
    return references.union(*(row.family_refs for row in folder.worktime))


def _family_differs(books: Books, row: FamilyRow, family: Family) -> dict[str, bool]:
    scheme = next((known.name for known in books.schemes.values() if known.id == family.scheme_id), None)
    first, lead = family.periods[0], family.leads[0]
    emails = {person.id: email for email, person in books.people.items()}
    names = {team.id: name for name, team in books.teams.items()}
    return {
        "name": differs(row.name, family.details.name),
        # What came later is no contradiction: a family's own row says how it was first led, and its first period.
        "team": row.team.casefold() != names.get(lead.team_id),
        "lead_email": row.lead_email != (emails.get(lead.lead_worker_id) if lead.lead_worker_id else None),
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
