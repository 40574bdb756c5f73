"""Correct what is kept about a family."""

import uuid

from flask import g, redirect

from budgettracker.access import Permission, requires
from budgettracker.families import actions
from budgettracker.families.forms import FamilyForm
from budgettracker.families.queries import family_standing
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import choices_for, family_to_correct, page_of
from budgettracker.schemes.queries import schemes_of
from budgettracker.versions import version_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/correct", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def correct_family(family_id: uuid.UUID) -> Answer:
    """Correct what is kept about a family; who leads it is changed by handing it over."""
    on = today()
    family = family_to_correct(family_id)
    standing = family_standing(family)
    schemes = [scheme for scheme in schemes_of(g.person.authority_id) if family.scheme_id in (None, scheme.id)]
    form = FamilyForm(data={**standing, "version": version_of(standing)})
    choices = choices_for(form, [], schemes, family)
    if form.validate_on_submit():
        with refusals_to(form):
            answers = form.answers(choices, family)
            actions.correct_family(
                g.person,
                family,
                reference=answers.reference,
                name=answers.name,
                opened_on=answers.opened_on,
                scheme=answers.scheme,
                arm=answers.arm,
                allocated_on=answers.allocated_on,
                legal_basis=answers.legal_basis,
                cohort_reason=answers.cohort_reason,
                version=form.version.data or "",
                on=on,
                at=now(),
            )
        if not form.errors:
            return redirect(page_of(family, "corrected"), 303)
    if form.form_errors:
        # Sent again it is meant.
        form.version.data = version_of(standing)
    return answered(form, "families/correct_family.html", family=family)
