"""The months of one's teams: which are closed, close one, open it again with a reason."""

import re
import uuid
from datetime import date
from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Team
from budgettracker.periods import Period, financial_year, financial_year_label, month
from budgettracker.periods import months as months_in
from budgettracker.web import now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.views.blueprint import Page, bp, day_in_address

SAID = {"closed": "The month is closed.", "reopened": "The month is open again."}
FIRST_MONTH = date(2000, 4, 1)


@bp.route("/time/months")
@requires(Permission.CLOSE_MONTHS)
def months() -> Page:
    """The months of a financial year for each of one's teams; `?year=2026` names the year by its April."""
    on = today()
    year = _asked_year(on)
    shown = [each for each in months_in(year) if each.start <= on]
    teams = g.person.teams_on(on)
    made = queries.closings([team.id for team in teams], year)
    return render_template(
        "worktime/months.html",
        teams=[(team, [_line(team, each, made, on) for each in reversed(shown)]) for team in teams],
        year=financial_year_label(year.start),
        before=year.start.year - 1 if year.start > FIRST_MONTH else None,
        after=year.end.year if year.end <= on else None,
        said=SAID.get(request.args.get("said", "")),
    )


@bp.route("/time/months/<uuid:team_id>/<asked>/close", methods=["GET", "POST"])
@requires(Permission.CLOSE_MONTHS)
def close_month(team_id: uuid.UUID, asked: str) -> Page:
    """Close a month of a team, seeing what is in it."""
    team, whole = _team(team_id), _month(asked)
    if request.method == "GET" and queries.closing_of(team.id, whole.start) is not None:
        return redirect(url_for("worktime.reopen_month", team_id=team.id, asked=asked), 303)
    form = forms.CloseMonthForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.close_month(g.person, team, whole.start, on=today(), at=now())
        if not form.errors:
            return _back(whole, "closed")
    return _page("worktime/close_month.html", form, team, whole)


@bp.route("/time/months/<uuid:team_id>/<asked>/reopen", methods=["GET", "POST"])
@requires(Permission.CLOSE_MONTHS)
def reopen_month(team_id: uuid.UUID, asked: str) -> Page:
    """Open a closed month again, with a reason."""
    team, whole = _team(team_id), _month(asked)
    if request.method == "GET" and queries.closing_of(team.id, whole.start) is None:
        return redirect(url_for("worktime.close_month", team_id=team.id, asked=asked), 303)
    form = forms.ReopenMonthForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.reopen_month(g.person, team, whole.start, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return _back(whole, "reopened")
    return _page("worktime/reopen_month.html", form, team, whole)


def _asked_year(on: date) -> Period:
    asked = request.args.get("year", "")
    return financial_year(day_in_address(f"{asked}-04-01") if asked else on)


def _team(team_id: uuid.UUID) -> Team:
    """A team the person is in today; raises NotTheirs."""
    found: Team | None = next((team for team in g.person.teams_on(today()) if team.id == team_id), None)
    if found is None:
        raise NotTheirs
    return found


def _month(text: str) -> Period:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise NotTheirs
    return month(day_in_address(f"{text}-01"))


def _line(team: Team, whole: Period, made: list[queries.Closing], on: date) -> dict[str, Any]:
    last = [each for each in made if (each.team_id, each.month_starts_on) == (team.id, whole.start)][-1:]
    return {
        "month": whole.start,
        "last": last[0] if last else None,
        "closed": bool(last) and last[0].reopened_at is None,
        "over": whole.end <= on,
    }


def _back(whole: Period, said: str) -> Response:
    year = financial_year(whole.start).start.year
    return redirect(url_for("worktime.months", year=year, said=said), 303)


def _page(template: str, form: Any, team: Team, whole: Period) -> Page:
    page = render_template(
        template,
        form=form,
        team=team,
        month=whole.start,
        year=financial_year(whole.start).start.year,
        contents=queries.month_contents(team.id, whole),
        history=queries.closings([team.id], whole),
    )
    return page, 422 if form.errors else 200
