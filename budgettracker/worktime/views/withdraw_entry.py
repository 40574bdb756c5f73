"""Withdraw an entry of one's own, and say why."""

import uuid

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.web import answered, now, refusals_to
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.kinds import WithdrawnBecause
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.entry import closed_for


@bp.route("/time/<uuid:entry_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def withdraw_entry(entry_id: uuid.UUID) -> Page:
    """Take an entry back, and say why."""
    entry = queries.entry_for(g.person, entry_id)
    if request.method == "GET" and (entry.withdrawn_at is not None or closed_for(entry)):
        return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    form = forms.WithdrawForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.withdraw_entry(g.person, entry, reason=WithdrawnBecause(form.reason.data), at=now())
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    return answered(form, "worktime/withdraw_entry.html", entry=entry)
