"""Record a batch of vouchers for a team."""

import uuid
from functools import partial

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.vouchers import actions, queries, rules
from budgettracker.vouchers.forms import BatchForm, not_later
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/vouchers/<uuid:team_id>/bought", methods=["GET", "POST"])
@requires(Permission.BUY_VOUCHERS)
def buy_batch(team_id: uuid.UUID) -> Answer:
    """What was bought; a second person then confirms it."""
    on = today()
    team = queries.team_to_stock(g.person, team_id, on)
    form = BatchForm(data={"bought_on": on})
    form.known = partial(queries.known_serials, team.authority_id)
    not_later(form.bought_on, on, "they were bought")
    if form.validate_on_submit():
        with refusals_to(form):
            wish = actions.buy_batch(
                g.person,
                team,
                VoucherKind(form.kind.data),
                rules.serials_of(form.serials.data or ""),
                value_pence=form.value.data,
                paid_pence=form.paid.data,
                shop=form.shop.data or "",
                bought_on=form.bought_on.data,
                on=on,
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=wish.id), 303)
    return answered(form, "vouchers/buy_batch.html", team=team)
