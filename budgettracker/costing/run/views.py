"""Pages of how complete logs are: one's own months, and those of everybody for who does the costing."""

from datetime import timedelta

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.costing.rates.views import bp
from budgettracker.costing.run.queries.worker_months import ENOUGH_PERCENT, logged_months, people_with_hours
from budgettracker.periods import Period, month
from budgettracker.web import PAGE_SIZE, Page, page_number, today
from budgettracker.worktime.queries.own_weeks import own_weeks

OWN_MONTHS, ALL_MONTHS = 6, 3
"""How many months back the pages look, the running one among them."""

__all__ = ["bp", "my_months", "worker_months"]


@bp.route("/time/months-logged")
@requires(Permission.LOG_TIME)
def my_months() -> str:
    """One's own months and weeks: hours by contract less time away, and what is logged of them."""
    within = _last(OWN_MONTHS)
    logs = logged_months(g.person.authority_id, [g.person.id], within)[g.person.id] if g.person.authority_id else []
    return render_template(
        "costing/my_months.html", logs=logs, weeks=own_weeks(g.person, today()), percent=ENOUGH_PERCENT
    )


@bp.route("/posts/worker-months")
@requires(Permission.SEE_WORKER_MONTHS)
def worker_months() -> str:
    """Everybody's last months, for costing: whose logs a run could not stand on."""
    within, number = _last(ALL_MONTHS), page_number()
    people, total = people_with_hours(g.person.authority_id, number, PAGE_SIZE, within)
    logs = logged_months(g.person.authority_id, [person_id for person_id, _ in people], within)
    rows = [(name, row) for person_id, name in people for row in logs[person_id]]
    return render_template(
        "costing/worker_months.html", rows=rows, page=Page(people, number, total), percent=ENOUGH_PERCENT
    )


def _last(count: int) -> Period:
    """The last months up to today, so that nothing is expected of days to come."""
    start = month(today()).start
    for _ in range(count - 1):
        start = month(start - timedelta(days=1)).start
    return Period(start, today() + timedelta(days=1))
