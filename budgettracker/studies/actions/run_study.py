"""Costing runs of a study."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.costing.kinds import VatRule
from budgettracker.costing.results.actions import keep_results
from budgettracker.costing.run.actions.run import make_run
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.studies import queries
from budgettracker.studies.models import Study
from budgettracker.studies.rules import study as rules


def run_study(
    by: Person | None,
    study: Study,
    *,
    on: date,
    at: datetime,
    with_qualifications: bool = False,
    vat_rule: VatRule = VatRule.NET_OF_RECOVERABLE,
    own_time_only: bool = False,
    counts_purchases: bool = True,
) -> CostingRun:
    """Make the study's next costing run, as its authorities' data stand now; it says what it counts.

    A study of one intervention counts all work with its families unless `own_time_only`; without `counts_purchases` what
    was bought is listed and counts nothing. It stands in the prices that hold for the study now.

    `by` is an evaluator who sees the study, or None for the operator. Raises Refusal naming everything that stops it,
    NotTheirs for anybody else.
    """
    if by is not None:
        queries.study_for(by, study.id, on)
    # One run of a study at a time: its number is the next.
    db.session.execute(select(Study.id).where(Study.id == study.id).with_for_update())
    rules.require_joined(len(study.authorities))
    run = make_run(
        by,
        study.id,
        queries.parts_of(study),
        starts_on=study.starts_on,
        ends_on=study.ends_on,
        intervention=study.intervention,
        with_qualifications=with_qualifications,
        vat_rule=vat_rule,
        own_time_only=own_time_only and study.intervention is not None,
        counts_purchases=counts_purchases or study.intervention is None,
        uprating=queries.uprating_of(study.id),
        discounting=queries.discounting_of(study.id),
        events=queries.plain_events(study.id),
        at=at,
    )
    keep_results(run)
    return run
