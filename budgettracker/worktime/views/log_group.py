"""Log a group session: its leaders, the families that came, the places there were, and its materials."""

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.ids import uuid7
from budgettracker.web import answered, refusals_to, today
from budgettracker.worktime import actions, forms, rules
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.log_time import log_with_colleagues, offer_colleagues, work_form_for, work_in


@bp.route("/time/group", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def log_group() -> Page:
    """Log one's own part of a group session; each other leader is offered theirs, with the same session and places."""
    form = work_form_for(g.person, forms.shown_first(None, today()), [], of=forms.GroupForm)
    offer_colleagues(form)
    if form.validate_on_submit():
        with refusals_to(form):
            entry = log_with_colleagues(form, _session(form))
        if not form.errors:
            return redirect(url_for("worktime.entry", entry_id=entry.id), 303)
    return answered(form, "worktime/log_group.html")


def _session(form: forms.GroupForm) -> actions.Work:
    """The session as work, under a reference of its own that its entries share."""
    reference = f"{form.worked_on.data:%Y-%m-%d}-{uuid7().hex}"
    work = work_in(form, g.person, session_reference=reference, places=form.places.data)
    rules.require_places(form.places.data, sum(1 for part in work.parts if part.family_id is not None))
    return work
