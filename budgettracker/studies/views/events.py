"""Events with published unit costs: what a study has counted, and what a run makes of it beside the logged cost."""

import uuid

from flask import g, redirect, render_template, url_for
from werkzeug import Response

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.costing.kinds import Process
from budgettracker.costing.results.queries.events import both_routes, event_lines
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.studies import actions, queries
from budgettracker.studies.forms import events_form
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.views.blueprint import BANNERS, Answer, bp
from budgettracker.studies.views.runs import AT, run_with_results
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/studies/<uuid:study_id>/events")
@requires(Permission.RUN_STUDIES)
def events(study_id: uuid.UUID) -> Answer:
    """What a study has counted."""
    study = queries.study_for(g.person, study_id, today())
    return render_template(
        "studies/events.html",
        study=study,
        events=[(row, authority, Arm(row.arm), Process(row.process)) for row, authority in queries.events_of(study.id)],
        banner=banner_of(BANNERS),
    )


@bp.route("/studies/<uuid:study_id>/events/count", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def count_events(study_id: uuid.UUID) -> Answer:
    """State how often something happened, and what one of them costs."""
    study = queries.study_for(g.person, study_id, today())
    form = events_form(study)
    if form.validate_on_submit():
        with refusals_to(form):
            actions.count_events(g.person, study, form.count(), on=today(), at=now())
        if not form.errors:
            return redirect(url_for("studies.events", study_id=study.id, banner="events"), 303)
    return answered(form, "studies/count_events.html", study=study)


@bp.route("/studies/<uuid:study_id>/events/<uuid:events_id>/take-back", methods=["POST"])
@requires(Permission.RUN_STUDIES)
def withdraw_events(study_id: uuid.UUID, events_id: uuid.UUID) -> Response:
    """Take back a count that was wrong."""
    study = queries.study_for(g.person, study_id, today())
    actions.withdraw_events(g.person, study, queries.events_for(study.id, events_id), on=today(), at=now())
    return redirect(url_for("studies.events", study_id=study.id, banner="events-back"), 303)


@bp.route(f"{AT}/events")
@requires(Permission.RUN_STUDIES)
def run_events(study_id: uuid.UUID, number: int) -> Answer:
    """A run's events at their unit costs, beside the time that was logged for the same families."""
    study, run = run_with_results(study_id, number)
    require_rows(study.profile)
    lines = event_lines(db.session(), run.id)
    return render_template(
        "studies/run_events.html",
        study=study,
        run=run,
        lines=lines,
        routes=both_routes(db.session(), run.id, lines),
        sources=dict.fromkeys(
            f"{each.process_words}. Counted: {each.of.counted_by}. Unit cost: {each.of.priced_by}." for each in lines
        ),
        arms={arm: arm.heading for arm in Arm},
    )
