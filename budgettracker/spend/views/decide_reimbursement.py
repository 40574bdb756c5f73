"""Decide whether money from somebody's own pocket is reimbursed."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.families.queries import another
from budgettracker.second_hands import ROWS, Outcome
from budgettracker.spend import actions
from budgettracker.spend.forms import ReimburseForm
from budgettracker.spend.kinds import Reimbursement, Review
from budgettracker.spend.queries import (
    apart_from,
    reimbursement_deciders,
    spend_to_change,
    who_may,
    why_not_decide,
    words_sign,
)
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import read_now, spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/reimbursement", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_reimbursement(spend_id: uuid.UUID) -> Answer:
    """Confirm that somebody's own money, or cash they drew, went on this purchase, or refuse that it is paid back."""
    spend = spend_to_change(g.person, spend_id, today())
    form = ReimburseForm(data={"as_read": words_sign(spend)})
    roles = reimbursement_deciders(spend, spend.period)
    why = why_not_decide(spend, g.person, today(), roles)
    return spend_page(
        spend,
        form,
        lambda: actions.decide_reimbursement(
            g.person,
            spend,
            confirm=form.confirms,
            reason=form.reason.data or "",
            as_read=read_now(form, spend),
            on=today(),
            at=now(),
        ),
        possible=spend.reimbursement == Reimbursement.WAITING and spend.review != Review.OPEN,
        template="spend/decide_reimbursement.html",
        weighs=True,
        another=another(why, spend.family, roles, apart_from(spend), today()),
        may_confirm=[decider.words for decider in who_may(spend, roles, today())],
        nobody=ROWS[Outcome.OWN_POCKET].nobody,
    )
