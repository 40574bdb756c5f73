"""Log several purchases from a notebook on one page: all of them or none."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets.queries import position_of, scheme_and_period
from budgettracker.families.queries import family_to_change
from budgettracker.spend import actions
from budgettracker.spend.actions.log_several import SeveralRefused
from budgettracker.spend.forms import SeveralForm
from budgettracker.spend.forms.log_several import ROWS
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.log_spend import categories_of
from budgettracker.voice.queries import questions_of
from budgettracker.web import answered, now, today


@bp.route("/families/<uuid:family_id>/spend/several", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def log_several(family_id: uuid.UUID) -> Answer:
    """Log up to ten purchases of a family, each decided as it would be alone."""
    on = today()
    family = family_to_change(g.person, family_id, on)
    scheme, period = scheme_and_period(family, on)
    only_other = scheme is None
    form = SeveralForm(data={"rows": [{"bought_on": on}] * ROWS})
    form.offer(categories_of(family, scheme), on, questions_of(family.scheme_id))
    if form.validate_on_submit():
        try:
            actions.log_several(g.person, family, form.purchases(), other_help=only_other, on=on, at=now())
        except SeveralRefused as refused:
            form.refuse(refused.refusals)
        else:
            return redirect(url_for("home.family", family_id=family.id, banner="several"), 303)
    return answered(
        form,
        "spend/log_several.html",
        family=family,
        only_other=only_other,
        position=position_of(period) if period is not None else None,
    )
