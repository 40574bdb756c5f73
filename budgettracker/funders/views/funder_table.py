"""One table for a funder: to copy or print, and the form that chooses its columns."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.funders.actions.save_settings import save_settings
from budgettracker.funders.forms import ColumnsForm
from budgettracker.funders.kinds import FunderTable
from budgettracker.funders.queries.facts import run_facts
from budgettracker.funders.queries.settings import settings_of, signed_of
from budgettracker.funders.rules.table import columns_in_words, in_words, parse_columns
from budgettracker.funders.rules.tables import offered_tables, whole_table
from budgettracker.funders.views.blueprint import BANNERS, TABLES, Answer, bp, run_with_amounts
from budgettracker.web import answered, now, refusals_to


@bp.route(f"{TABLES}/<table>", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def funder_table(study_id: uuid.UUID, number: int, table: str) -> Answer:
    """A table as it is handed in; what is typed chooses its columns for every run of the study."""
    study, run = run_with_amounts(study_id, number)
    of = next((each for each in offered_tables(study.disclosure) if each.value == table), None)
    if of is None:
        raise NotTheirs
    settings = settings_of(db.session(), study.id)
    whole = whole_table(of, run_facts(db.session(), study, run), settings, signed_of(db.session(), run.id))
    shaped = whole.shaped(settings.columns.get(of, ()))
    form = ColumnsForm(data={"columns": columns_in_words(shaped)})
    if form.validate_on_submit():
        with refusals_to(form):
            chosen = parse_columns(form.columns.data or "", whole)
            save_settings(g.person, study, settings.with_columns(of, chosen), at=now())
        if not form.errors:
            return redirect(
                url_for("funders.funder_table", study_id=study.id, number=number, table=table, banner="columns"), 303
            )
    return answered(
        form,
        "funders/funder_table.html",
        study=study,
        run=run,
        table=shaped,
        layout=whole.columns,
        graded=of is FunderTable.SELF_GRADE,
        in_words=in_words,
        banner=banner_of(BANNERS),
    )
