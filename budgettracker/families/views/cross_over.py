"""Ask that a comparison family may have a budget from a day on."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.families import actions, queries
from budgettracker.families.forms import CrossOverForm
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import family_to_correct
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/crossover", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def ask_to_cross(family_id: uuid.UUID) -> Answer:
    """Ask for a crossover; a senior manager allows it."""
    family = family_to_correct(family_id)
    if not queries.may_cross(family, today()):
        raise NotTheirs
    form = CrossOverForm(data={"crossed_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            wish = actions.ask_to_cross(
                g.person, family, form.crossed_on.data, form.reason.data or "", on=today(), at=now()
            )
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=wish.id), 303)
    return answered(form, "families/ask_to_cross.html", family=family)
