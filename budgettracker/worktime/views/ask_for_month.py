"""Ask for a closed month to be opened again, and leave it closed."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.people.queries import team_for
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.close_month import month_in_address, own_team


@bp.route("/time/months/<uuid:team_id>/<year_and_month>/ask", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def ask_for_month(team_id: uuid.UUID, year_and_month: str) -> Page:
    """Ask the team's managers to open a month again, with a reason."""
    team, whole = team_for(g.person, team_id), month_in_address(year_and_month)
    if not queries.was_in_team(g.person, team.id, whole):
        raise NotTheirs
    form = forms.AskForMonthForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.ask_for_month(g.person, team, whole.start, form.reason.data or "", at=now())
        if not form.errors:
            return redirect(url_for("worktime.recent", banner="asked"), 303)
    return answered(form, "worktime/ask_for_month.html", team=team, month=whole.start)


@bp.route("/time/months/requests/<uuid:request_id>", methods=["GET", "POST"])
@requires(Permission.CLOSE_MONTHS)
def leave_month_closed(request_id: uuid.UUID) -> Page:
    """Answer that a month stays closed, with a reason."""
    request = queries.request_for(g.person, request_id, today())
    team = own_team(request.team_id)
    form = forms.LeaveClosedForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.leave_month_closed(g.person, team, request, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("worktime.months", banner="left-closed"), 303)
    return answered(form, "worktime/leave_month_closed.html", team=team, asked_for=request)
