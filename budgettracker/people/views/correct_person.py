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
from budgettracker.versions import version_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/people/<uuid:person_id>/details", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def correct_person(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Correct a person's details, or set their last day."""
    shown = queries.person_for(g.person, person_id)
    standing = queries.person_standing(shown)
    details = {**standing, "weekly_hours": hours_plain(shown.weekly_minutes)}
    form = CorrectPersonForm(data={**details, "version": version_of(standing)})
    request = None
    if form.validate_on_submit():
        with refusals_to(form):
            request = actions.correct_person(
                g.person,
                shown,
                email=form.email.data or "",
                name=form.name.data or "",
                weekly_minutes=parse_hours(form.weekly_hours.data or ""),
                active_to=form.active_to.data,
                version=form.version.data or "",
                on=today(),
                at=now(),
            )
        if not form.errors:
            return to_person(person_id, "asked" if request is not None else "details")
    if form.form_errors:
        # Sent again it is meant.
        form.version.data = version_of(standing)
    return answered(form, "people/correct_person.html", shown=shown)
