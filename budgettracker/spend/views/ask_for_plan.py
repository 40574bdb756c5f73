"""Ask for regular payments: one plan, decided before it begins."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets.queries import position_of, scheme_and_period
from budgettracker.families.queries import family_to_change
from budgettracker.spend import actions
from budgettracker.spend.forms import PlanForm
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.log_spend import categories_of
from budgettracker.voice.queries import questions_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/plans/new", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def ask_for_plan(family_id: uuid.UUID) -> Answer:
    """Ask for regular payments for a family."""
    on = today()
    family = family_to_change(g.person, family_id, on)
    scheme, period = scheme_and_period(family, on)
    no_limit = period is None or period.limit_pence == 0
    form = PlanForm(data={"first_on": on, "paid_from": SpendKind.OTHER_HELP if no_limit else SpendKind.DEVOLVED})
    form.offer(categories_of(family, scheme), family.children, on, only_other=scheme is None)
    form.ask(questions_of(family.scheme_id))
    if form.validate_on_submit():
        with refusals_to(form, only_deed=True):
            plan = actions.ask_for_plan(
                g.person, family, form.purchase(on), form.schedule(), other_help=form.from_other_money, on=on, at=now()
            )
        if not form.errors:
            return redirect(url_for("spend.show", spend_id=plan.id, new=1), 303)
    return answered(
        form,
        "spend/ask_for_plan.html",
        family=family,
        position=position_of(period) if period is not None and not no_limit else None,
    )
