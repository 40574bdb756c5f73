"""One proposal for a cohort: the same limit for several families."""

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries
from budgettracker.budgets.forms import CohortForm
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.errors import NotTheirs
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import open_schemes_of
from budgettracker.schemes.rules import holds
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/limits/cohort", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def propose_limits_for_cohort() -> Answer:
    """Propose the same limit for several families that have none yet. `?scheme=` chooses the scheme."""
    on = today()
    schemes = [
        scheme for scheme in open_schemes_of(g.person.authority_id) if holds(scheme.starts_on, scheme.ends_on, on)
    ]
    scheme = _scheme_in_address(schemes)
    if scheme is None:
        return render_template("budgets/choose_scheme.html", schemes=schemes)
    families = {str(family.id): family for family in queries.families_without_limit(g.person, scheme, on)}
    form = CohortForm()
    form.offer(families.values())
    if form.validate_on_submit():
        with refusals_to(form):
            changes = actions.propose_limits_for_cohort(
                g.person,
                [families[family_id] for family_id in dict.fromkeys(form.families.data or [])],
                scheme,
                form.limit.data,
                form.reason.data or "",
                on=on,
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("budgets.cohort", cohort_id=changes[0].cohort_id), 303)
    return answered(form, "budgets/propose_limits_for_cohort.html", scheme=scheme, schemes=schemes, families=families)


def _scheme_in_address(schemes: list[Scheme]) -> Scheme | None:
    scheme_id = request.args.get("scheme", "")
    if not scheme_id:
        return schemes[0] if len(schemes) == 1 else None
    for scheme in schemes:
        if str(scheme.id) == scheme_id:
            return scheme
    raise NotTheirs
