"""The months of finance's books: what is posted in each, and closing those that are over."""

from datetime import date

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger import actions
from budgettracker.ledger.forms import FinanceMonthForm
from budgettracker.ledger.queries.finance_months import finance_months, months_to_close
from budgettracker.ledger.queries.lines import Sums
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.widgets import offered


@bp.route("/ledger/months")
@requires(Permission.SEE_LEDGER)
def show_finance_months() -> str:
    """The months with what is posted in each, and who closed them."""
    months = finance_months(authority_id())
    total = Sums()
    for each in months:
        total = total.plus(each.sums)
    return render_template(
        "ledger/finance_months.html",
        months=months,
        total=total,
        lines=sum(each.lines for each in months),
        late_pence=sum(each.late_pence for each in months),
        can_close=bool(months_to_close(authority_id(), today())),
    )


@bp.route("/ledger/months/close", methods=["GET", "POST"])
@requires(Permission.KEEP_BOOKS)
def close_finance_month() -> Response | tuple[str, int]:
    """Close the month that is chosen, and every earlier one that is open."""
    form = FinanceMonthForm()
    open_months = months_to_close(authority_id(), today())
    form.until.choices = offered(((day.isoformat(), f"{day:%B %Y}") for day in open_months), "Choose a month")
    if form.validate_on_submit():
        with refusals_to(form):
            actions.close_finance_month(g.person, date.fromisoformat(form.until.data), on=today(), at=now())
        if not form.errors:
            return redirect(url_for("ledger.show_finance_months"), 303)
    return answered(form, "ledger/close_finance_month.html", open_months=open_months)
