"""Keep a purchase's supplier out of what the authority publishes."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import UnpublishedForm
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/unpublished", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def keep_unpublished(spend_id: uuid.UUID) -> Answer:
    """Say whether this purchase, or every one from its supplier, is kept back."""
    spend = spend_to_change(g.person, spend_id, today())
    form = UnpublishedForm()
    return spend_page(
        spend,
        form,
        lambda: actions.keep_unpublished(g.person, spend, whole_supplier=form.whole_supplier, at=now()),
        possible=True,
        template="spend/keep_unpublished.html",
    )
