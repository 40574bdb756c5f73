"""Open a closed month of a team again, with a reason."""

import uuid

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.web import now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.close_month import back_to_months, month_in_address, month_page, own_team


@bp.route("/time/months/<uuid:team_id>/<year_and_month>/reopen", methods=["GET", "POST"])
@requires(Permission.CLOSE_MONTHS)
def reopen_month(team_id: uuid.UUID, year_and_month: str) -> Page:
    """Open a closed month again, with a reason."""
    team, whole = own_team(team_id), month_in_address(year_and_month)
    if request.method == "GET" and queries.closing_of(team.id, whole.start) is None:
        return redirect(url_for("worktime.close_month", team_id=team.id, year_and_month=year_and_month), 303)
    form = forms.ReopenMonthForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.reopen_month(g.person, team, whole.start, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return back_to_months(whole, "reopened")
    return month_page("worktime/reopen_month.html", form, team, whole)
