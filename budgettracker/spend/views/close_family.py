"""End the work with a family, once nothing is held or waits for it."""

import uuid

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.families.queries import family_to_change
from budgettracker.spend import actions
from budgettracker.spend.forms import CloseSettledForm
from budgettracker.spend.kinds import OpenKind
from budgettracker.spend.queries import net_paid, spends_of, unsettled_of
from budgettracker.spend.queries.still_open import open_of_family
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today

RECEIPTS = (OpenKind.RECEIPT, OpenKind.SLIP)
"""What is listed apart, with a link to each."""


@bp.route("/families/<uuid:family_id>/close", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def close_family(family_id: uuid.UUID) -> Answer:
    """Close a family; what still holds money or waits for a decision is listed, with the way to settle it."""
    family = family_to_change(g.person, family_id, today())
    if request.method == "GET":
        note_reading(Deed.FAMILY_VIEWED, family)
    form = CloseSettledForm(data={"closed_on": today()})
    form.closed_on.latest = today()
    period = period_on(family.id, today())
    if period is None or position_of(period).left_pence == 0:
        del form.unused
    form.closed_on.too_late = "The last day is in the future. Close the family on that day, or choose an earlier one."
    if form.validate_on_submit():
        with refusals_to(form):
            actions.close_settled_family(
                g.person,
                family,
                form.closed_on.data,
                form.end_reason.data,
                unused=form.reason(),
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("home.family", family_id=family_id, banner="closed"), 303)
    return answered(
        form,
        "spend/close_family.html",
        family=family,
        unsettled=unsettled_of(family.id),
        without_receipt=spends_of(family.id, show="without-receipt"),
        net_paid=net_paid,
        outlasts=[each for each in open_of_family(family.id) if each.kind.outlasts and each.kind not in RECEIPTS],
    )
