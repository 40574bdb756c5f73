"""Reading posts and their dated costs, as rows and as the rates a run works with."""

import uuid
from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from budgettracker.costing.kinds import DecidingBy, RatioKind
from budgettracker.costing.rates.models import DecidingSource, LocalMileageRate, LocalPensionRate, PostCost
from budgettracker.costing.rates.rules import build_up
from budgettracker.costing.rates.rules.agency import AgencyCharge
from budgettracker.costing.rates.rules.deciding import DecidedFrom
from budgettracker.costing.rates.rules.mileage import MileageRate, rates_of
from budgettracker.costing.rates.rules.oncosts import PensionRate, Settings
from budgettracker.costing.rates.rules.rate_book import RateBook, rate_book
from budgettracker.database import db
from budgettracker.people.models import Post
from budgettracker.periods import inclusive
from budgettracker.spend.kinds import VatStatus


def post_costs(authority_id: uuid.UUID) -> list[PostCost]:
    """Every dated cost of an authority's posts, by post and date."""
    query = select(PostCost).join(PostCost.post).where(Post.authority_id == authority_id)
    return list(db.session.scalars(query.options(joinedload(PostCost.post)).order_by(Post.name, PostCost.starts_on)))


def pension_rates(authority_id: uuid.UUID) -> list[LocalPensionRate]:
    """An authority's employer pension rates, by date."""
    query = select(LocalPensionRate).where(LocalPensionRate.authority_id == authority_id)
    return list(db.session.scalars(query.order_by(LocalPensionRate.starts_on)))


def deciding_sources(authority_id: uuid.UUID) -> list[DecidedFrom]:
    """Where an authority's time of deciding comes from, by date; from the logs before the first."""
    query = select(DecidingSource).where(DecidingSource.authority_id == authority_id).order_by(DecidingSource.starts_on)
    return [DecidedFrom(row.starts_on, DecidingBy(row.source)) for row in db.session.scalars(query)]


def mileage_rates(authority_id: uuid.UUID) -> tuple[MileageRate, ...]:
    """What an authority pays for a mile, by date: the approved rates until the first of its own."""
    query = select(LocalMileageRate).where(LocalMileageRate.authority_id == authority_id)
    return rates_of([plain_mileage(row) for row in db.session.scalars(query.order_by(LocalMileageRate.starts_on))])


def plain_mileage(row: Any) -> MileageRate:
    """A kept rate, or one that a run froze, as the rules read it."""
    return MileageRate(**{field.name: getattr(row, field.name) for field in fields(MileageRate)})


def rate_book_of(authority_id: uuid.UUID, *, with_qualifications: bool = False) -> RateBook:
    """An authority's dated rates worked out, on-costs computed where they are not entered."""
    local = [
        PensionRate(inclusive(rate.starts_on, rate.ends_on), rate.rate_basis_points, rate.source)
        for rate in pension_rates(authority_id)
    ]
    costs = [as_entered(cost) for cost in post_costs(authority_id)]
    return rate_book(costs, Settings(pensions=local), with_qualifications=with_qualifications)


def as_entered(cost: PostCost) -> build_up.PostCost:
    """A stored cost as the rules read it."""
    return build_up.PostCost(
        post=cost.post.name,
        starts_on=cost.starts_on,
        price_year=cost.price_year,
        salary_pence=cost.salary_pence,
        oncosts_pence=cost.oncosts_pence,
        minutes_per_year=cost.minutes_per_year,
        qualifications_pence=cost.qualifications_pence,
        overhead_direct=_overhead(cost.overhead_direct_pence, cost.overhead_direct_basis_points),
        overhead_indirect=_overhead(cost.overhead_indirect_pence, cost.overhead_indirect_basis_points),
        capital_pence=cost.capital_pence,
        ratio_thousandths=cost.ratio_thousandths,
        ratio_kind=RatioKind(cost.ratio_kind) if cost.ratio_kind else None,
        source=cost.source,
        agency=_agency(cost),
    )


def _agency(cost: PostCost) -> AgencyCharge | None:
    if cost.agency_hour_pence is None or cost.agency_vat_pence is None or cost.agency_vat is None:
        return None
    return AgencyCharge(cost.agency_hour_pence, cost.agency_vat_pence, VatStatus(cost.agency_vat))


def _overhead(pence: int | None, basis_points: int | None) -> build_up.Overhead:
    if pence is None and basis_points is None:
        return build_up.NO_OVERHEAD
    return build_up.Overhead(pence, basis_points)
