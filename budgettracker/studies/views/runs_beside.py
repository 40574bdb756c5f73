"""Two costing runs of a study side by side, and what their totals differ by, cause by cause."""

import uuid

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.costing.kinds import BESIDE_TOTAL, PARTS_OF_TOTAL, Part
from budgettracker.costing.results.actions import differences_kept
from budgettracker.costing.results.kinds import Cause
from budgettracker.costing.results.queries.kept import arm_sums
from budgettracker.costing.results.queries.repriced import repriced_between
from budgettracker.costing.run.queries.runs import runs_of
from budgettracker.database import db
from budgettracker.studies.rules.beside_page import choices_that_differ, parts_beside
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.views.blueprint import Answer, bp
from budgettracker.studies.views.runs import AT, run_with_results

MOST_OTHERS = 10
"""The latest runs that are offered to be set beside a run."""


@bp.route(f"{AT}/beside/<int(max=999999):other>")
@requires(Permission.RUN_STUDIES)
def runs_beside(study_id: uuid.UUID, number: int, other: int) -> Answer:
    """A run and another of the same study: part by part, and why they differ, to the penny."""
    study, before = run_with_results(study_id, other)
    require_rows(study.profile)
    study, after = run_with_results(study_id, number)
    causes, posts = differences_kept(before, after)
    sums = [[each.pence for each in arm_sums(db.session(), run.id)] for run in (before, after)]
    return render_template(
        "studies/runs_beside.html",
        study=study,
        before=before,
        after=after,
        parts=parts_beside((*PARTS_OF_TOTAL, Part.TOTAL, *BESIDE_TOTAL), *sums),
        causes=causes,
        difference=sum(each.pence for each in causes),
        choices=choices_that_differ(before, after),
        repriced=repriced_between(db.session(), before, after),
        price=Cause.PRICE,
        posts=posts,
        others=[run.number for run in runs_of(study.id) if run.number not in (number, other)][:MOST_OTHERS],
    )
