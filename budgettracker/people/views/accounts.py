"""Accounts that the senior manager and the administrator should look at."""

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.views.blueprint import bp
from budgettracker.web import today


@bp.route("/people/accounts")
@requires(Permission.SEE_ACCOUNTS)
def accounts() -> str:
    """The accounts whose roles are kept apart by now: they stay as they are, and get nothing more until they are split."""
    split = queries.accounts_to_split(g.person.authority_id, today())
    return render_template("people/accounts.html", split=split, today=today())
