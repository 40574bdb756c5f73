"""A cohort's limits on one page, and one decision about all of them that wait."""

import uuid
from collections.abc import Sequence

from flask import g, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries, rules
from budgettracker.budgets.forms import DecideForm
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.errors import NotTheirs
from budgettracker.families.queries import Another, another
from budgettracker.people.queries.deciders import names_of
from budgettracker.web import deed_page, now, today


@bp.route("/limits/cohort/<uuid:cohort_id>")
@requires(Permission.SEE_FAMILIES)
def cohort(cohort_id: uuid.UUID) -> Answer:
    """The limits proposed together for a cohort: the families this person sees, and where each is."""
    changes = _changes(cohort_id)
    return render_template("budgets/cohort.html", changes=changes, waiting=_waiting(changes), names=_names(changes))


@bp.route("/limits/cohort/<uuid:cohort_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_limits_of_cohort(cohort_id: uuid.UUID) -> Answer:
    """Approve or decline in one decision what waits of a cohort's limits."""
    changes = _changes(cohort_id)
    waiting, form = _waiting(changes), DecideForm()
    return deed_page(
        form,
        lambda: actions.decide_limits_of_cohort(
            g.person, waiting, approve=form.approves, reason=form.reason.data or "", on=today(), at=now()
        ),
        done=url_for("budgets.cohort", cohort_id=cohort_id),
        possible=bool(waiting),
        template="budgets/decide_limits_of_cohort.html",
        values=lambda: {
            "changes": waiting or changes,
            "cohort_id": cohort_id,
            "names": _names(changes),
            "another": _another(waiting),
        },
    )


def _changes(cohort_id: uuid.UUID) -> list[LimitChange]:
    changes = queries.cohort_of(g.person, cohort_id, today())
    if not changes:
        raise NotTheirs
    return changes


def _waiting(changes: Sequence[LimitChange]) -> list[LimitChange]:
    """Those of families of this person's own teams that wait."""
    teams = g.person.team_ids_on(today())
    return [
        change
        for change in changes
        if change.state == LimitState.REQUESTED and change.period.budget.family.team_id in teams
    ]


def _another(waiting: Sequence[LimitChange]) -> Another | None:
    """Why the one who looks may not decide all of them in one, and who may decide the first that is not theirs."""
    served = queries.unresolved_people([change.period_id for change in waiting])
    led = queries.led_lately(waiting)
    for change in waiting:
        period, family = change.period, change.period.budget.family
        why = queries.why_not_decide(change, g.person, today(), served[period.id], led[change.id])
        if why is not None:
            apart = {change.proposed_by_id, *led[change.id], *served[period.id]}
            roles = rules.deciding_roles(period.cap_pence, change.to_pence)
            return another(f"Family {family.reference}: {why}", family, roles, apart, today())
    return None


def _names(changes: Sequence[LimitChange]) -> dict[uuid.UUID, str]:
    return names_of([person_id for each in changes for person_id in (each.proposed_by_id, each.decided_by_id)])
