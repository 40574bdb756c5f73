"""Finance keeps a purchase's supplier out of what the authority publishes."""

import uuid

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger.queries.purchase import purchase_for
from budgettracker.ledger.views.blueprint import bp
from budgettracker.spend import actions
from budgettracker.spend.forms import UnpublishedForm
from budgettracker.web import answered, now, refusals_to


@bp.route("/ledger/spend/<uuid:spend_id>/unpublished", methods=["GET", "POST"])
@requires(Permission.KEEP_BOOKS)
def keep_back(spend_id: uuid.UUID) -> Response | tuple[str, int]:
    """Say whether this purchase, or every one from its supplier, is kept back."""
    spend = purchase_for(g.person.authority_id, spend_id)
    form, page = UnpublishedForm(), url_for("ledger.purchase", spend_id=spend.id)
    if form.validate_on_submit():
        with refusals_to(form):
            actions.keep_unpublished(g.person, spend, whole_supplier=form.whole_supplier, at=now())
        if not form.errors:
            return redirect(page, 303)
    return answered(form, "ledger/keep_back.html", spend=spend, page=page)
