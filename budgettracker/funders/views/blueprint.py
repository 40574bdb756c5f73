"""The blueprint of the tables for funders, and what their pages share."""

import uuid

from flask import Blueprint
from werkzeug.wrappers import Response

from budgettracker.costing.run.models import CostingRun
from budgettracker.errors import NotTheirs
from budgettracker.studies.models import Study
from budgettracker.studies.views.runs import AT, listed, run_with_results

bp = Blueprint("funders", __name__)
Answer = Response | str | tuple[str, int]
TABLES = f"{AT}/tables"
BANNERS = {
    "settings": "The settings are saved. Every table of this study uses them.",
    "columns": "The columns are saved.",
    "grades": "The grades are recorded under your name.",
}


def run_with_amounts(study_id: uuid.UUID, number: int) -> tuple[Study, CostingRun]:
    """A study and its run, where its profile lets amounts be seen; raises NotTheirs otherwise."""
    study, run = run_with_results(study_id, number)
    if not listed(study, run).amounts:
        raise NotTheirs
    return study, run
