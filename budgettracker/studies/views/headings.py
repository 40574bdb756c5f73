"""What a heading of a cut is called on pages and in addresses: teams by their pseudonyms, everything else as it is."""

import uuid
from collections.abc import Callable

from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import authorities_of
from budgettracker.periods import month_in_words
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.models import Study
from budgettracker.studies.views.blueprint import names_of


def heading_shown(study: Study, cut: Cut, heading: str) -> str:
    """A heading as it may leave: a team's pseudonym, any other as it is."""
    return names_of(study).of(PseudonymKind.TEAM, uuid.UUID(heading)) if cut is Cut.TEAM and heading else heading


def heading_words(study: Study, run: CostingRun, cut: Cut) -> Callable[[str], str]:
    """What a heading of a cut is called on pages."""
    authorities = {part.authority_id.hex: part.name for part in authorities_of(run)}

    def words(heading: str) -> str:
        if not heading:
            return cut.without
        if cut is Cut.AUTHORITY:
            return authorities[heading]
        return month_in_words(heading) if cut is Cut.MONTH else heading_shown(study, cut, heading)

    return words
