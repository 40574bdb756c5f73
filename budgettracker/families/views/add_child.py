"""Add a child to a family."""

import uuid

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.families import actions
from budgettracker.families.forms import ChildForm
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import family_to_correct, page_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/children/new", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def add_child(family_id: uuid.UUID) -> Answer:
    """Add a child to a family."""
    family = family_to_correct(family_id)
    form = ChildForm()
    if form.validate_on_submit():
        with refusals_to(form):
            answers = form.answers()
            actions.add_child(
                g.person,
                family,
                reference=answers.reference,
                birth_month=answers.birth_month,
                need_code=answers.need_code,
                status_at_start=answers.status_at_start,
                in_scope=answers.in_scope,
                index_child=answers.index_child,
                on=today(),
                at=now(),
            )
        if not form.errors:
            another = url_for("families.add_child", family_id=family.id, added=1)
            return redirect(another if request.form.get("another") else page_of(family, "child-added"), 303)
    added = request.args.get("added") == "1" and not form.errors
    return answered(form, "families/child.html", family=family, child=None, added="The child" if added else "")
