"""Confirm a limit that one person set alone, from before that took two."""

import uuid

from flask import g

from budgettracker.access import DECIDERS, Permission, requires
from budgettracker.budgets import actions, queries
from budgettracker.budgets.forms import ConfirmLimitForm
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.budgets.views.show_limits import limit_page
from budgettracker.families.queries import another
from budgettracker.web import now, today


@bp.route("/limits/<uuid:change_id>/confirm", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def confirm_limit(change_id: uuid.UUID) -> Answer:
    """A senior manager confirms a limit as it stands, so that it can be raised again."""
    change = queries.limit_change_to_decide(g.person, change_id, today())
    family = change.period.budget.family
    why = queries.why_not_confirm(change, g.person, today())
    return limit_page(
        change,
        ConfirmLimitForm(),
        lambda: actions.confirm_limit(g.person, change, on=today(), at=now()),
        possible=change.unconfirmed,
        template="budgets/confirm_limit.html",
        another=another(why, family, DECIDERS[-1:], (change.decided_by_id, family.lead_worker_id), today()),
    )
