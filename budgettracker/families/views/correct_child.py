"""Correct what is kept about a child."""

import uuid

from flask import g, redirect

from budgettracker.access import Permission, requires
from budgettracker.families import actions, queries
from budgettracker.families.forms import ChildForm
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import family_to_correct, page_of
from budgettracker.versions import version_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/children/<uuid:child_id>", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def correct_child(family_id: uuid.UUID, child_id: uuid.UUID) -> Answer:
    """Correct what is kept about a child."""
    family = family_to_correct(family_id)
    child = queries.child_of(family, child_id)
    standing = queries.child_standing(family, child)
    form = ChildForm(data={**standing, "version": version_of(standing)})
    if form.validate_on_submit():
        with refusals_to(form):
            answers = form.answers()
            actions.correct_child(
                g.person,
                family,
                child,
                reference=answers.reference,
                birth_month=answers.birth_month,
                need_code=answers.need_code,
                status_at_start=answers.status_at_start,
                in_scope=answers.in_scope,
                index_child=answers.index_child,
                version=form.version.data or "",
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(page_of(family, "child-corrected"), 303)
    if form.form_errors:
        # Sent again it is meant.
        form.version.data = version_of(standing)
    return answered(form, "families/child.html", family=family, child=child)
