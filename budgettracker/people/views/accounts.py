"""Accounts that the senior manager and the administrator should look at."""

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.confirmations.queries import done_alone
from budgettracker.people import queries
from budgettracker.people.views.blueprint import bp
from budgettracker.web import today


@bp.route("/people/accounts")
@requires(Permission.SEE_ACCOUNTS)
def accounts() -> str:
    """Accounts whose roles are kept apart by now, which stay as they are until they are split; and what one person did alone.

    One administrator gives roles and makes links alone until the authority is live.
    """
    split = queries.accounts_to_split(g.person.authority_id, today())
    alone = done_alone(g.person.authority_id, today())
    return render_template("people/accounts.html", split=split, alone=alone, today=today())
