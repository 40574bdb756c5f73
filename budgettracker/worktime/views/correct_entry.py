"""Correct an entry of one's own: the same form, filled with what the entry says."""

import uuid

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.entry import closed_for
from budgettracker.worktime.views.log_time import asking_long_days, work_form_for, work_in


@bp.route("/time/<uuid:entry_id>/correct", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def correct_entry(entry_id: uuid.UUID) -> Page:
    """The same form, filled with what the entry says."""
    entry = queries.entry_for(g.person, entry_id)
    if entry.withdrawn_at is not None or (request.method == "GET" and closed_for(entry)):
        # Said before anything is typed: the entry's page says where the month can be asked for.
        return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    families = [share.family for share in entry.shares if share.family is not None]
    form = work_form_for(g.person, forms.shown_of(entry), families, of=forms.WorkForm, kept=entry)
    if form.validate_on_submit():
        with refusals_to(form):
            work = work_in(form, g.person, session_reference=entry.session_reference, places=entry.places)
            _correct(form, entry, work)
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    return answered(form, "worktime/correct_entry.html", entry=entry)


def _correct(form: forms.WorkForm, entry: WorkEntry, work: actions.Work) -> None:
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    with asking_long_days(form):
        actions.correct_entry(
            g.person, entry, work, version=version, on=today(), at=now(), day_confirmed=form.day_confirmed
        )
