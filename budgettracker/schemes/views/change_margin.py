"""Change how much dearer than approved a purchase may come."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.schemes import actions, queries
from budgettracker.schemes.forms import ChangeMarginForm
from budgettracker.schemes.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/schemes/<uuid:scheme_id>/margin", methods=["GET", "POST"])
@requires(Permission.MANAGE_SCHEMES)
def change_margin(scheme_id: uuid.UUID) -> Answer:
    """Change the price margin of a scheme, from a day on."""
    scheme = queries.scheme_for(g.person, scheme_id)
    standing = queries.margin_on(scheme.id, max(today(), scheme.starts_on))
    form = ChangeMarginForm(data={"percent": standing.percent, "most": standing.most_pence})
    form.offer(today())
    if form.validate_on_submit():
        with refusals_to(form):
            confirmation = actions.ask_for_margin(
                g.person, scheme, form.margin, form.starts_on.data, on=today(), at=now()
            )
        if not form.errors:
            if confirmation is not None and confirmation.waits:
                return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation.id), 303)
            return redirect(url_for("schemes.scheme", scheme_id=scheme.id, banner="margin"), 303)
    return answered(form, "schemes/change_margin.html", scheme=scheme)
