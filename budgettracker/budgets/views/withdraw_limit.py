"""Withdraw a proposed limit before it is decided."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries, rules
from budgettracker.budgets.forms import WithdrawLimitForm
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.budgets.views.show_limits import limit_page
from budgettracker.errors import refusal_of
from budgettracker.families.queries import Another
from budgettracker.people.queries.deciders import names_of
from budgettracker.web import now, today


@bp.route("/limits/<uuid:change_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def withdraw_limit(change_id: uuid.UUID) -> Answer:
    """Take back a limit before it is decided."""
    change = queries.limit_change_to_decide(g.person, change_id, today())
    why = refusal_of(rules.require_proposer, own_proposal=change.proposed_by_id == g.person.id)
    return limit_page(
        change,
        WithdrawLimitForm(),
        lambda: actions.withdraw_limit(g.person, change, at=now()),
        possible=change.state == LimitState.REQUESTED,
        template="budgets/withdraw_limit.html",
        another=Another(why, tuple(names_of([change.proposed_by_id]).values())) if why else None,
    )
