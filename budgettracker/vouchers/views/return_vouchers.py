"""Take back vouchers that were not used."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.show import spend_page
from budgettracker.vouchers import actions, queries, rules
from budgettracker.vouchers.forms import ReturnForm, not_later, offer_vouchers, ticked
from budgettracker.vouchers.views.blueprint import Answer, bp
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/vouchers/back", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def return_vouchers(spend_id: uuid.UUID) -> Answer:
    """Tick those that came back; the family is charged for them no more."""
    on = today()
    spend = spend_to_change(g.person, spend_id, on)
    if not spend.from_stock:
        raise NotTheirs
    out = [each for each in queries.issued_for(spend.id) if not each.returned]
    form = ReturnForm(data={"refunded_on": on})
    offer_vouchers(form.vouchers, [(each.voucher, each.kind, each.shop) for each in out])
    not_later(form.refunded_on, on, "they came back")
    return spend_page(
        spend,
        form,
        lambda: actions.return_vouchers(g.person, spend, ticked(form.vouchers), form.refunded_on.data, on=on, at=now()),
        possible=bool(out),
        template="vouchers/return_vouchers.html",
        stays_with_it=rules.STAYS_WITH_IT,
    )
