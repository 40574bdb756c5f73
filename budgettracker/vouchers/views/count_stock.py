"""Count a team's stock."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.versions import version_of
from budgettracker.vouchers import actions, queries, rules
from budgettracker.vouchers.forms import CountForm
from budgettracker.vouchers.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/vouchers/<uuid:team_id>/count", methods=["GET", "POST"])
@requires(Permission.COUNT_VOUCHERS)
def count_stock(team_id: uuid.UUID) -> Answer:
    """Tick what is there; somebody else then confirms the count."""
    on = today()
    team = queries.team_to_stock(g.person, team_id, on)
    rows = queries.in_stock(team.id, missing=True)
    form = CountForm(data={"version": version_of(rules.standing([voucher for voucher, _, _ in rows]))})
    form.list_stock(rows)
    if form.validate_on_submit():
        with refusals_to(form):
            wish = actions.count_stock(
                g.person,
                team,
                form.counted(),
                form.finding.data or "",
                version=form.version.data or "",
                on=on,
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=wish.id), 303)
    return answered(form, "vouchers/count_stock.html", team=team)
