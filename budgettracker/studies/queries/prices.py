"""Reading in which prices a study's runs stand, and its editions of price indices."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from budgettracker.costing.rates.rules.uprating import Discounting, Series, Uprating
from budgettracker.database import db
from budgettracker.studies.models import PriceSeries, StudyPrices

MOST_SERIES = 100


def price_series_of(study_id: uuid.UUID) -> list[PriceSeries]:
    """A study's editions of price indices, by name, the latest edition first."""
    query = select(PriceSeries).where(PriceSeries.study_id == study_id).options(selectinload(PriceSeries.indices))
    ordered = query.order_by(PriceSeries.name, PriceSeries.published_on.desc(), PriceSeries.id)
    return list(db.session.scalars(ordered.limit(MOST_SERIES)))


def prices_row(study_id: uuid.UUID) -> StudyPrices | None:
    """What was said last about a study's prices; None before anybody said something."""
    query = select(StudyPrices).where(StudyPrices.study_id == study_id).order_by(StudyPrices.number.desc())
    return db.session.scalars(query.limit(1)).one_or_none()


def uprating_of(study_id: uuid.UUID) -> Uprating | None:
    """The price year and series of a study's next run; None where each cost stands in the prices of its own year."""
    row = prices_row(study_id)
    if row is None or row.price_year is None:
        return None
    assert row.pay_series_id is not None
    assert row.goods_series_id is not None
    series = {each.id: plain_series(each) for each in price_series_of(study_id)}
    return Uprating(row.price_year, series[row.pay_series_id], series[row.goods_series_id])


def plain_series(row: PriceSeries) -> Series:
    """An edition as the rules read it."""
    indices = {each.price_year: each.ten_thousandths for each in row.indices}
    return Series(row.name, row.edition, row.published_on, row.source, indices)


def discounting_of(study_id: uuid.UUID) -> Discounting | None:
    """What a study's next run discounts later years by; None for nothing."""
    row = prices_row(study_id)
    if row is None or row.discount_basis_points is None:
        return None
    return Discounting(row.discount_basis_points, row.discount_source or "")
