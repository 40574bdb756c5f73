"""What each family of a costing run cost, and the rates the run used."""

import uuid

from flask import render_template, request

from budgettracker.access import Permission, requires
from budgettracker.costing.kinds import PARTS_OF_TOTAL
from budgettracker.costing.results.queries.kept import costs_of, family_costs_of, family_ids, family_sums
from budgettracker.costing.run.queries.run_costs import authorities_of, rates_of
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.rules.run_page import family_row, parts_shown
from budgettracker.studies.views.blueprint import Answer, bp, names_of
from budgettracker.studies.views.runs import AT, run_for, run_with_results
from budgettracker.web import page_number

FAMILIES_A_PAGE = 15
RATES_A_PAGE = 6


@bp.route(f"{AT}/families")
@requires(Permission.RUN_STUDIES)
def run_families(study_id: uuid.UUID, number: int) -> Answer:
    """Each family's cost by part, under its pseudonym, the costliest first; of one arm or authority where the address says so."""
    study, run = run_with_results(study_id, number)
    require_rows(study.profile)
    arm = next((arm for arm in Arm if arm == request.args.get("arm")), None)
    authority = next(
        (part for part in authorities_of(run) if str(part.authority_id) == request.args.get("authority")), None
    )
    authority_id = authority.authority_id if authority else None
    session, name = db.session(), names_of(study).family
    by_name = request.args.get("order") == "name"
    ids = family_ids(session, run.id, arm=arm, authority_id=authority_id)
    if by_name:
        ids.sort(key=name)
    page = page_number()
    on_page = ids[(page - 1) * FAMILIES_A_PAGE : page * FAMILIES_A_PAGE]
    rows = {row.family_id: row for row in family_costs_of(session, run.id, families=on_page)}
    largest_pence = family_sums(session, run.id).largest_pence
    shown = [costs_of(rows[family_id], name(family_id)) for family_id in on_page]
    whole = family_sums(session, run.id, arm=arm, authority_id=authority_id)
    return render_template(
        "studies/run_families.html",
        study=study,
        run=run,
        arm=arm.heading if arm else "",
        authority=authority.name if authority else "",
        by_name=by_name,
        families=[family_row(family, largest_pence, parts_shown(run.intervention)) for family in shown],
        total=whole.total_pence,
        in_all=whole.families,
        page=page,
        pages=-(-len(ids) // FAMILIES_A_PAGE),
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
