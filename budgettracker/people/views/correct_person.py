"""The administrator's page for a person's details."""

import uuid

from flask import g
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions import correct_person as actions
from budgettracker.people.forms import CorrectPersonForm
from budgettracker.people.rules.details import hours_plain, parse_hours
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.people import to_person
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/people/<uuid:person_id>/details", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def correct_person(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Correct a person's details, or set their last day."""
    shown = queries.person_for(g.person, person_id)
    details = {
        "name": shown.name,
        "email": shown.email,
        "weekly_hours": hours_plain(shown.weekly_minutes),
        "active_to": shown.active_to,
    }
    form = CorrectPersonForm(data=details)
    if form.validate_on_submit():
        with refusals_to(form):
            actions.correct_person(
                g.person,
                shown,
                email=form.email.data or "",
                name=form.name.data or "",
                weekly_minutes=parse_hours(form.weekly_hours.data or ""),
                active_to=form.active_to.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return to_person(person_id, "details")
    return answered(form, "people/correct_person.html", shown=shown)
