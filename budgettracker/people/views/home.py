"""The start page: whatever is first for the roles one holds."""

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import public
from budgettracker.people.views.blueprint import bp
from budgettracker.web import navigation


@bp.route("/")
@public
def home() -> Response:
    """Lead to the first page of the navigation, or to sign in."""
    if g.person is None:
        return redirect(url_for("people.sign_in"), 303)
    links = navigation()
    return redirect(links[0].url if links else url_for("people.account"), 303)
