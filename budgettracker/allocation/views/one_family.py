"""One family and the draw: assessed first, and only then its arm."""

import uuid

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.allocation import actions, queries
from budgettracker.allocation.forms import AssessForm
from budgettracker.allocation.kinds import NotEligible
from budgettracker.allocation.views.blueprint import Answer, bp
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.families.kinds import Arm
from budgettracker.families.queries import family_to_change
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/draw", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def assess_family(family_id: uuid.UUID) -> Answer:
    """Assess a family for the draw; once it is eligible the page has the button that draws, and then its arm."""
    family = family_to_change(g.person, family_id, today())
    if request.method == "GET":
        note_reading(Deed.FAMILY_VIEWED, family)
    form = AssessForm()
    if form.validate_on_submit():
        with refusals_to(form):
            reason = NotEligible(form.reason.data) if form.reason.data else None
            actions.assess_family(
                g.person, family, eligible=form.eligible.data == "yes", reason=reason, on=today(), at=now()
            )
        if not form.errors:
            return redirect(url_for("allocation.assess_family", family_id=family.id), 303)
    assessments = queries.assessments_of(family.id)
    place = queries.allocation_of(family.id)
    return answered(
        form,
        "allocation/assess_family.html",
        family=family,
        draw=queries.open_draw_in(family.authority_id),
        index=next((child for child in family.children if child.reference == family.index_child), None),
        latest=assessments[-1] if assessments else None,
        why_not=NotEligible(assessments[-1].reason).words if assessments and assessments[-1].reason else "",
        allocation=place,
        arm=Arm(place.place.arm).words if place else "",
    )


@bp.route("/families/<uuid:family_id>/draw/allocate", methods=["POST"])
@requires(Permission.OPEN_FAMILIES)
def allocate_family(family_id: uuid.UUID) -> Answer:
    """Draw the family's arm."""
    family = family_to_change(g.person, family_id, today())
    actions.allocate_family(g.person, family, on=today(), at=now())
    return redirect(url_for("allocation.assess_family", family_id=family.id), 303)
