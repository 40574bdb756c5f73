"""One's own account."""

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.people.queries.cover import covers_of
from budgettracker.people.views.blueprint import bp
from budgettracker.web import today

BANNERS = {
    "password": "Your password is changed. Other devices were signed out.",
    "cover": "The cover is given. Both of you are told when you next sign in.",
    "cover_ended": "The cover is over from today.",
}


@bp.route("/account")
@requires(Permission.SIGNED_IN)
def account() -> str:
    """Show a person their own details, roles and teams."""
    covers = covers_of(g.person, today())
    return render_template("people/account.html", today=today(), banner=banner_of(BANNERS), covers=covers)
