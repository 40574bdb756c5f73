"""The page that sets a run beside what finance states was paid: pay, purchases, and activity by post."""

import uuid

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.costing.paid.actions import side_kept
from budgettracker.costing.paid.rules.activity import in_hours
from budgettracker.costing.run.queries.runs import authority_sums
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.studies.kinds import Profile
from budgettracker.studies.queries.reconciliation import reconciliation_of
from budgettracker.studies.views.blueprint import Answer, bp, names_of
from budgettracker.studies.views.runs import AT, listed, run_with_results

MOST_SHOWN = 50
"""Causes of one line that a page shows; a workbook has them all."""


@bp.route(f"{AT}/reconciliation")
@requires(Permission.RUN_STUDIES)
def run_reconciliation(study_id: uuid.UUID, number: int) -> Answer:
    """What was paid, what was costed, what they differ by, and what may explain it; where amounts may be seen."""
    study, run = run_with_results(study_id, number)
    if not listed(study, run).amounts:
        raise NotTheirs
    run = side_kept(run)
    return render_template(
        "studies/run_reconciliation.html",
        study=study,
        run=run,
        rows=study.profile != Profile.PUBLISHED,
        hours=in_hours,
        MOST_SHOWN=MOST_SHOWN,
        several=len(authority_sums(run)) > 1,
        of=reconciliation_of(db.session(), run, names_of(study)),
    )
