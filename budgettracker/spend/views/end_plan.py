"""End a plan of regular payments before its last payment."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import EndPlanForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/plans/<uuid:spend_id>/end", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def end_plan(spend_id: uuid.UUID) -> Answer:
    """End a plan: what is left of it goes back to the family's budget."""
    plan = spend_to_change(g.person, spend_id, today())
    form = EndPlanForm()
    return spend_page(
        plan,
        form,
        lambda: actions.end_plan(g.person, plan, form.reason.data or "", at=now()),
        possible=plan.state == SpendState.APPROVED and plan.is_plan,
        template="spend/end_plan.html",
    )
