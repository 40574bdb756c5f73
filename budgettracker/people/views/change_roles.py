"""The administrator's page for the roles a person holds from a day on."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.forms import RolesForm, role_choices
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.redating import Answer, answer
from budgettracker.web import now, today


@bp.route("/people/<uuid:person_id>/roles", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change_roles(person_id: uuid.UUID) -> Answer:
    """Change a person's roles."""
    shown = queries.person_for(g.person, person_id)
    form = RolesForm(data={"roles": [role.value for role in shown.own_roles_on(today())], "starts_on": today()})
    form.roles.choices = role_choices()
    return answer(
        form,
        shown,
        "roles",
        lambda: change_access(
            g.person, shown, roles=form.chosen(), starts_on=form.starts_on.data, on=today(), at=now()
        ),
    )
