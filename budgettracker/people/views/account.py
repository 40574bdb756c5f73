"""One's own account."""

from flask import render_template, request

from budgettracker.access import Permission, requires
from budgettracker.people.views.blueprint import bp
from budgettracker.web import today

MESSAGES = {"password": "Your password is changed. Other devices were signed out."}


@bp.route("/account")
@requires(Permission.SIGNED_IN)
def account() -> str:
    """Show a person their own details, roles and teams."""
    message = MESSAGES.get(request.args.get("said", ""))
    return render_template("people/account.html", today=today(), message=message)
