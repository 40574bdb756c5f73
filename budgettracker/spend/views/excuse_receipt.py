"""Excuse a receipt that cannot be had."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.families.queries import another
from budgettracker.spend import actions
from budgettracker.spend.forms import ExcuseForm
from budgettracker.spend.queries import apart_from, reimbursement_deciders, spend_to_change, why_not_decide
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/no-receipt", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def excuse_receipt(spend_id: uuid.UUID) -> Answer:
    """Say why a purchase has no receipt; it is then no longer listed as missing."""
    spend = spend_to_change(g.person, spend_id, today())
    form = ExcuseForm()
    roles = reimbursement_deciders(spend, spend.period)
    why = why_not_decide(spend, g.person, today(), roles)
    return spend_page(
        spend,
        form,
        lambda: actions.excuse_receipt(g.person, spend, form.reason.data or "", on=today(), at=now()),
        possible=spend.lacks_receipt,
        template="spend/excuse_receipt.html",
        another=another(why, spend.family, roles, apart_from(spend), today()),
    )
