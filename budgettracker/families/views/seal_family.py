"""Ask that a closed family's record is sealed."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.families import actions
from budgettracker.families.forms import SealForm
from budgettracker.families.kinds import SealedBecause
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import family_to_correct
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/seal", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def ask_to_seal(family_id: uuid.UUID) -> Answer:
    """Ask for it; a manager who did not ask confirms."""
    family = family_to_correct(family_id)
    form = SealForm()
    if form.validate_on_submit():
        with refusals_to(form):
            wish = actions.ask_to_seal(g.person, family, SealedBecause(form.because.data), on=today(), at=now())
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=wish.id), 303)
    return answered(form, "families/ask_to_seal.html", family=family)
