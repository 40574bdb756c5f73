"""A costing run cut by activity, month, post and more: each cut adds up to the same total, and opens its lines."""

import uuid
from typing import Any

from flask import render_template, request

from budgettracker.access import Permission, requires
from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.results.queries.kept import cut_of
from budgettracker.costing.results.queries.stated import stated_besides
from budgettracker.costing.run.queries.run_costs import authorities_of
from budgettracker.database import db
from budgettracker.studies.rules.cut_page import BESIDE, cut_table
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.views.blueprint import Answer, bp
from budgettracker.studies.views.costing_run import lines_url
from budgettracker.studies.views.headings import heading_shown, heading_words
from budgettracker.studies.views.run_lines import chosen
from budgettracker.studies.views.runs import AT, run_with_results


@bp.route(f"{AT}/cut")
@requires(Permission.RUN_STUDIES)
def run_cut(study_id: uuid.UUID, number: int) -> Answer:
    """What families cost by one of the cuts: authorities first, else the one that the address names."""
    study, run = run_with_results(study_id, number)
    require_rows(study.profile)
    cut = chosen(Cut, request.args.get("by")) or Cut.AUTHORITY

    def opens(heading: str | None = None, **figure: Any) -> str:
        if heading is None:
            return lines_url(study, run, **figure)
        if cut is Cut.AUTHORITY:
            return lines_url(study, run, authority=uuid.UUID(heading), **figure)
        return lines_url(study, run, by=cut, of=heading_shown(study, cut, heading), **figure)

    names = {part.authority_id: part.name for part in authorities_of(run)}
    return render_template(
        "studies/run_cut.html",
        study=study,
        run=run,
        cut=cut,
        cuts=list(Cut),
        beside=BESIDE,
        stated=stated_besides(db.session(), run.id, names) if cut is Cut.AUTHORITY else [],
        table=cut_table(cut, cut_of(db.session(), run.id, cut), heading_words(study, run, cut), opens),
    )
