"""My families, and one family with its budget, purchases and time."""

import uuid

from flask import g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.audit.models import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.families.queries import family_for
from budgettracker.overview import queries
from budgettracker.overview.views.blueprint import bp
from budgettracker.spend.queries import ToDo, spends_of, to_do_of
from budgettracker.web import PAGE_SIZE, Page, page_number, today

SAID = {
    "added": "The family is added.",
    "corrected": "The corrections are saved.",
    "closed": "The family is closed.",
    "reopened": "The family is open again.",
    "child-added": "The child is added.",
    "child-corrected": "The corrections to the child are saved.",
}
SHOWN_SPENDS, SHOWN_ENTRIES = 50, 10


@bp.route("/my-families")
@requires(Permission.LOG_SPEND)
def my_families() -> str:
    """The families one works with: what is left, what needs doing, log spend, log time."""
    number = page_number()
    cards, total = queries.my_families(g.person, today(), number, PAGE_SIZE)
    return render_template("overview/my_families.html", page=Page(cards, number, total))


@bp.route("/families/<uuid:family_id>")
@requires(Permission.SEE_FAMILIES)
def family(family_id: uuid.UUID) -> str:
    """One family: who, its budget, purchases and time."""
    on = today()
    found = family_for(g.person, family_id, on)
    note_reading(Deed.FAMILY_VIEWED, found)
    period = period_on(found.id, on) if queries.may_have_budget(found) else None
    entries = queries.time_of(found.id)
    return render_template(
        "overview/family.html",
        family=found,
        said=SAID.get(request.args.get("said", "")),
        open=found.open_on(on),
        works_here=found.team_id in g.person.team_ids_on(on) and Permission.OPEN_FAMILIES in g.permissions,
        may_have_budget=queries.may_have_budget(found),
        period=period,
        position=position_of(period) if period else None,
        proposed_pence=queries.limits_proposed([found.id]).get(found.id),
        to_do=to_do_of([found.id]).get(found.id, ToDo()),
        spends=[(spend, queries.shown_pence(spend)) for spend in spends_of(found.id, SHOWN_SPENDS)],
        entries=entries[:SHOWN_ENTRIES],
        minutes=sum(entry.minutes for entry in entries),
    )
