"""Limits that one person set alone, from before that took two."""

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.budgets.queries import one_hand_limits, openings_by_team
from budgettracker.budgets.views.blueprint import bp
from budgettracker.people.queries.deciders import names_of


@bp.route("/limits/by-one-person")
@requires(Permission.SEE_ACCOUNTS)
def by_one_person() -> str:
    """Limits that one person set alone, by team: for the senior manager, who confirms them, and for the administrator.

    An administrator sees no families, so they stand here by team.
    """
    changes = one_hand_limits(g.person.authority_id)
    names = names_of([change.decided_by_id for change in changes])
    openings = openings_by_team(g.person.authority_id)
    return render_template("budgets/one_hand_limits.html", changes=changes, names=names, openings=openings)
