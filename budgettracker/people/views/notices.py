"""What a person is told about their account since they last signed in."""

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions.tell import read_notices
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.guard import TO_READ
from budgettracker.web import now


@bp.route("/account/news", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def notices() -> Response | str:
    """Show what was done to one's account, or to another's by one's hand, until it is read."""
    if request.method == "POST":
        read_notices(g.person, at=now())
        session.pop(TO_READ, None)
        return redirect(url_for("people.account"), 303)
    return render_template("people/notices.html", unread=queries.unread_of(g.person.id))
