"""The administrator's pages to name a data protection officer, and to end that."""

import uuid

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions import name_data_officer as actions
from budgettracker.people.forms import DataOfficerForm
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.people import to_person
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/people/<uuid:person_id>/data-officer", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def ask_for_data_officer(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Ask that somebody is named as data protection officer; a senior manager confirms it."""
    shown = queries.person_for(g.person, person_id)
    form = DataOfficerForm(data={"starts_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            wish = actions.ask_for_data_officer(g.person, shown, form.starts_on.data, on=today(), at=now())
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=wish.id), 303)
    return answered(form, "people/data_officer.html", shown=shown)


@bp.route("/people/<uuid:person_id>/data-officer/end", methods=["POST"])
@requires(Permission.MANAGE_PEOPLE)
def end_data_officer(person_id: uuid.UUID) -> Response:
    """End it, at once."""
    actions.end_data_officer(g.person, queries.person_for(g.person, person_id), on=today(), at=now())
    return to_person(person_id, "officer-ended")
