"""What each family of a costing run cost, and the rates the run used."""

import uuid

from flask import render_template, request

from budgettracker.access import Permission, requires
from budgettracker.costing.kinds import PARTS_OF_TOTAL
from budgettracker.costing.run.queries.run_costs import authorities_of, families_of, rates_of
from budgettracker.families.kinds import Arm
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.rules.run_page import family_row, parts_shown
from budgettracker.studies.views.blueprint import Answer, bp, names_of
from budgettracker.studies.views.runs import AT, run_for
from budgettracker.web import page_number

FAMILIES_A_PAGE = 15
RATES_A_PAGE = 6


@bp.route(f"{AT}/families")
@requires(Permission.RUN_STUDIES)
def run_families(study_id: uuid.UUID, number: int) -> Answer:
    """Each family's cost by part, under its pseudonym; of one arm or authority where the address says so."""
    study, run = run_for(study_id, number)
    require_rows(study.profile)
    arm = next((arm for arm in Arm if arm == request.args.get("arm")), None)
    authority = next(
        (part for part in authorities_of(run) if str(part.authority_id) == request.args.get("authority")), None
    )
    families = families_of(run, names_of(study).family)
    largest_pence = max((family.costs.total_pence for family in families), default=0)
    costs = [
        family.costs
        for family in families
        if (arm is None or family.costs.arm is arm)
        and (authority is None or family.authority_id == authority.authority_id)
    ]
    by_cost = request.args.get("order") == "cost"
    if by_cost:
        costs.sort(key=lambda family: (-family.total_pence, family.family))
    page = page_number()
    shown = costs[(page - 1) * FAMILIES_A_PAGE : page * FAMILIES_A_PAGE]
    return render_template(
        "studies/run_families.html",
        study=study,
        run=run,
        arm=arm.heading if arm else "",
        authority=authority.name if authority else "",
        by_cost=by_cost,
        families=[family_row(family, largest_pence, parts_shown(run.intervention)) for family in shown],
        total=sum(family.total_pence for family in costs),
        in_all=len(costs),
        page=page,
        pages=-(-len(costs) // FAMILIES_A_PAGE),
        parts_of_total=PARTS_OF_TOTAL,
    )


@bp.route(f"{AT}/rates")
@requires(Permission.RUN_STUDIES)
def run_rates(study_id: uuid.UUID, number: int) -> Answer:
    """The rates a run used, each worked out line by line."""
    study, run = run_for(study_id, number)
    rates = rates_of(run)
    page = page_number()
    return render_template(
        "studies/run_rates.html",
        study=study,
        run=run,
        rates=rates[(page - 1) * RATES_A_PAGE : page * RATES_A_PAGE],
        page=page,
        pages=-(-len(rates) // RATES_A_PAGE),
    )
