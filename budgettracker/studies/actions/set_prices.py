"""In which prices a study's runs stand, and the editions of price indices that it has at hand."""

import uuid
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.costing.rates.rules.uprating import Discounting, Series, Uprating, require_price_years
from budgettracker.database import db, unique
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.studies import queries
from budgettracker.studies.models import PriceIndex, PriceSeries, Study, StudyPrices
from budgettracker.studies.rules.prices import require_series


def add_price_series(by: Person | None, study: Study, series: Series, *, on: date, at: datetime) -> PriceSeries:
    """Add an edition of a price index to a study. It is never changed: a revised index is another edition beside it.

    `by` is an evaluator who sees the study, or None for the operator. Raises Refusal for the field: no name, edition or
    source, an edition that is there already, or one that is not published yet.
    """
    _require_theirs(by, study, on)
    require_series(series, on)
    made = PriceSeries(
        study_id=study.id,
        name=series.name,
        edition=series.edition,
        published_on=series.published_on,
        source=series.source,
        added_by_id=by.id if by else None,
        added_at=at,
        indices=[PriceIndex(price_year=label, ten_thousandths=index) for label, index in series.indices.items()],
    )
    with unique("edition", f"This study has {series.called} already. A revised index is another edition."):
        db.session.add(made)
    record(by, Deed.PRICE_SERIES_ADDED, study, {"series": series.called, "years": len(series.indices)}, at=at)
    return made


def set_study_prices(
    by: Person | None,
    study: Study,
    *,
    price_year: str | None,
    pay_series_id: uuid.UUID | None = None,
    goods_series_id: uuid.UUID | None = None,
    discounting: Discounting | None = None,
    on: date,
    at: datetime,
) -> StudyPrices:
    """Say in which year's prices runs of a study stand from now on, by which series; None: each cost in its own year's. And by
    what rate costs of later years are discounted beside that, if any.

    Runs made before keep theirs. Raises Refusal for the field: no financial year, a series missing or without that year.
    """
    _require_theirs(by, study, on)
    uprating = None
    if price_year is not None:
        parse_price_year(price_year)
        known = {row.id: queries.plain_series(row) for row in queries.price_series_of(study.id)}
        for field, chosen in (("pay_series", pay_series_id), ("goods_series", goods_series_id)):
            if chosen not in known:
                raise Refusal(field, "Choose one of the study's series.")
        assert pay_series_id is not None
        assert goods_series_id is not None
        uprating = Uprating(price_year.strip(), known[pay_series_id], known[goods_series_id])
        require_price_years(uprating)
    before = queries.prices_row(study.id)
    row = StudyPrices(
        study_id=study.id,
        number=before.number + 1 if before else 1,
        price_year=uprating.price_year if uprating else None,
        pay_series_id=pay_series_id if uprating else None,
        goods_series_id=goods_series_id if uprating else None,
        discount_basis_points=discounting.basis_points if discounting else None,
        discount_source=discounting.source if discounting else None,
        saved_by_id=by.id if by else None,
        saved_at=at,
    )
    with unique("price_year", "Somebody else saved the study's prices a moment ago. Look at them, and save again."):
        db.session.add(row)
    changes = {
        "price_year": [before.price_year if before else None, row.price_year],
        "pay_series": uprating.pay.called if uprating else None,
        "goods_series": uprating.goods.called if uprating else None,
        "discount_basis_points": [before.discount_basis_points if before else None, row.discount_basis_points],
    }
    record(by, Deed.STUDY_PRICES_SET, study, changes, at=at)
    return row


def _require_theirs(by: Person | None, study: Study, on: date) -> None:
    if by is not None:
        queries.study_for(by, study.id, on)
