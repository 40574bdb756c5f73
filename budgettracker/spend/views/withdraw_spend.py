"""Withdraw a request, or an approval that is not needed any more."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import WithdrawForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def withdraw_spend(spend_id: uuid.UUID) -> Answer:
    """Take back a request, or an approval that is not needed any more."""
    spend = spend_to_change(g.person, spend_id, today())
    return spend_page(
        spend,
        WithdrawForm(),
        lambda: actions.withdraw_spend(g.person, spend, at=now()),
        possible=spend.state in (SpendState.REQUESTED, SpendState.APPROVED),
        template="spend/withdraw_spend.html",
    )
