"""The administrator's buttons that suspend and restore a person."""

import uuid

from flask import g
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions import suspend as actions
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.people import to_person
from budgettracker.web import now, today


@bp.route("/people/<uuid:person_id>/suspend", methods=["POST"])
@requires(Permission.MANAGE_PEOPLE)
def suspend(person_id: uuid.UUID) -> Response:
    """Suspend a person."""
    actions.suspend(g.person, queries.person_for(g.person, person_id), on=today(), at=now())
    return to_person(person_id, "suspended")


@bp.route("/people/<uuid:person_id>/restore", methods=["POST"])
@requires(Permission.MANAGE_PEOPLE)
def restore(person_id: uuid.UUID) -> Response:
    """Ask that a suspended person be let in again; at once where the same person suspended them that day."""
    request = actions.ask_to_restore(g.person, queries.person_for(g.person, person_id), on=today(), at=now())
    return to_person(person_id, "asked" if request is not None and request.waits else "restored")
