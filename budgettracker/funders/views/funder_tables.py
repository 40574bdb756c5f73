"""The list of the tables that funders ask for."""

import uuid

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.funders.rules.tables import offered_tables
from budgettracker.funders.views.blueprint import BANNERS, TABLES, Answer, bp, run_with_amounts


@bp.route(TABLES)
@requires(Permission.RUN_STUDIES)
def funder_tables(study_id: uuid.UUID, number: int) -> Answer:
    """Each table of a run with whose layout it is."""
    study, run = run_with_amounts(study_id, number)
    return render_template(
        "funders/funder_tables.html",
        study=study,
        run=run,
        tables=offered_tables(study.disclosure),
        banner=banner_of(BANNERS),
    )
