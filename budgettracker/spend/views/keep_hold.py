"""Keep a hold that ran out: the purchase is still wanted."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import KeepForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/keep", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def keep_hold(spend_id: uuid.UUID) -> Answer:
    """Say that a request or an approval is still wanted, so that its money is held for longer."""
    spend = spend_to_change(g.person, spend_id, today())
    form = KeepForm()
    form.needed_by.earliest = today()
    return spend_page(
        spend,
        form,
        lambda: actions.keep_hold(g.person, spend, form.needed_by.data, on=today(), at=now()),
        possible=spend.state in (SpendState.REQUESTED, SpendState.APPROVED),
        template="spend/keep_hold.html",
        hold_days=spend.period.budget.scheme.hold_days if spend.period is not None else 0,
    )
