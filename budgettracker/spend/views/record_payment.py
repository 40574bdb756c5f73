"""Record a payment of a plan: in three actions, most often as it stands."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import PaymentForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import address_of, shown
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/plans/<uuid:spend_id>/payment", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def record_payment(spend_id: uuid.UUID) -> Answer:
    """Record one payment of a plan, and lead to it: its receipt can be added there."""
    plan = spend_to_change(g.person, spend_id, today())
    pence = plan.schedule.payment_pence if plan.schedule is not None else 0
    form = PaymentForm(data={"amount": min(pence, plan.held_pence) or None, "bought_on": today()})
    form.bought_on.latest = today()
    form.bought_on.too_late = "The date is in the future. Enter the day it was paid."
    if form.validate_on_submit():
        with refusals_to(form):
            payment = actions.record_payment(
                g.person,
                plan,
                form.amount.data,
                form.bought_on.data,
                ask_manager=form.ask_manager.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("spend.show", spend_id=payment.id, new=1), 303)
    elif (plan.state != SpendState.APPROVED or not plan.is_plan) and not form.errors:
        return redirect(address_of(plan), 303)
    return answered(form, "spend/record_payment.html", **shown(plan))
