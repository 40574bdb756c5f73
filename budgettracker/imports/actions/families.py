"""Schemes, families and children into the books."""

from budgettracker.access import Role
from budgettracker.errors import Refusal
from budgettracker.families import rules as family_rules
from budgettracker.families.actions import add_child, add_family, close_family
from budgettracker.families.models import Child, Family
from budgettracker.imports import queries
from budgettracker.imports.actions.council import Council, says
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import ChildRow, FamilyRow, SchemeRow
from budgettracker.schemes import rules as scheme_rules
from budgettracker.schemes.actions import add_scheme
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import Bounds

NO_REASON = "not recorded"
"""The end reason of a family whose file gives a last day and no reason: one of the two never stands alone."""

FAMILY_COLUMNS = {
    "reference": "family_ref",
    "lead_worker_id": "lead_email",
    "scheme_id": "scheme",
}
SCHEME_COLUMNS = {"name": "scheme"} | {
    f"{role}_{part}": "bands" for role in scheme_rules.LADDER for part in ("single", "running", "window")
}


def write_schemes(council: Council) -> None:
    """Add schemes; one that names no categories gets those its purchases name, or the usual ones without any."""
    used = tuple({row.category.casefold(): row.category for row in reversed(council.folder.spend)}.values())[::-1]
    for row in council.folder.schemes:
        scheme = next(
            (each for each in council.schemes.values() if each.name.casefold() == row.scheme.casefold()), None
        )
        if scheme is not None:
            council.already(row, _scheme_differs(row, scheme))
            continue
        with council.writing(row, SCHEME_COLUMNS):
            made = add_scheme(
                council.by,
                council.authority,
                row.scheme,
                cap_pence=row.cap_pence,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                bands=_bands(row),
                categories=row.categories or used,
                regular_needs=row.regular_needs or Role.MANAGER,
                at=council.at,
            )
            council.keep(council.schemes, row.scheme, made)


def _bands(row: SchemeRow) -> tuple[Bounds, ...]:
    found = tuple(Bounds(band.role, band.single_pence, band.running_pence, band.window_days) for band in row.bands)
    return found or scheme_rules.UNSTATED


def _scheme_differs(row: SchemeRow, scheme: Scheme) -> dict[str, bool]:
    """Bands are compared as they were on the first day: later changes are the authority's own."""
    first = {
        Bounds(Role(band.role), band.single_pence, band.running_pence, band.window_days)
        for band in scheme.bands
        if band.starts_on == scheme.starts_on
    }
    names = tuple(category.name for category in scheme.categories)
    return {
        "scheme": row.scheme != scheme.name,
        "cap": row.cap_pence != scheme.cap_pence,
        "starts_on": row.starts_on != scheme.starts_on,
        "ends_on": says(row.ends_on, scheme.ends_on),
        "bands": bool(row.bands) and set(_bands(row)) != first,
        "regular_needs": says(row.regular_needs, scheme.regular_needs),
        "categories": bool(row.categories) and row.categories != names,
    }


def write_families(council: Council) -> None:
    """Add families as they were opened and closed."""
    named = {row.family_ref for row in council.folder.families}
    council.families = queries.families_named(council.authority.id, named | _referred(council))
    for row in council.folder.families:
        family = council.families.get(row.family_ref)
        if family is not None:
            council.already(row, _family_differs(council, row, family))
            continue
        lead = council.person(row, "lead_email", row.lead_email)
        scheme = council.schemes.get(row.scheme) if row.scheme else None
        if row.scheme and scheme is None:
            council.leans(row, "scheme", TableName.SCHEMES, row.scheme)
        if council.doomed or (lead is not None and (scheme is not None or not row.scheme)):
            with council.writing(row, FAMILY_COLUMNS):
                made = add_family(
                    council.by,
                    council.team(row.team),
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
                    on=council.on,
                    at=council.at,
                )
                if row.closed_on is not None:
                    reason = row.end_reason or NO_REASON
                    made = close_family(council.by, made, row.closed_on, reason, on=council.on, at=council.at)
                council.keep(council.families, row.family_ref, made)


def _referred(council: Council) -> set[str]:
    folder = council.folder
    found = {row.family_ref for row in folder.children} | {row.family_ref for row in folder.budgets}
    found |= {row.family_ref for row in folder.spend}
    return found.union(*(row.family_refs for row in folder.worktime))


def _family_differs(council: Council, row: FamilyRow, family: Family) -> dict[str, bool]:
    scheme = next((each.name for each in council.schemes.values() if each.id == family.scheme_id), None)
    lead = family.lead_worker.email if family.lead_worker else None
    return {
        "name": says(row.name, family.details.name),
        "team": row.team.casefold() != family.team.name.casefold(),
        "lead_email": row.lead_email != lead,
        "opened_on": row.opened_on != family.opened_on,
        "closed_on": says(row.closed_on, family.closed_on),
        "end_reason": says(row.end_reason, family.end_reason),
        "scheme": says(row.scheme, scheme),
        "arm": says(row.arm, family.arm),
        "allocated_on": says(row.allocated_on, family.allocated_on),
        "index_child": says(row.index_child, family.index_child),
        "cohort_reason": says(row.cohort_reason, family.cohort_reason),
        "legal_basis": says(row.legal_basis, family.legal_basis),
    }


def write_children(council: Council) -> None:
    """Add children to their families."""
    standing = queries.children_named([family.id for family in council.families.values()])
    for row in council.folder.children:
        family = council.families.get(row.family_ref)
        if family is None:
            council.leans(row, "family_ref", TableName.FAMILIES, row.family_ref)
            continue
        child = standing.get((family.id, row.child_ref))
        if child is not None:
            council.already(row, _child_differs(row, child), "child_ref")
            continue
        with council.writing(row, {"reference": "child_ref"}):
            add_child(
                council.by,
                family,
                row.child_ref,
                birth_month=f"{row.birth_month:%Y-%m}" if row.birth_month else None,
                need_code=row.need_code,
                status_at_start=row.status_at_start,
                in_scope=row.in_scope,
                on=council.on,
                at=council.at,
            )


def _child_differs(row: ChildRow, child: Child) -> dict[str, bool]:
    try:
        need, status = family_rules.need_code_of(row.need_code), family_rules.status_of(row.status_at_start)
    except Refusal:
        need, status = row.need_code, row.status_at_start
    return {
        "birth_month": says(f"{row.birth_month:%Y-%m}" if row.birth_month else None, child.birth_month),
        "need_code": says(need, child.need_code),
        "status_at_start": says(status, child.status_at_start),
        "in_scope": row.in_scope != child.in_scope,
    }
