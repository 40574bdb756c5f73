"""Change the cap of a scheme, which its families' budgets follow."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions
from budgettracker.budgets.forms import CapForm
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.schemes.queries import scheme_for
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/schemes/<uuid:scheme_id>/cap", methods=["GET", "POST"])
@requires(Permission.MANAGE_SCHEMES)
def change_cap(scheme_id: uuid.UUID) -> Answer:
    """Change the most a scheme allows one family; once the authority is live a senior manager confirms a higher one."""
    scheme = scheme_for(g.person, scheme_id)
    form = CapForm(data={"cap": scheme.cap_pence})
    if form.validate_on_submit():
        with refusals_to(form):
            confirmation = actions.ask_for_cap(g.person, scheme, form.cap.data, on=today(), at=now())
        if not form.errors:
            if confirmation is not None and confirmation.waits:
                return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation.id), 303)
            return redirect(url_for("schemes.scheme", scheme_id=scheme.id, banner="cap"), 303)
    return answered(form, "budgets/change_cap.html", scheme=scheme)
