"""In which prices a costing run stands: the indices it used, and what families cost as logged beside that."""

import uuid

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.costing.rates.rules.uprating import rate_words, years_of
from budgettracker.costing.results.queries.prices import arm_discounted, arm_prices, post_years, uprating_of_run
from budgettracker.database import db
from budgettracker.periods import inclusive
from budgettracker.studies.kinds import Profile
from budgettracker.studies.rules.prices import shown_uses
from budgettracker.studies.views.blueprint import Answer, bp
from budgettracker.studies.views.runs import AT, run_with_results


@bp.route(f"{AT}/prices")
@requires(Permission.RUN_STUDIES)
def run_prices(study_id: uuid.UUID, number: int) -> Answer:
    """The price year with its series and editions, each year's factor, and costs as logged beside uprated ones."""
    study, run = run_with_results(study_id, number)
    uprating = uprating_of_run(db.session(), run)
    goods_years = years_of(inclusive(run.starts_on, run.ends_on))
    rows_shown = study.profile != Profile.PUBLISHED
    return render_template(
        "studies/run_prices.html",
        study=study,
        run=run,
        uses=shown_uses(uprating, post_years(db.session(), run.id), goods_years) if uprating else [],
        arms=arm_prices(db.session(), run.id) if rows_shown else [],
        discount_rate=rate_words(run.discount_basis_points) if run.discount_basis_points else "",
        discounted=arm_discounted(db.session(), run.id) if rows_shown else [],
    )
