"""Propose a limit for a family."""

import uuid

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries, rules
from budgettracker.budgets.forms import LimitForm
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.errors import Refusal
from budgettracker.families.queries import family_to_change
from budgettracker.money import NotMoney, parse_pounds
from budgettracker.web import answered, now, refusals_to, today

NO_BUDGET = "This family has no devolved budget, so it needs no limit. Help paid with other money can be logged for it."


@bp.route("/families/<uuid:family_id>/limit/new", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def propose_limit(family_id: uuid.UUID) -> Answer:
    """Propose a limit; `?amount=` is a purchase in pounds that it should allow, and fills the form in.

    `?purchase=` is the token under which what was typed for that purchase is kept.
    """
    on = today()
    family = family_to_change(g.person, family_id, on)
    scheme = queries.scheme_of(family, on)
    if scheme is None:
        if request.method == "POST":
            raise Refusal(None, NO_BUDGET)
        return render_template("budgets/no_limit.html", family=family, why=NO_BUDGET)
    period = queries.period_on(family.id, on)
    position = queries.position_of(period) if period is not None else rules.Position(0, 0, 0)
    wanted_pence = _amount_in_address()
    enough_pence = position.committed_pence + position.spent_pence + wanted_pence
    form = LimitForm(data={"limit": enough_pence if wanted_pence and enough_pence > position.limit_pence else None})
    if form.validate_on_submit():
        with refusals_to(form):
            change = actions.propose_limit(
                g.person, family, scheme, form.limit.data, form.reason.data or "", on=on, at=now()
            )
        if not form.errors:
            # What was typed for the purchase is kept under this token, and comes back from the limit's page.
            purchase = request.args.get("purchase") if wanted_pence else None
            return redirect(url_for("budgets.limit", change_id=change.id, new=1, purchase=purchase), 303)
    return answered(
        form,
        "budgets/propose_limit.html",
        family=family,
        scheme=scheme,
        position=position,
        wanted_pence=wanted_pence,
        waits_for_draw=queries.waits_for_draw(family),
    )


def _amount_in_address() -> int:
    """The pence of the purchase that the limit should allow; 0 when the address names none."""
    try:
        return parse_pounds(request.args.get("amount", ""))
    except NotMoney:
        return 0
