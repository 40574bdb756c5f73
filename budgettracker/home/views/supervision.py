"""For supervision: the workers of a manager's teams, and one worker's families with what is open."""

import uuid

from flask import g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.families.queries import workers_of
from budgettracker.home.queries.supervision import led_by, worker_for
from budgettracker.home.queries.team_time import teams_named
from budgettracker.home.views.blueprint import bp
from budgettracker.web import Page, page_number, today

FAMILIES_A_PAGE = 20


@bp.route("/team/workers")
@requires(Permission.DECIDE)
def workers() -> str:
    """The workers of one of the manager's teams, the first by name unless the address has another."""
    teams = teams_named(g.person, today())
    address = request.args.get("team", "")
    chosen, name = next((team for team in teams if str(team[0]) == address), teams[0] if teams else (None, ""))
    return render_template(
        "home/workers.html",
        teams=teams,
        chosen=chosen,
        team=name,
        workers=workers_of([chosen], today())[chosen] if chosen is not None else [],
    )


@bp.route("/team/workers/<uuid:worker_id>")
@requires(Permission.LOG_SPEND)
def supervision(worker_id: uuid.UUID) -> str:
    """One worker's families and what is open with each: the same page for the worker and their manager."""
    worker = worker_for(g.person, worker_id, today())
    number = page_number()
    cards, total = led_by(g.person, worker, today(), number, FAMILIES_A_PAGE)
    return render_template("home/supervision.html", worker=worker, page=Page(cards, number, total, FAMILIES_A_PAGE))
