"""Ask that a supplier that was kept back be named in public again."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import PublishForm
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.queries.publication import publication_marks
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/publish", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def publish_supplier(spend_id: uuid.UUID) -> Answer:
    """Say why nobody is in danger any more; a manager of the team confirms it."""
    spend = spend_to_change(g.person, spend_id, today())
    form = PublishForm()
    return spend_page(
        spend,
        form,
        lambda: actions.ask_to_publish(g.person, spend, form.reason.data or "", on=today(), at=now()),
        possible=bool(publication_marks(spend.id)),
        template="spend/publish_supplier.html",
    )
