"""The administrator's page for the hours a person is contracted for, from a day on."""

import uuid

from flask import g
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions import change_hours as actions
from budgettracker.people.forms import HoursForm
from budgettracker.people.rules.details import hours_plain, parse_hours
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.people import to_person
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/people/<uuid:person_id>/hours", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change_hours(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Change a person's contracted hours."""
    shown = queries.person_for(g.person, person_id)
    form = HoursForm(data={"weekly_hours": hours_plain(shown.weekly_minutes_on(today())), "starts_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            actions.change_hours(
                g.person,
                shown,
                parse_hours(form.weekly_hours.data or ""),
                form.starts_on.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return to_person(person_id, "hours")
    return answered(form, "people/change_hours.html", shown=shown)
