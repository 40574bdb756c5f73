"""What has waited longer than two working days, by team."""

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.decisions.queries.waits_long import waits_long
from budgettracker.decisions.views.blueprint import bp
from budgettracker.web import today


@bp.route("/decisions/long")
@requires(Permission.DECIDE)
def long() -> str:
    """What has waited longer than two working days: in one's own teams, and for a senior manager in all of them."""
    return render_template("decisions/long.html", lines=waits_long(g.person, today()))
