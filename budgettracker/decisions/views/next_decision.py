"""Lead from one decision to the next."""

from typing import Any

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.decisions.kinds import DecisionKind
from budgettracker.decisions.queries.decisions import decisions
from budgettracker.decisions.queries.waiting import waiting_rows
from budgettracker.decisions.views.blueprint import bp
from budgettracker.web import today

LOOKED_THROUGH = 15
"""How many of what waits are looked through for one that is this person's to decide."""
PAGES = {
    DecisionKind.REQUEST: ("spend.decide_spend", "spend_id"),
    DecisionKind.LIMIT: ("budgets.decide_limit", "change_id"),
    DecisionKind.REVIEW: ("spend.review_spend", "spend_id"),
}
"""The page on which each kind of decision is taken, and what its address calls the id."""


@bp.route("/decisions/next")
@requires(Permission.DECIDE)
def next_decision() -> Response:
    """Lead to the most urgent decision that is this person's to take; to the whole list where there is none."""
    rows, _ = waiting_rows(g.person, today(), 1, LOOKED_THROUGH)
    mine = next((each for each in decisions(g.person, rows, today()) if not each.not_mine), None)
    if mine is None:
        return redirect(url_for("decisions.waiting"), 303)
    page, name = PAGES[mine.kind]
    address: dict[str, Any] = {name: mine.id}
    return redirect(url_for(page, **address), 303)
