"""Review money that left against the rules: accept it afterwards, or not."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import ConfirmPhonedForm, ReviewForm
from budgettracker.spend.kinds import Review
from budgettracker.spend.queries import spend_to_change, words_sign
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import read_now, spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/review", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def review_spend(spend_id: uuid.UUID) -> Answer:
    """Decide afterwards about money that left outside the rules."""
    spend = spend_to_change(g.person, spend_id, today())
    own_word = spend.phoned_by_id == g.person.id and not spend.over_pence
    read = {"as_read": words_sign(spend)}
    form = ConfirmPhonedForm(data=read) if own_word else ReviewForm(data=read)
    return spend_page(
        spend,
        form,
        lambda: actions.review_spend(
            g.person,
            spend,
            accept=form.accepts,
            reason=form.reason.data or "",
            as_read=read_now(form, spend),
            on=today(),
            at=now(),
        ),
        possible=spend.review == Review.OPEN,
        template="spend/review_spend.html",
        weighs=True,
    )
