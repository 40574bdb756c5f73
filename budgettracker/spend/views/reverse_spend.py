"""Reverse a purchase that was recorded by mistake."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.second_hands import MENDING_DAYS
from budgettracker.spend import actions
from budgettracker.spend.forms import ReverseForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change, waiting_proposal
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/reverse", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def reverse_spend(spend_id: uuid.UUID) -> Answer:
    """Take a purchase that was recorded by mistake out of the sums, with a reason."""
    spend = spend_to_change(g.person, spend_id, today())
    form = ReverseForm()
    return spend_page(
        spend,
        form,
        lambda: actions.reverse_spend(
            g.person, spend, form.reason.data or "", ask_manager=bool(form.ask_manager.data), on=today(), at=now()
        ),
        possible=spend.state == SpendState.BOUGHT and waiting_proposal(spend.id) is None,
        template="spend/reverse_spend.html",
        mending_days=MENDING_DAYS,
    )
