"""Team, where a manager starts: the week's money, decisions, receipts and time of the manager's teams on one page."""

import uuid
from collections.abc import Collection
from datetime import date

from flask import g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.home.queries import team_budgets, team_decisions, team_time
from budgettracker.home.queries.of_teams import families_of, lately, pace_begins
from budgettracker.home.views.blueprint import bp
from budgettracker.ledger.queries.pots import pot_warnings
from budgettracker.spend.queries import how_many_to_tick
from budgettracker.spend.queries.plans import plans_to_look_at
from budgettracker.web import Page, page_number, today

BUDGETS_A_PAGE, TEAMS_A_PAGE, RECEIPTS, PLANS = 20, 20, 10, 10
MOST_TOGETHER, TOGETHER = 5, "all"
ORDERS = {"left": "The most left first", "days": "Nothing bought for longest first"}


@bp.route("/team")
@requires(Permission.DECIDE)
def team() -> str:
    """The manager's teams, or the one in the address: budgets, forecast, receipts, time, devolution, hints."""
    on = today()
    own, chosen = chosen_teams(on)
    ours = families_of(g.person, chosen, on)
    order = request.args.get("order", "left")
    order = order if order in ORDERS else "left"
    number = page_number()
    standing, bought = team_budgets.standings(ours, on), lately(ours, on)
    sums = team_budgets.sums_of(standing)
    receipts, receipts_count, receipts_pence = team_budgets.missing_receipts(ours, RECEIPTS)
    time = team_time.time_of(g.person, chosen, on)
    unused = team_decisions.unused(ours, on)
    days = team_decisions.days_to_receipt(ours, on, one_team=chosen is not None)
    receipt_teams = dict(own) if chosen is None and len(own) <= MOST_TOGETHER else {}
    categories = team_budgets.by_category(bought)
    return render_template(
        "home/team.html",
        teams=own,
        chosen=chosen,
        order=order,
        orders=ORDERS,
        sums=sums,
        page=Page(
            team_budgets.budgets_by(ours, on, order, number, BUDGETS_A_PAGE), number, sums.budgets, BUDGETS_A_PAGE
        ),
        spread=team_budgets.spread_of(standing),
        forecasts=team_budgets.forecasts(ours, standing, bought, on),
        since=pace_begins(on),
        categories=categories,
        categories_count=sum(purchases for _, purchases, _ in categories),
        categories_pence=sum(pence for _, _, pence in categories),
        receipts=receipts,
        receipts_count=receipts_count,
        receipts_pence=receipts_pence,
        months=team_time.months_before(on),
        time=time,
        most_together=MOST_TOGETHER,
        time_sums=_sums(time),
        devolution=team_decisions.devolution(ours, bought, on),
        newest=team_decisions.NEWEST,
        receipt_days=team_decisions.receipts_by_team(days, receipt_teams),
        unused=unused,
        unused_sums=(sum(families for _, families, _ in unused), sum(pence for _, _, pence in unused)),
        hints=team_decisions.hints(ours, on),
        to_tick=how_many_to_tick(g.person, on),
        plans=plans_to_look_at(ours.families, on, PLANS),
        pot_warnings=pot_warnings(g.person, on),
    )


@bp.route("/team/time")
@requires(Permission.DECIDE)
def time_by_team() -> str:
    """How complete the time of the manager's teams is, a line for each team: no names, and no measure of anybody."""
    own, chosen = chosen_teams(today())
    time, number = team_time.time_of(g.person, chosen, today()), page_number()
    shown = time[(number - 1) * TEAMS_A_PAGE : number * TEAMS_A_PAGE]
    return render_template(
        "home/time_by_team.html",
        teams=own,
        chosen=chosen,
        months=team_time.months_before(today()),
        page=Page(shown, number, len(time), TEAMS_A_PAGE),
        time_sums=_sums(time),
    )


def chosen_teams(on: date) -> tuple[list[tuple[uuid.UUID, str]], uuid.UUID | None]:
    """The manager's teams by name, and the one in the address where it is one of them; None: all of them together.

    Few teams are shown together; of many the first, unless the address says all.
    """
    own = team_time.teams_named(g.person, on)
    address = request.args.get("team", "")
    first = None if len(own) <= MOST_TOGETHER or address == TOGETHER or not own else own[0][0]
    return own, next((team_id for team_id, _ in own if str(team_id) == address), first)


def _sums(time: Collection[team_time.TeamTime]) -> tuple[int, list[int]]:
    """All teams together: practitioners, and how many of them logged in each month."""
    return sum(each.workers for each in time), [
        sum(month) for month in zip(*(each.logged for each in time), strict=True)
    ]
