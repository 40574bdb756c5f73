"""A manager takes back time away that a file told wrongly of somebody in their team."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.kinds import WithdrawnBecause
from budgettracker.worktime.views.blueprint import Page, bp


@bp.route("/time/absences/<uuid:absence_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CLOSE_MONTHS)
def withdraw_absence(absence_id: uuid.UUID) -> Page:
    """Take a day's time away back, and say why."""
    absence = queries.absence_to_withdraw(g.person, absence_id, today())
    form = forms.WithdrawForm()
    if form.validate_on_submit():
        with refusals_to(form):
            reason = WithdrawnBecause(form.reason.data)
            actions.withdraw_absence(g.person, absence, reason, on=today(), at=now())
        if not form.errors:
            return redirect(url_for("worktime.months", banner="absence"), 303)
    return answered(form, "worktime/withdraw_absence.html", absence=absence)
