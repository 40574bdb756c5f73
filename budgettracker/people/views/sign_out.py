"""The button with which people sign out."""

from flask import g, redirect, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import public
from budgettracker.database import transaction
from budgettracker.marked_views import own_transactions
from budgettracker.people.actions import sign_out as actions
from budgettracker.people.views.blueprint import bp
from budgettracker.web import now


@bp.route("/sign-out", methods=["POST"])
@public
@own_transactions
def sign_out() -> Response:
    """End the session, here and in the database."""
    if g.sign_in_session is not None:
        with transaction():
            actions.end_session(g.person, g.sign_in_session, at=now())
    session.clear()
    return redirect(url_for("people.sign_in", banner="signed-out"), 303)
