"""Add a scheme."""

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.schemes import actions, queries
from budgettracker.schemes.forms import SchemeForm
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/schemes/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_SCHEMES)
def add_scheme() -> Answer:
    """Add a scheme; once the authority is live a senior manager confirms it first."""
    form = SchemeForm(data={"starts_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            confirmation = actions.ask_for_scheme(
                g.person,
                g.person.authority,
                form.name.data or "",
                cap_pence=form.cap.data,
                cap_period=CapPeriod(form.cap_period.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                bands=form.bounds(),
                categories=(form.categories.data or "").splitlines(),
                regular_needs=form.regular_needs.data,
                hold_days=form.hold_days.data or 0,
                receipts_required=form.receipts_required.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            added = queries.scheme_named(g.person.authority_id, form.name.data or "")
            if confirmation.waits or added is None:
                return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation.id), 303)
            return redirect(url_for("schemes.scheme", scheme_id=added.id, banner="added"), 303)
    return answered(form, "schemes/add_scheme.html")
