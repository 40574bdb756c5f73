"""Where the money of a manager's teams goes: between families, and by category over months."""

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.home.queries.of_teams import families_of
from budgettracker.home.queries.team_money import by_month, last_months, spread
from budgettracker.home.views.blueprint import bp
from budgettracker.home.views.team import chosen_teams
from budgettracker.web import today


@bp.route("/team/money")
@requires(Permission.DECIDE)
def team_money() -> str:
    """What families had beside each other, and categories over the last twelve months: pictures with their tables."""
    on = today()
    own, chosen = chosen_teams(on)
    ours = families_of(g.person, chosen, on)
    groups = by_month(ours, on)
    return render_template(
        "home/team_money.html",
        teams=own,
        chosen=chosen,
        spread=spread(ours, on),
        groups=groups,
        months=[
            (first, [group.months[place] for group in groups], sum(group.months[place] for group in groups))
            for place, first in enumerate(last_months(on))
        ],
        pence=sum(group.pence for group in groups),
    )
