"""Open work with a family."""

from flask import g, redirect, render_template, request

from budgettracker.access import Permission, Role, requires
from budgettracker.families import actions, queries, rules
from budgettracker.families.forms import FamilyForm
from budgettracker.families.kinds import Arm
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import choices_for, page_of
from budgettracker.schemes.queries import open_schemes_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/new", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def add_family() -> Answer:
    """Open work with a family."""
    on = today()
    teams = queries.teams_for(g.person, on)
    if not teams:
        return render_template("families/add_family.html", teams=teams), 422 if request.method == "POST" else 200
    schemes = open_schemes_of(g.person.authority_id)
    usual = {
        "opened_on": on,
        "lead_worker_id": str(g.person.id) if Role.PRACTITIONER in g.person.roles_on(on) else "",
        "scheme_id": str(schemes[0].id) if len(schemes) == 1 else "",
        "arm": Arm.BUDGET if len(schemes) == 1 else "",
        "legal_basis": rules.usual_basis(g.person.authority.nation, today()).words,
    }
    form = FamilyForm(data=usual)
    choices = choices_for(form, teams, schemes)
    if form.validate_on_submit():
        with refusals_to(form):
            answers = form.answers(choices)
            assert answers.team is not None
            family = actions.add_family(
                g.person,
                answers.team,
                answers.reference,
                answers.name,
                opened_on=answers.opened_on,
                lead_worker=answers.lead_worker,
                scheme=answers.scheme,
                arm=answers.arm,
                allocated_on=answers.allocated_on,
                cohort_reason=answers.cohort_reason,
                legal_basis=answers.legal_basis,
                on=on,
                at=now(),
            )
        if not form.errors:
            return redirect(page_of(family, "added"), 303)
    return answered(form, "families/add_family.html", teams=teams)
