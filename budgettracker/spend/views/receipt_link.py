"""A link for one receipt: made on the purchase's page, used by whoever holds the slip, without signing in."""

import uuid

from flask import g, redirect, render_template, session, url_for

from budgettracker.access import Permission, public, requires
from budgettracker.spend import actions, rules
from budgettracker.spend.forms import ReceiptForm, SeenForm
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.queries.receipt_links import open_link
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.hand_out_receipt import folder
from budgettracker.spend.views.sent_receipt import safe_receipt
from budgettracker.spend.views.show import address_of, shown
from budgettracker.web import answered, now, refusals_to, today

SHOWN_LINK = "receipt link"
"""Where the session keeps a link just made until its page has shown it, once."""


@bp.route("/spend/<uuid:spend_id>/receipt-link", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def make_receipt_link(spend_id: uuid.UUID) -> Answer:
    """Make a link for the missing receipt, and show it once: the database cannot bring it back."""
    spend = spend_to_change(g.person, spend_id, today())
    form = SeenForm()
    kept = session.pop(SHOWN_LINK, None)
    token = kept[1] if kept and kept[0] == str(spend_id) else None
    if form.validate_on_submit():
        with refusals_to(form):
            token = actions.make_receipt_link(g.person, spend, at=now())
        if not form.errors:
            session[SHOWN_LINK] = [str(spend_id), token]
            return redirect(url_for("spend.make_receipt_link", spend_id=spend_id), 303)
    elif token is None and not spend.lacks_receipt and not form.errors:
        return redirect(address_of(spend), 303)
    address = url_for("spend.add_receipt_by_link", token=token, _external=True) if token else None
    hours = int(rules.LINK_LASTS.total_seconds()) // 3600
    return answered(form, "spend/make_receipt_link.html", address=address, hours=hours, **shown(spend))


@bp.route("/receipt/<token>", methods=["GET", "POST"])
@public
def add_receipt_by_link(token: str) -> Answer:
    """The page of a link: a place for one picture, and nothing about what it is for."""
    if open_link(token, now()) is None:
        return render_template("spend/receipt_link_over.html", message=rules.LINK_OVER), 410
    form = ReceiptForm()
    if form.is_submitted():
        fits, receipt = form.validate(), safe_receipt(form)
        if fits and receipt is not None and not form.errors:
            with refusals_to(form):
                actions.add_receipt_by_link(token, receipt, folder(), at=now())
            if not form.errors:
                return redirect(url_for("spend.receipt_has_come"), 303)
    return answered(form, "spend/add_receipt_by_link.html")


@bp.route("/receipt-has-come")
@public
def receipt_has_come() -> str:
    """Says thank you, and nothing else."""
    return render_template("spend/receipt_has_come.html")
