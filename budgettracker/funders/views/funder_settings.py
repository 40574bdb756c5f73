"""The settings of a study's tables for funders."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.database import db
from budgettracker.funders.actions.save_settings import save_settings
from budgettracker.funders.forms import SettingsForm
from budgettracker.funders.queries.facts import run_items
from budgettracker.funders.queries.settings import settings_of
from budgettracker.funders.views.blueprint import TABLES, Answer, bp, run_with_amounts
from budgettracker.web import answered, now, refusals_to


@bp.route(f"{TABLES}/settings", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def funder_settings(study_id: uuid.UUID, number: int) -> Answer:
    """What no run knows: participants, places, bands, and where each cost belongs; for every run of the study."""
    study, run = run_with_amounts(study_id, number)
    before, items = settings_of(db.session(), study.id), run_items(db.session(), run)
    form = SettingsForm.of(before, items)
    if form.validate_on_submit():
        with refusals_to(form):
            save_settings(g.person, study, form.settings(before, items), at=now())
        if not form.errors:
            return redirect(url_for("funders.funder_tables", study_id=study.id, number=number, banner="settings"), 303)
    return answered(form, "funders/funder_settings.html", study=study, run=run, items=items, before=before)
