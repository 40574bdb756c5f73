"""Import an authority's list of activities."""

from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.tables.rows import ActivityRow
from budgettracker.worktime.actions import add_activity, add_intervention
from budgettracker.worktime.models import Intervention


def import_activity_list(books: Books) -> None:
    """Add activities with their kinds and classes, and the interventions that they name."""
    if not books.folder.activities:
        return
    standing = queries.activities_by_name(books.authority.id)
    interventions = queries.interventions_by_name(books.authority.id)
    names = {intervention.id: name for name, intervention in interventions.items()}
    for row in books.folder.activities:
        kept = standing.get(row.activity.casefold())
        if kept is not None:
            own = names.get(kept.intervention_id) if kept.intervention_id else None
            differing = {
                "kind": row.kind != kept.kind,
                "class": row.activity_class != kept.activity_class,
                "intervention": differs(row.intervention.casefold() if row.intervention else None, own),
            }
            books.compare(row, differing)
            continue
        with books.writing(row, {"name": "activity"}):
            intervention = _intervention(books, row, interventions) if row.intervention else None
            add_activity(
                books.by,
                books.authority,
                row.activity,
                kind=row.kind,
                activity_class=row.activity_class,
                intervention=intervention,
                at=books.at,
            )


def _intervention(books: Books, row: ActivityRow, known: dict[str, Intervention]) -> Intervention:
    name = row.intervention or ""
    intervention = known.get(name.casefold())
    if intervention is None:
        intervention = add_intervention(books.by, books.authority, name, at=books.at)
        books.remember(known, name.casefold(), intervention)
        books.remember(books.new.interventions, name, row)
    return intervention
