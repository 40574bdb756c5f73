"""Reading what an authority has already: what a folder's rows refer to, and what stands under their references."""

from budgettracker.imports.queries.earlier_imports import Imported, import_for, imports_of
from budgettracker.imports.queries.known_entries import (
    EntryInBooks,
    activities_by_name,
    entries_named,
    interventions_by_name,
)
from budgettracker.imports.queries.known_records import (
    authority_held,
    authority_named,
    categories_of,
    children_named,
    families_named,
    known_keys,
    limits_standing,
    people_named,
    people_of,
    post_costs_of,
    posts_by_name,
    references_standing,
    schemes_by_name,
    teams_by_name,
)
from budgettracker.imports.queries.layouts import layouts_of

__all__ = [
    "EntryInBooks",
    "Imported",
    "activities_by_name",
    "authority_held",
    "authority_named",
    "categories_of",
    "children_named",
    "entries_named",
    "families_named",
    "import_for",
    "imports_of",
    "interventions_by_name",
    "known_keys",
    "layouts_of",
    "limits_standing",
    "people_named",
    "people_of",
    "post_costs_of",
    "posts_by_name",
    "references_standing",
    "schemes_by_name",
    "teams_by_name",
]
