"""Record what an approved purchase really cost."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import WorkersPriceForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/buy", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def record_purchase(spend_id: uuid.UUID) -> Answer:
    """Enter the actual price of something approved."""
    spend = spend_to_change(g.person, spend_id, today())
    form = WorkersPriceForm(
        data={
            "amount": spend.approved_pence,
            "bought_on": today(),
            "payment_method": spend.payment_method,
            "supplier": spend.details.supplier,
        }
    )
    form.bought_on.latest = today()
    form.bought_on.too_late = "The date is in the future. Enter the day it was bought."
    return spend_page(
        spend,
        form,
        lambda: actions.record_purchase(
            g.person,
            spend,
            form.amount.data,
            form.bought_on.data,
            payment_method=form.payment_method.data,
            supplier=form.supplier.data or "",
            ask_manager=bool(form.ask_manager.data),
            on=today(),
            at=now(),
        ),
        possible=spend.state == SpendState.APPROVED,
        template="spend/record_purchase.html",
    )
