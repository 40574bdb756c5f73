"""A study's costing runs, and the form that makes the next one."""

import uuid
from dataclasses import dataclass

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.costing.kinds import VatRule
from budgettracker.costing.results.actions import results_kept
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.runs import RunTotals, run_of, runs_of, totals_of
from budgettracker.errors import NotTheirs
from budgettracker.studies import actions, queries
from budgettracker.studies.forms import WORK_HINTS, run_form
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.rules.profiles import SMALL
from budgettracker.studies.views.blueprint import Answer, bp
from budgettracker.web import answered, now, page_number, refusals_to, today

RUNS_A_PAGE = 10
AT = "/studies/<uuid:study_id>/runs/<int(max=999999):number>"
"""The address of a run; its families, lines and rates lie below it."""


@bp.route("/studies/<uuid:study_id>/runs", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def run(study_id: uuid.UUID) -> Answer:
    """A study's costing runs, and the next one: made of things as they stand, with what it counts said first."""
    study = queries.study_for(g.person, study_id, today())
    form = run_form(study.intervention)
    if form.validate_on_submit():
        with refusals_to(form):
            new_run = actions.run_study(
                g.person,
                study,
                on=today(),
                at=now(),
                with_qualifications=form.with_qualifications.data,
                vat_rule=VatRule(form.vat_rule.data),
                own_time_only=form.own_time_only,
                counts_purchases=form.counts_purchases,
            )
        if not form.errors:
            return redirect(url_for("studies.costing_run", study_id=study.id, number=new_run.number, banner="run"), 303)
    runs, page = runs_of(study.id), page_number()
    return answered(
        form,
        "studies/runs.html",
        study=study,
        blocks=[] if form.errors else queries.blocks_of_study(study),
        runs=[listed(study, run) for run in runs[(page - 1) * RUNS_A_PAGE : page * RUNS_A_PAGE]],
        number=page,
        hints=WORK_HINTS,
        pages=-(-len(runs) // RUNS_A_PAGE),
    )


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run as lists show it: its totals, how many families it has, and whether its amounts may be seen."""

    run: CostingRun
    totals: RunTotals
    families: int
    amounts: bool


def listed(study: Study, run: CostingRun) -> ListedRun:
    """A run with its totals; amounts may be seen where rows may, else only of more families than a small count."""
    totals = totals_of(run)
    families = sum(totals.families.values())
    return ListedRun(run, totals, families, study.profile != Profile.PUBLISHED or families > SMALL)


def run_for(study_id: uuid.UUID, number: int) -> tuple[Study, CostingRun]:
    """A study and its run of a number, for an evaluator; raises NotTheirs otherwise."""
    study = queries.study_for(g.person, study_id, today())
    run = run_of(study.id, number)
    if run is None:
        raise NotTheirs
    return study, run


def run_with_results(study_id: uuid.UUID, number: int) -> tuple[Study, CostingRun]:
    """The same with the run's results kept: those of a run from before are reckoned now, once, before the page is read."""
    study, run = run_for(study_id, number)
    return study, results_kept(run)
