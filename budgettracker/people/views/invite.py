"""The administrator's page that makes a one-time link for a person: an invitation, or a reset."""

import uuid

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions import invite as actions
from budgettracker.people.views.blueprint import bp
from budgettracker.web import now

SHOWN_LINK = "link"
"""Where the session keeps a link just made until its page has shown it, once."""


@bp.route("/people/<uuid:person_id>/link", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def invite(person_id: uuid.UUID) -> Response | str:
    """Make a one-time link, and show it once: what the database keeps cannot bring it back."""
    shown = queries.person_for(g.person, person_id)
    if request.method == "POST":
        session[SHOWN_LINK] = [str(person_id), actions.invite(g.person, shown, at=now())]
        return redirect(url_for("people.invite", person_id=person_id), 303)
    kept = session.pop(SHOWN_LINK, None)
    token = kept[1] if kept and kept[0] == str(person_id) else None
    address = url_for("people.set_password", token=token, _external=True) if token else None
    return render_template("people/invite.html", shown=shown, address=address)
