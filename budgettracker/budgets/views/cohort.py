"""One decision for a cohort: the same limit for several families."""

import uuid

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries
from budgettracker.budgets.forms import CohortForm
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.errors import NotTheirs
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import schemes_of
from budgettracker.web import now, refusals_to, today


@bp.route("/limits/cohort", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def set_limits_for_cohort() -> Answer:
    """One decision: the same limit for several families that have none yet. `?scheme=` chooses the scheme."""
    on = today()
    schemes = [
        each for each in schemes_of(g.person.authority_id)
        if each.starts_on <= on and (each.ends_on is None or each.ends_on >= on)
    ]  # fmt: skip
    scheme = _asked_scheme(schemes)
    if scheme is None:
        return render_template("budgets/choose_scheme.html", schemes=schemes)
    families = {str(each.id): each for each in queries.families_without_limit(g.person, scheme, on)}
    form = CohortForm()
    form.offer(families.values())
    if form.validate_on_submit():
        with refusals_to(form):
            made = actions.set_limits_for_cohort(
                g.person, [families[each] for each in dict.fromkeys(form.families.data or [])], scheme, form.limit.data,
                form.reason.data or "", on=on, at=now(),
            )  # fmt: skip
        if not form.errors:
            return redirect(url_for("budgets.cohort", cohort_id=made[0].cohort_id), 303)
    page = render_template(
        "budgets/set_limits_for_cohort.html", form=form, scheme=scheme, schemes=schemes, families=families
    )
    return page, 422 if form.errors else 200


def _asked_scheme(schemes: list[Scheme]) -> Scheme | None:
    asked = request.args.get("scheme", "")
    if not asked:
        return schemes[0] if len(schemes) == 1 else None
    found = [each for each in schemes if str(each.id) == asked]
    if not found:
        raise NotTheirs
    return found[0]


@bp.route("/limits/cohort/<uuid:cohort_id>")
@requires(Permission.SEE_FAMILIES)
def cohort(cohort_id: uuid.UUID) -> Answer:
    """What one decision set for a cohort: the families this person sees, and their limit."""
    changes = queries.cohort_of(g.person, cohort_id, today())
    if not changes:
        raise NotTheirs
    names = queries.names_of([changes[0].decided_by_id])
    return render_template("budgets/cohort.html", changes=changes, names=names)
