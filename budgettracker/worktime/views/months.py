"""The months of one's teams: which are closed, by whom, and which can be."""

import uuid
from dataclasses import dataclass
from datetime import date

from flask import g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.periods import Period, financial_year, financial_year_label
from budgettracker.periods import months as months_in
from budgettracker.web import Page as PageOfList
from budgettracker.web import page_number, today
from budgettracker.worktime import queries
from budgettracker.worktime.views.blueprint import Page, bp, day_in_address

BANNERS = {
    "closed": "The month is closed.",
    "reopened": "The month is open again.",
    "corrected": "The entry is corrected, and whose time it is will be told.",
    "absence": "The time away is taken back.",
    "left-closed": "The month stays closed, and whoever asked is told why.",
}
FIRST_MONTH = date(2000, 4, 1)
TEAMS_A_PAGE = 3
"""Each with its twelve months."""


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of a team on the page: its last closing, whether that still holds, and whether the month is over."""

    month: date
    last: queries.Closing | None
    closed: bool
    over: bool


@bp.route("/time/months")
@requires(Permission.CLOSE_MONTHS)
def months() -> Page:
    """The months of a financial year for each of one's teams, a few to a page; `?year=2026` names the year by its April."""
    on = today()
    year = _year_in_address(on)
    begun = [month for month in months_in(year) if month.start <= on]
    number = page_number()
    teams, total = queries.teams_with_months(g.person, on, number, TEAMS_A_PAGE)
    closings = queries.closings([team_id for team_id, _ in teams], year)
    return render_template(
        "worktime/months.html",
        page=PageOfList(
            [(team, [_line(team[0], month, closings, on) for month in reversed(begun)]) for team in teams],
            number,
            total,
            TEAMS_A_PAGE,
        ),
        asked=queries.months_asked_for(g.person.team_ids_on(on)),
        year=financial_year_label(year.start),
        before=year.start.year - 1 if year.start > FIRST_MONTH else None,
        after=year.end.year if year.end <= on else None,
        banner=banner_of(BANNERS),
    )


def _year_in_address(on: date) -> Period:
    text = request.args.get("year", "")
    return financial_year(day_in_address(f"{text}-04-01") if text else on)


def _line(team_id: uuid.UUID, month: Period, closings: list[queries.Closing], on: date) -> MonthLine:
    of_month = [closing for closing in closings if (closing.team_id, closing.month_starts_on) == (team_id, month.start)]
    last = of_month[-1] if of_month else None
    return MonthLine(month.start, last, closed=last is not None and last.reopened_at is None, over=month.end <= on)
