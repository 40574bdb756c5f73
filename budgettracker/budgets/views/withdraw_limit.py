"""Withdraw a proposed limit before it is decided."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries
from budgettracker.budgets.forms import WithdrawLimitForm
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.budgets.views.show_limits import limit_page
from budgettracker.web import now, today


@bp.route("/limits/<uuid:change_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def withdraw_limit(change_id: uuid.UUID) -> Answer:
    """Take back a limit before it is decided."""
    change = queries.limit_change_to_decide(g.person, change_id, today())
    return limit_page(
        change,
        WithdrawLimitForm(),
        lambda: actions.withdraw_limit(g.person, change, at=now()),
        possible=change.state == LimitState.REQUESTED,
        template="budgets/withdraw_limit.html",
    )
