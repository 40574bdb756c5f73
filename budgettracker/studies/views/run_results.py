"""What a costing run means: means with their uncertainty, the difference between arms, cost since the start."""

import uuid
from typing import Any

from flask import render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.costing.results.queries.kept import arm_sums, results_of
from budgettracker.costing.results.queries.stated import Stated, of_arms, stated_besides
from budgettracker.costing.results.rules.window import months_at_risk
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import AuthorityPart, authorities_of
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db
from budgettracker.studies.kinds import Profile
from budgettracker.studies.rules.results_page import (
    clustered_words,
    correlation_words,
    interval_words,
    method_words,
    most_at_risk,
    risk_bars,
    shown_results,
    whiskers,
)
from budgettracker.studies.rules.run_page import warnings_of
from budgettracker.studies.views.blueprint import Answer, bp
from budgettracker.studies.views.runs import AT, run_with_results


@bp.route(f"{AT}/results")
@requires(Permission.RUN_STUDIES)
def run_results(study_id: uuid.UUID, number: int) -> Answer:
    """A run's results, each with what speaks for and against it, as the study's profile lets them be seen."""
    study, run = run_with_results(study_id, number)
    whole, replicates = results_of(db.session(), run.id)
    arms = {(each.authority_id, each.arm) for each in arm_sums(db.session(), run.id)}
    shown = shown_results(whole, study.profile)
    most = most_at_risk(shown.followup) if shown else 0
    parts = authorities_of(run)
    authorities = {part.name: part.authority_id for part in parts}

    def families_url(arm: str, authority: str | None = None) -> str:
        """The families that a mean or quartile describes, each with its lines; nothing where the profile shows no rows."""
        if study.profile == Profile.PUBLISHED:
            return ""
        address: dict[str, Any] = {"study_id": study.id, "number": run.number, "arm": arm}
        return url_for("studies.run_families", **address, authority=authorities[authority] if authority else None)

    return render_template(
        "studies/run_results.html",
        study=study,
        run=run,
        results=shown,
        replicates=replicates,
        stated=_stated(run, parts) if study.profile != Profile.PUBLISHED else [],
        whiskers=whiskers(shown.groups) if shown else [],
        bars=[risk_bars(each, most) for each in shown.followup] if shown else [],
        most=most,
        months_at_risk=months_at_risk,
        families_url=families_url,
        interval_words=interval_words,
        method_words=method_words,
        warnings=warnings_of(
            (part.name, part.mode, frozenset(arm for authority_id, arm in arms if authority_id == part.authority_id))
            for part in parts
        ),
        notices=totals_of(run).notices,
        headline=totals_of(run).headline,
        clustered_words=clustered_words,
        correlation_words=correlation_words,
    )


def _stated(run: CostingRun, parts: list[AuthorityPart]) -> list[Stated]:
    """Other costs and events by authority and arm, then of several authorities together."""
    rows = stated_besides(db.session(), run.id, {part.authority_id: part.name for part in parts})
    return [*rows, *(of_arms(rows, "All authorities") if len({row.authority for row in rows}) > 1 else [])]
