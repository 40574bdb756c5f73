"""Reading what two runs of a study were priced by."""

import json
import uuid
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Mode, PriceUse, RatioKind
from budgettracker.costing.rates.rules.mileage import PAID
from budgettracker.costing.rates.rules.uprating import Uprating, years_of
from budgettracker.costing.results.queries.prices import uprating_of_run
from budgettracker.costing.results.rules.price_figures import PriceFigure, Value
from budgettracker.costing.results.rules.repriced import (
    DatedFigures,
    Key,
    Repriced,
    RunPrices,
    repriced,
)
from budgettracker.costing.run.models import CostingRun, RunMileageRate, RunRate
from budgettracker.money import half_up
from budgettracker.people.models import Authority
from budgettracker.periods import inclusive
from budgettracker.spend.kinds import VatStatus

OWN_FIGURES = {
    PriceFigure.NI: "ni_basis_points",
    PriceFigure.NI_THRESHOLD: "ni_threshold_pence",
    PriceFigure.PENSION: "pension_basis_points",
    PriceFigure.ONCOSTS: "oncosts_pence",
    PriceFigure.QUALIFICATIONS: "qualifications_pence",
    PriceFigure.OVERHEAD_DIRECT_PERCENT: "overhead_direct_basis_points",
    PriceFigure.OVERHEAD_DIRECT: "overhead_direct_pence",
    PriceFigure.OVERHEAD_INDIRECT_PERCENT: "overhead_indirect_basis_points",
    PriceFigure.OVERHEAD_INDIRECT: "overhead_indirect_pence",
    PriceFigure.CAPITAL: "capital_pence",
}
"""The column of a run's rates that each figure of any post is."""


def repriced_between(session: Session, before: CostingRun, after: CostingRun) -> list[Repriced]:
    """Each figure that the later run priced by differently, from what to what."""
    names = dict(session.execute(select(Authority.id, Authority.name)).tuples().all())
    return repriced(*(_prices(session, run, names) for run in (before, after)))


def _prices(session: Session, run: CostingRun, names: dict[uuid.UUID, str]) -> RunPrices:
    modes = {uuid.UUID(key): mode for key, mode in json.loads(run.modes).items()}
    rates = list(session.scalars(select(RunRate).where(RunRate.run_id == run.id)))
    dated = [
        DatedFigures(
            names[rate.authority_id],
            rate.post,
            rate.starts_on,
            dict(_of_rate(rate, with_ratio=modes.get(rate.authority_id) == Mode.CLIENT_TIME)),
        )
        for rate in rates
    ]
    for mile in session.scalars(select(RunMileageRate).where(RunMileageRate.run_id == run.id)):
        figures: dict[PriceFigure, Value] = {
            PriceFigure(f"mile_{name}"): getattr(mile, f"{name}_tenths") for name in PAID
        }
        figures[PriceFigure.MILES_LIMIT] = mile.car_limit_hundredths
        dated.append(DatedFigures(names[mile.authority_id], "", mile.starts_on, figures))
    years = {rate.price_year for rate in rates}
    return RunPrices(run.starts_on, run.ends_on, dated, dict(_of_run(run, uprating_of_run(session, run), years)))


def _of_run(run: CostingRun, uprating: Uprating | None, years_of_posts: set[str]) -> Iterator[tuple[Key, Value]]:
    """The run's price year and discount rate, its series, and the indices that its costs are brought to that year by."""
    yield (PriceFigure.PRICE_YEAR, ""), run.price_year or "Each in its own year's"
    if run.discount_basis_points is not None:
        yield (PriceFigure.DISCOUNT_RATE, ""), run.discount_basis_points
    if uprating is None:
        return
    years_bought = set(years_of(inclusive(run.starts_on, run.ends_on)))
    for use, series_of, index_of, years in (
        (PriceUse.PAY, PriceFigure.PAY_SERIES, PriceFigure.PAY_INDEX, years_of_posts),
        (PriceUse.GOODS, PriceFigure.GOODS_SERIES, PriceFigure.GOODS_INDEX, years_bought),
    ):
        series = uprating.series(use)
        yield (series_of, ""), series.called
        for label in sorted(years | {uprating.price_year}):
            if label in series.indices:
                yield (index_of, label), series.indices[label]


def _of_rate(rate: RunRate, *, with_ratio: bool) -> Iterator[tuple[PriceFigure, Value]]:
    """What a post's hour is made of, and what it comes to in the run's prices; a ratio only where the run applies it."""
    if rate.agency_vat is None:
        yield PriceFigure.SALARY, rate.salary_pence
        yield PriceFigure.HOURS, rate.minutes_per_year
    else:
        yield PriceFigure.CHARGE, rate.salary_pence
        yield PriceFigure.VAT_OF_CHARGE, VatStatus(rate.agency_vat).words
    for figure, column in OWN_FIGURES.items():
        value = getattr(rate, column)
        if value is not None:
            yield figure, value
    base, of = 1, 1
    if rate.index_base is not None and rate.index_of is not None:
        base, of = rate.index_base, rate.index_of
        yield PriceFigure.YEAR_OF_RATE, rate.price_year
    yield PriceFigure.HOUR, half_up(rate.annual_pence * 60 * base, rate.minutes_per_year * of)
    if with_ratio and rate.ratio_thousandths is not None and rate.ratio_kind is not None:
        yield PriceFigure.RATIO, rate.ratio_thousandths
        yield PriceFigure.RATIO_KIND, RatioKind(rate.ratio_kind).words
        lifted = rate.annual_pence * 60 * base * (1_000 + rate.ratio_thousandths)
        yield PriceFigure.HOUR_WITH_RATIO, half_up(lifted, rate.minutes_per_year * of * 1_000)
