"""Ask that the closing of a family be taken back."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.families import actions
from budgettracker.families.forms import ReopenForm
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import family_to_correct
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/reopen", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def reopen_family(family_id: uuid.UUID) -> Answer:
    """Ask that a closing be taken back; a manager confirms it."""
    family = family_to_correct(family_id)
    form = ReopenForm()
    if form.validate_on_submit():
        with refusals_to(form):
            confirmation = actions.ask_to_reopen(g.person, family, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation.id), 303)
    return answered(form, "families/reopen_family.html", family=family)
