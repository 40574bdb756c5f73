"""Look at a plan of regular payments again."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import LookForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/plans/<uuid:spend_id>/look", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def look_at_plan(spend_id: uuid.UUID) -> Answer:
    """Say whether a plan still helps, and when it is looked at next."""
    plan = spend_to_change(g.person, spend_id, today())
    form = LookForm(data={"review_on": plan.regular_until})
    return spend_page(
        plan,
        form,
        lambda: actions.look_at_plan(g.person, plan, form.words.data or "", form.review_on.data, on=today(), at=now()),
        possible=plan.state == SpendState.APPROVED and plan.is_plan,
        template="spend/look_at_plan.html",
    )
