"""Take back what was confirmed."""

import uuid

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger.payments import actions
from budgettracker.ledger.payments.queries.files import payment_match_for
from budgettracker.ledger.payments.views.payments import CONFIRMED
from budgettracker.ledger.views.blueprint import bp
from budgettracker.web import now


@bp.route("/ledger/payments/matches/<uuid:match_id>/undo", methods=["POST"])
@requires(Permission.MATCH_PAYMENTS)
def undo_payment(match_id: uuid.UUID) -> Response:
    """Undo a match; its payment and its purchase stand in their lists again. Raises Refusal when it is undone already."""
    match = payment_match_for(g.person, match_id)
    actions.undo_payment(g.person, match, at=now())
    return redirect(url_for("ledger.payments", file_id=match.file_id, list=CONFIRMED), 303)
