"""Record what an approved purchase cost, money that came back, and what was recorded by mistake."""

import uuid

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import PriceForm, RefundForm, ReverseForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.decide import page_of
from budgettracker.spend.views.show import facts
from budgettracker.web import now, refusals_to, today


@bp.route("/spend/<uuid:spend_id>/buy", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def record_purchase(spend_id: uuid.UUID) -> Answer:
    """Enter the actual price of something approved."""
    spend = spend_to_change(g.person, spend_id, today())
    form = PriceForm(
        data={
            "amount": spend.approved_pence,
            "bought_on": today(),
            "payment_method": spend.payment_method,
            "supplier": spend.details.supplier,
        }
    )
    form.bought_on.latest = today()
    form.bought_on.too_late = "The date is in the future. Enter the day it was bought."
    if form.validate_on_submit():
        with refusals_to(form):
            actions.record_purchase(
                g.person, spend, form.amount.data, form.bought_on.data, payment_method=form.payment_method.data,
                supplier=form.supplier.data or "", on=today(), at=now(),
            )  # fmt: skip
        if not form.errors:
            return page_of(spend_id)
    elif spend.state != SpendState.APPROVED and not form.errors:
        return page_of(spend_id)
    return render_template("spend/record_purchase.html", form=form, **facts(spend)), 422 if form.errors else 200


@bp.route("/spend/<uuid:spend_id>/refund", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def refund_spend(spend_id: uuid.UUID) -> Answer:
    """Record money that came back for a purchase."""
    spend = spend_to_change(g.person, spend_id, today())
    form = RefundForm(data={"refunded_on": today()})
    form.refunded_on.latest = today()
    form.refunded_on.too_late = "The date is in the future. Enter the day the money came back."
    if form.validate_on_submit():
        with refusals_to(form):
            actions.refund_spend(
                g.person, spend, form.amount.data, form.refunded_on.data, on=today(), at=now()
            )  # fmt: skip
        if not form.errors:
            return page_of(spend_id)
    elif spend.state != SpendState.BOUGHT and not form.errors:
        return page_of(spend_id)
    return render_template("spend/refund_spend.html", form=form, **facts(spend)), 422 if form.errors else 200


@bp.route("/spend/<uuid:spend_id>/correct", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def reverse_spend(spend_id: uuid.UUID) -> Answer:
    """Take a purchase that was recorded by mistake out of the sums, with a reason."""
    spend = spend_to_change(g.person, spend_id, today())
    form = ReverseForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.reverse_spend(g.person, spend, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return page_of(spend_id)
    elif spend.state != SpendState.BOUGHT and not form.errors:
        return page_of(spend_id)
    return render_template("spend/reverse_spend.html", form=form, **facts(spend)), 422 if form.errors else 200
