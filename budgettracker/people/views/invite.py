"""The administrator's page for a person's one-time link: an invitation, or a reset. A second person confirms it."""

import uuid

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.confirmations.queries import cases_of, waiting_about
from budgettracker.people import queries
from budgettracker.people.actions import invite as actions
from budgettracker.people.queries.access import LINK
from budgettracker.people.rules.administering import LINK_LASTS
from budgettracker.people.views.blueprint import bp
from budgettracker.web import now, today

SHOWN_LINK = "link"
"""Where the session keeps a link just made until its page has shown it, once."""


@bp.route("/people/<uuid:person_id>/link", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def invite(person_id: uuid.UUID) -> Response | str:
    """Ask for a one-time link, and once it is confirmed make it and show it once: the database cannot bring it back."""
    shown = queries.person_for(g.person, person_id)
    if request.method == "POST":
        confirmation = actions.ask_for_link(g.person, shown, on=today(), at=now())
        if not confirmation.waits:
            session[SHOWN_LINK] = [str(person_id), actions.invite(g.person, shown, confirmation=confirmation, at=now())]
        return redirect(url_for("people.invite", person_id=person_id), 303)
    kept = session.pop(SHOWN_LINK, None)
    token = kept[1] if kept and kept[0] == str(person_id) else None
    address = url_for("people.set_password", token=token, _external=True) if token else None
    waiting = waiting_about(person_id, LINK)
    return render_template(
        "people/invite.html",
        shown=shown,
        address=address,
        waiting=cases_of([waiting], today())[0] if waiting else None,
        ready=queries.usable_link_hand(g.person, shown, now() - LINK_LASTS) is not None,
    )
