"""Correct what is kept about a family, or move it."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.families import actions, queries
from budgettracker.families.forms import FamilyForm
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import choices_for, family_to_correct, page_of
from budgettracker.schemes.queries import schemes_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/correct", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def correct_family(family_id: uuid.UUID) -> Answer:
    """Correct what is kept about a family, or move it to another team or lead worker."""
    on = today()
    family = family_to_correct(family_id)
    standing = {
        "reference": family.reference,
        "name": family.details.name,
        "team_id": str(family.team_id),
        "lead_worker_id": str(family.lead_worker_id or ""),
        "opened_on": family.opened_on,
        "scheme_id": str(family.scheme_id or ""),
        "arm": family.arm or "",
        "allocated_on": family.allocated_on,
        "cohort_reason": family.cohort_reason,
        "legal_basis": family.legal_basis,
    }
    teams = queries.teams_to_move_to(g.person, on)
    schemes = [scheme for scheme in schemes_of(g.person.authority_id) if family.scheme_id in (None, scheme.id)]
    form = FamilyForm(data=standing)
    choices = choices_for(form, teams, schemes, family)
    if form.validate_on_submit():
        with refusals_to(form):
            answers = form.answers(choices, family)
            actions.correct_family(
                g.person,
                family,
                reference=answers.reference,
                name=answers.name,
                team=answers.team,
                lead_worker=answers.lead_worker,
                opened_on=answers.opened_on,
                scheme=answers.scheme,
                arm=answers.arm,
                allocated_on=answers.allocated_on,
                legal_basis=answers.legal_basis,
                cohort_reason=answers.cohort_reason,
                on=on,
                at=now(),
            )
        if not form.errors:
            moved = family.team_id not in g.person.team_ids_on(on)
            return redirect(url_for("families.index") if moved else page_of(family, "corrected"), 303)
    return answered(form, "families/correct_family.html", family=family)
