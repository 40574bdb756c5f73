"""One's own account: who one is here, and a new password."""

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.people.views.blueprint import bp


@bp.route("/account")
@requires(Permission.SIGNED_IN)
def account() -> str:
    """Show who one is here."""
    return render_template("people/account.html")
