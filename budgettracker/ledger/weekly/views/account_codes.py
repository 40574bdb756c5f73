"""The codes of the authority's accounts, and setting another."""

import uuid

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.ledger.weekly import actions
from budgettracker.ledger.weekly.forms import AccountCodeForm
from budgettracker.ledger.weekly.kinds import CodeUse
from budgettracker.ledger.weekly.queries.codes import categories_to_code, shown_codes
from budgettracker.people.queries import teams_of
from budgettracker.web import answered, now, refusals_to


@bp.route("/ledger/codes", methods=["GET", "POST"])
@requires(Permission.KEEP_BOOKS)
def set_account_code() -> Response | tuple[str, int]:
    """Every code with what it is for and from which day, and a form for another."""
    form = AccountCodeForm()
    form.offer(categories_to_code(authority_id()), teams_of(authority_id()))
    if form.validate_on_submit():
        with refusals_to(form):
            actions.set_account_code(
                g.person,
                CodeUse(form.use.data),
                form.code.data or "",
                form.starts_on.data,
                category_id=uuid.UUID(form.category.data) if form.category.data else None,
                team_id=uuid.UUID(form.team.data) if form.team.data else None,
                method=form.method.data or None,
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("ledger.set_account_code"), 303)
    return answered(form, "ledger/account_codes.html", codes=shown_codes(authority_id()))
