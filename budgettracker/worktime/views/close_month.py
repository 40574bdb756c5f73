"""Close a month of a team, seeing what is in it."""

import re
import uuid
from typing import Any

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Team
from budgettracker.periods import Period, financial_year, month
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.views.blueprint import Page, bp, day_in_address


@bp.route("/time/months/<uuid:team_id>/<year_and_month>/close", methods=["GET", "POST"])
@requires(Permission.CLOSE_MONTHS)
def close_month(team_id: uuid.UUID, year_and_month: str) -> Page:
    """Close a month of a team, seeing what is in it."""
    team, whole = own_team(team_id), month_in_address(year_and_month)
    if request.method == "GET" and queries.closing_of(team.id, whole.start) is not None:
        return redirect(url_for("worktime.reopen_month", team_id=team.id, year_and_month=year_and_month), 303)
    form = forms.CloseMonthForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.close_month(g.person, team, whole.start, on=today(), at=now())
        if not form.errors:
            return back_to_months(whole, "closed")
    return month_page("worktime/close_month.html", form, team, whole)


def own_team(team_id: uuid.UUID) -> Team:
    """A team the person is in today; raises NotTheirs."""
    team: Team | None = next((team for team in g.person.teams_on(today()) if team.id == team_id), None)
    if team is None:
        raise NotTheirs
    return team


def month_in_address(text: str) -> Period:
    """A month as an address holds it, `2026-04`; raises NotTheirs for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise NotTheirs
    return month(day_in_address(f"{text}-01"))


def back_to_months(whole: Period, message: str) -> Response:
    """The list of months, with what was done to one of them."""
    year = financial_year(whole.start).start.year
    return redirect(url_for("worktime.months", year=year, banner=message), 303)


def month_page(template: str, form: Any, team: Team, whole: Period) -> Page:
    """A month of a team with what is in it and what happened to it before."""
    return answered(
        form,
        template,
        team=team,
        month=whole.start,
        year=financial_year(whole.start).start.year,
        contents=queries.month_contents(g.person, team.id, whole),
        history=queries.closings([team.id], whole),
    )
