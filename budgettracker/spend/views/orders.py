"""Orders to buy: what business support buys for families it knows by reference only."""

import uuid

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import OrderForm
from budgettracker.spend.queries.orders import order_to_arrive, order_to_buy, orders_to_arrive, orders_to_buy
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.hand_out_receipt import folder
from budgettracker.spend.views.sent_receipt import safe_receipts
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/orders")
@requires(Permission.BUY_ORDERS)
def orders() -> Answer:
    """What is to be bought, the most urgent first, and what was bought and has not arrived."""
    on = today()
    return render_template(
        "spend/orders.html", to_buy=orders_to_buy(g.person, on), to_arrive=orders_to_arrive(g.person, on)
    )


@bp.route("/orders/<uuid:spend_id>", methods=["GET", "POST"])
@requires(Permission.BUY_ORDERS)
def buy_order(spend_id: uuid.UUID) -> Answer:
    """Say what an order really cost, with its receipt."""
    on = today()
    spend = order_to_buy(g.person, spend_id, on)
    form = OrderForm(data={"amount": spend.approved_pence, "bought_on": on, "supplier": spend.details.supplier})
    form.bought_on.latest = on
    form.bought_on.too_late = "The date is in the future. Enter the day it was bought."
    if form.is_submitted():
        fits, receipts = form.validate(), safe_receipts(form)
        if fits and not form.errors:
            with refusals_to(form):
                actions.record_purchase(
                    g.person,
                    spend,
                    form.amount.data,
                    form.bought_on.data,
                    payment_method=form.payment_method.data,
                    supplier=form.supplier.data or "",
                    on=on,
                    at=now(),
                )
                for receipt in receipts:
                    actions.add_receipt(g.person, spend, receipt, folder(), at=now())
            if not form.errors:
                return redirect(url_for("spend.orders"), 303)
    return answered(form, "spend/buy_order.html", spend=spend)


@bp.route("/orders/<uuid:spend_id>/arrived", methods=["POST"])
@requires(Permission.BUY_ORDERS)
def order_arrived(spend_id: uuid.UUID) -> Answer:
    """Say that what was bought reached the family today."""
    spend = order_to_arrive(g.person, spend_id, today())
    actions.confirm_delivery(g.person, spend, today(), on=today(), at=now())
    return redirect(url_for("spend.orders"), 303)
