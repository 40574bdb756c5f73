"""Decide a request, withdraw it, and decide about money that left outside the rules."""

import uuid
from typing import Any

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets.forms import DecideForm
from budgettracker.budgets.queries import position_of
from budgettracker.spend import actions
from budgettracker.spend.forms import ReviewForm, WithdrawForm
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import Before, before_it, had_before, lefts, spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import facts
from budgettracker.web import now, refusals_to, today


def page_of(spend_id: uuid.UUID) -> Answer:
    """Lead to the purchase's own page, which says where it is now."""
    return redirect(url_for("spend.show", spend_id=spend_id), 303)


def weighed(spend: Spend) -> dict[str, Any]:
    """What a decider weighs: the purchase, the position without it and with it, and what the family had before."""
    left = lefts(spend, position_of(spend.period).left_pence if spend.period is not None else 0)
    return {
        **facts(spend),
        "before": before_it(had_before([spend.family_id]).get(spend.family_id, Before()), spend),
        "left_before_pence": left[0],
        "left_after_pence": left[1],
    }


@bp.route("/spend/<uuid:spend_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_spend(spend_id: uuid.UUID) -> Answer:
    """Approve or decline a request, with the facts on one page."""
    spend = spend_to_change(g.person, spend_id, today())
    form = DecideForm()
    if form.validate_on_submit():
        with refusals_to(form):
            decide = actions.approve_spend if form.approves else actions.decline_spend
            decide(g.person, spend, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return page_of(spend_id)
    elif spend.state != SpendState.REQUESTED and not form.errors:
        return page_of(spend_id)
    return render_template("spend/decide_spend.html", form=form, **weighed(spend)), 422 if form.errors else 200


@bp.route("/spend/<uuid:spend_id>/review", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def review_spend(spend_id: uuid.UUID) -> Answer:
    """Decide afterwards about money that left outside the rules."""
    spend = spend_to_change(g.person, spend_id, today())
    form = ReviewForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.review_spend(
                g.person, spend, accept=form.accepts, reason=form.reason.data or "", on=today(), at=now()
            )
        if not form.errors:
            return page_of(spend_id)
    elif spend.review != Review.OPEN and not form.errors:
        return page_of(spend_id)
    return render_template("spend/review_spend.html", form=form, **weighed(spend)), 422 if form.errors else 200


@bp.route("/spend/<uuid:spend_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def withdraw_spend(spend_id: uuid.UUID) -> Answer:
    """Take back a request, or an approval that is not needed any more."""
    spend = spend_to_change(g.person, spend_id, today())
    form = WithdrawForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.withdraw_spend(g.person, spend, at=now())
        if not form.errors:
            return page_of(spend_id)
    elif spend.state not in (SpendState.REQUESTED, SpendState.APPROVED) and not form.errors:
        return page_of(spend_id)
    return render_template("spend/withdraw_spend.html", form=form, **facts(spend)), 422 if form.errors else 200
