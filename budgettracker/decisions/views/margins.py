"""Prices above the approved ones that the margin covered."""

from flask import g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.decisions.views.blueprint import bp
from budgettracker.spend.queries.margins import margins_used, month_before, month_named
from budgettracker.web import today


@bp.route("/decisions/margins")
@requires(Permission.DECIDE)
def margins() -> str:
    """Prices above the approved ones that the margin covered, by month; `?month=` chooses one, as 2026-06."""
    day = month_named(request.args.get("month", ""), today())
    rows = margins_used(g.person, day, today())
    return render_template("decisions/margins.html", rows=rows, called=f"{day:%B %Y}", before=month_before(day))
