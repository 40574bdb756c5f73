"""The pages of who protects an authority's data: all incidents with their clock, and who opened restricted records."""

import uuid

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.families import actions, queries
from budgettracker.families.forms import ReportForm
from budgettracker.families.kinds import IncidentKind
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.incidents import clocks
from budgettracker.people.queries.deciders import names_of
from budgettracker.web import answered, now, refusals_to


@bp.route("/data-protection")
@requires(Permission.SEE_INCIDENTS)
def data_protection() -> Answer:
    """Every incident of the authority and its clock, and every opening of a restricted record with its reason."""
    rows = queries.incidents_in(g.person.authority_id)
    return render_template(
        "families/data_protection.html",
        rows=rows,
        clock=clocks(rows),
        kinds={kind: kind.words for kind in IncidentKind},
        openings=queries.openings_in(g.person.authority_id),
    )


@bp.route("/data-protection/<uuid:incident_id>", methods=["GET", "POST"])
@requires(Permission.SEE_INCIDENTS)
def report_incident(incident_id: uuid.UUID) -> Answer:
    """One incident without the family's name; who protects data writes down whether it was reported."""
    row = queries.incident_in(g.person.authority_id, incident_id)
    form = ReportForm()
    if form.validate_on_submit():
        with refusals_to(form):
            words = form.report_words.data or ""
            actions.report_incident(g.person, row, form.reported.data == "yes", words, at=now())
        if not form.errors:
            return redirect(url_for("families.report_incident", incident_id=row.id), 303)
    return answered(
        form,
        "families/report_incident.html",
        incident=row,
        what=IncidentKind(row.kind).words,
        clock=clocks([row])[row.id],
        names=names_of([row.opened_by_id, row.closed_by_id, row.reported_by_id]),
    )
