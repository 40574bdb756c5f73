"""Families and rates for which a run cannot say what it says of the others, by why."""

import uuid
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from budgettracker.costing.results.models import RunFamilyCost
from budgettracker.costing.results.rules.unsupported_rates import (
    RateUsed,
    UnsupportedRates,
    in_force,
    unsupported_rates,
)
from budgettracker.costing.run.models import CostingRun, RunMember, RunRate
from budgettracker.people.models import Authority
from budgettracker.spend.kinds import VatStatus

MOST_NAMED = 50
"""Families named for each reason; the workbook's sheet Families has all of them."""


class Unsupported(NamedTuple):
    """What is not supported, in words; how many families that is true of, and the first of them by id."""

    words: str
    families: int
    named: list[uuid.UUID]


def unsupported_families(session: Session, run: CostingRun) -> list[Unsupported]:
    """Each reason that holds for some family of the run."""
    reasons: list[tuple[str, ColumnElement[bool]]] = [
        (
            "Began before the study's first day: their first months were not seen, so they are in no window since the start",
            RunFamilyCost.started_on < run.starts_on,
        ),
        ("No child in scope: they are in no average over children", RunFamilyCost.children_in_scope == 0),
        (
            "No lead worker: together they count as one cluster of their authority",
            RunMember.lead_worker_id.is_(None),
        ),
        (
            "Status of the index child at the start not known: a category of its own in the adjusted difference",
            RunMember.status_at_start.is_(None),
        ),
    ]
    rows = [_families(session, run.id, words, holds) for words, holds in reasons]
    return [row for row in rows if row.families]


def _families(session: Session, run_id: uuid.UUID, words: str, holds: ColumnElement[bool]) -> Unsupported:
    of_member = (RunMember.run_id == RunFamilyCost.run_id) & (RunMember.family_id == RunFamilyCost.family_id)
    where = (RunFamilyCost.run_id == run_id, holds)
    count = session.scalar(select(func.count()).select_from(RunFamilyCost).join(RunMember, of_member).where(*where))
    named = select(RunFamilyCost.family_id).join(RunMember, of_member).where(*where)
    ordered = named.order_by(RunFamilyCost.family_id).limit(MOST_NAMED)
    return Unsupported(words, int(count or 0), list(session.scalars(ordered)))


def rates_unsupported(session: Session, run: CostingRun) -> list[UnsupportedRates]:
    """Each reason that holds for some rate of the run, with the rates by name."""
    query = select(Authority.name, RunRate).join(Authority, Authority.id == RunRate.authority_id)
    rates = [
        RateUsed(
            authority=name,
            post=rate.post,
            starts_on=rate.starts_on,
            price_year=rate.price_year,
            oncosts_pence=rate.oncosts_pence,
            overheads_pence=rate.overhead_direct_pence + rate.overhead_indirect_pence,
            capital_pence=rate.capital_pence,
            qualifications_pence=rate.qualifications_pence,
            agency_vat=VatStatus(rate.agency_vat) if rate.agency_vat else None,
        )
        for name, rate in session.execute(query.where(RunRate.run_id == run.id))
    ]
    return unsupported_rates(
        in_force(rates, run.starts_on, run.ends_on),
        uprated=run.price_year is not None,
        with_qualifications=run.with_qualifications,
    )
