"""Change who may decide how much."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.schemes import actions, queries
from budgettracker.schemes.forms import ChangeBandsForm, standing
from budgettracker.schemes.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/schemes/<uuid:scheme_id>/bands", methods=["GET", "POST"])
@requires(Permission.MANAGE_SCHEMES)
def change_bands(scheme_id: uuid.UUID) -> Answer:
    """Change who may decide how much, from a day on."""
    scheme = queries.scheme_for(g.person, scheme_id)
    form = ChangeBandsForm(data=standing(queries.bounds_on(scheme.id, max(today(), scheme.starts_on))))
    form.offer(today())
    if form.validate_on_submit():
        with refusals_to(form):
            confirmation = actions.ask_for_bands(
                g.person, scheme, form.bounds(), form.starts_on.data, on=today(), at=now()
            )
        if not form.errors:
            if confirmation is not None and confirmation.waits:
                return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation.id), 303)
            return redirect(url_for("schemes.scheme", scheme_id=scheme.id, banner="bands"), 303)
    return answered(form, "schemes/change_bands.html", scheme=scheme)
