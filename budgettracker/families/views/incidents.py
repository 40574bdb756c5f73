"""Incidents: what stood where it should not, who could see it, who was informed."""

import uuid
from collections.abc import Sequence

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.errors import NotTheirs
from budgettracker.families import actions, queries, rules
from budgettracker.families.forms import IncidentForm, OpenIncidentForm
from budgettracker.families.kinds import IncidentKind
from budgettracker.families.models import Incident
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import family_to_correct
from budgettracker.people.queries.data_officers import data_officers
from budgettracker.people.queries.deciders import names_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/incidents")
@requires(Permission.SEE_FAMILIES)
def incidents() -> Answer:
    """The incidents with families one sees, those still open first."""
    rows = queries.incidents_of(g.person, today())
    words = {kind: kind.words for kind in IncidentKind}
    return render_template("families/incidents.html", rows=rows, kinds=words, clock=clocks(rows))


def clocks(rows: Sequence[Incident]) -> dict[uuid.UUID, rules.Clock]:
    """The clock of each incident: as it runs, or as it stood when somebody wrote down whether it is reported."""
    return {row.id: rules.clock_of(row.aware_at, row.reported_at or now()) for row in rows}


@bp.route("/families/<uuid:family_id>/incident", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def open_by_hand(family_id: uuid.UUID) -> Answer:
    """Open the record of what only people know of."""
    family = family_to_correct(family_id)
    form = OpenIncidentForm(data={"since_on": today(), "aware_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            row = actions.open_by_hand(
                g.person,
                family,
                IncidentKind(form.kind.data),
                form.what.data or "",
                since_on=form.since_on.data,
                aware_on=form.aware_on.data,
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("families.incident", incident_id=row.id), 303)
    return answered(form, "families/open_incident.html", family=family)


@bp.route("/incidents/<uuid:incident_id>", methods=["GET", "POST"])
@requires(Permission.SEE_FAMILIES)
def incident(incident_id: uuid.UUID) -> Answer:
    """One incident; its family's managers write down who was informed, and close it."""
    row = queries.incident_for(g.person, incident_id, today())
    note_reading(Deed.FAMILY_VIEWED, row.family)
    writes = Permission.DECIDE in g.permissions and row.family.team_id in g.person.team_ids_on(today())
    form = IncidentForm(data={"informed": row.details.informed})
    if form.is_submitted() and not writes:
        raise NotTheirs
    if form.validate_on_submit():
        with refusals_to(form):
            actions.write_incident(g.person, row, form.informed.data or "", close=form.close.data, at=now())
        if not form.errors:
            return redirect(url_for("families.incident", incident_id=row.id), 303)
    return answered(
        form,
        "families/incident.html",
        incident=row,
        family=row.family,
        what=IncidentKind(row.kind).words,
        names=names_of([row.opened_by_id, row.closed_by_id, row.reported_by_id]),
        clock=clocks([row])[row.id],
        officers=data_officers(row.authority_id, today()),
        writes=writes and row.closed_at is None,
    )
