"""Runs in the prices of one year: every amount reckoned anew by fractions, as logged beside it, and what an index lacks."""

import uuid
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor

import pytest
from sqlalchemy import func, select

from budgettracker.costing.kinds import PriceUse, VatRule
from budgettracker.costing.rates.rules.uprating import Ratio, Uprating, read_indices
from budgettracker.costing.results.queries.kept import family_costs_of
from budgettracker.costing.results.queries.prices import arm_prices, discounted_rows, uprating_of_run
from budgettracker.costing.results.rules.discount import present_pence, years_since
from budgettracker.costing.run.models import CostingRun, RunAsLogged, RunEntry, RunLine, RunPurchase, RunRate
from budgettracker.costing.run.queries.run_costs import rates_of
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.periods import completed_years, financial_year_label
from budgettracker.studies.actions import add_price_series, run_study, set_study_prices
from budgettracker.studies.models import Study
from budgettracker.studies.queries import blocks_of_study, price_series_of
from tests.factories.exports import study_world
from tests.factories.prices import DEFLATOR, GREEN_BOOK, PAY, in_prices_of, series_of
from tests.factories.studies import AT, ON
from tests.factories.world import World


def test_the_published_figures_of_the_gdp_deflator() -> None:
    """1,000 pounds of 2022/23 are 1,095.30 in prices of 2024/25; the same year is the same money."""
    uprating = Uprating("2024/25", DEFLATOR, DEFLATOR)
    ratio = uprating.ratio(PriceUse.GOODS, "2022/23")
    assert ratio == Ratio(1_000_000, 912_996)
    assert ratio.uprated(1_000_00) == 1_095_30
    assert ratio.uprated(-1_000_00) == -1_095_30
    assert Ratio(1_000_000, 1_000_000).uprated(1) == 1
    assert uprating.ratio(PriceUse.GOODS, "2019/20") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter a financial year"),
        ("2022/23", "is not a financial year and its index"),
        ("2022/24 91.2", "Give the price year as a financial year"),
        ("2022/23 91.29961", "is not a financial year and its index"),
        ("2022/23 0.0000", "must be more than 0"),
        ("2022/23 91.2\n2022-23 91.3", "2022/23 stands twice"),
        ("2022/23 -91.2", "is not a financial year and its index"),
        ("2022/23 9e1", "is not a financial year and its index"),
    ],
)
def test_lines_that_are_no_index_are_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read_indices(typed)


def rounded(pence: Fraction) -> int:
    return floor(pence + Fraction(1, 2)) if pence >= 0 else -rounded(-pence)


def made(study: Study, **choices: object) -> CostingRun:
    with transaction():
        return run_study(None, db.session.get_one(Study, study.id), on=ON, at=AT, **choices)  # type: ignore[arg-type]


def test_a_run_in_one_years_prices_is_uprated_before_it_is_rounded(world: World) -> None:
    """The whole world: time by its post's year, miles, expenses, purchases and refunds by the year of their day."""
    study = study_world(world).study
    plain = made(study, vat_rule=VatRule.GROSS)
    with transaction():
        in_prices_of(study, "2026/27")
    run = made(study, vat_rule=VatRule.GROSS)
    assert (plain.price_year, run.price_year) == (None, "2026/27")
    uprating = uprating_of_run(db.session(), run)
    assert uprating is not None
    assert (uprating.pay.indices, uprating.goods.source) == (PAY.indices, DEFLATOR.source)
    _entries_reckoned_anew(plain, run)
    # The page of its rates says what an hour comes to in its prices, as its lines have it.
    older = [rate for _, rate in rates_of(run) if rate.rate.price_year == "2025/26"]
    rise = Fraction(PAY.indices["2026/27"], PAY.indices["2025/26"])
    assert older
    for rate in older:
        line = rate.lines[-1]
        assert (line.what, line.amount) == ("In the run's prices", pounds(rounded(rate.rate.per_hour * rise)))
    assert {rate.lines[-1].what for _, rate in rates_of(plain)}.isdisjoint({"In the run's prices"})
    goods = {"2025/26": Fraction(1_061_001, 1_037_000), "2026/27": Fraction(1)}
    paid = {
        (row.spend_id, row.refund_id): row.counted_pence
        for row in db.session.scalars(select(RunPurchase).where(RunPurchase.run_id == plain.id))
    }
    bought = list(db.session.scalars(select(RunPurchase).where(RunPurchase.run_id == run.id)))
    assert {financial_year_label(row.bought_on) for row in bought} == {"2025/26", "2026/27"}
    for row in bought:
        expected = paid[row.spend_id, row.refund_id] * goods[financial_year_label(row.bought_on)]
        assert row.counted_pence == rounded(expected)
    sums, before = totals_of(run).sums, totals_of(plain).sums
    assert sums.out_by_pence == 0
    assert sums.all_entries_pence > before.all_entries_pence
    # As logged, to the penny: what the run without a price year came to, family by family.
    plain_costs = {row.family_id: row for row in family_costs_of(db.session(), plain.id)}
    logged = list(db.session.scalars(select(RunAsLogged).where(RunAsLogged.run_id == run.id)))
    assert {row.family_id for row in logged} == set(plain_costs)
    for each in logged:
        cost = plain_costs[each.family_id]
        assert each.purchases_pence + each.time_pence == cost.total_pence
        for name in ("purchases_pence", "other_help_pence", "deciding_pence", "set_up_pence", "evaluation_pence"):
            assert getattr(each, name) == getattr(cost, name)
    for arm in arm_prices(db.session(), run.id):
        assert arm.as_logged_pence == sum(row.total_pence for row in plain_costs.values() if row.arm == arm.arm)
        assert arm.uprated_pence > arm.as_logged_pence > 0
    assert arm_prices(db.session(), plain.id) == []


def _entries_reckoned_anew(plain: CostingRun, run: CostingRun) -> None:
    before = {row.entry_id: row for row in db.session.scalars(select(RunEntry).where(RunEntry.run_id == plain.id))}
    goods = {"2025/26": Fraction(1_061_001, 1_037_000), "2026/27": Fraction(1)}
    rates = {row.id: row for row in db.session.scalars(select(RunRate).where(RunRate.run_id == run.id))}
    entries = list(db.session.scalars(select(RunEntry).where(RunEntry.run_id == run.id)))
    assert len(entries) == len(before) > 20
    moved = 0
    for entry in entries:
        rate, was = rates[entry.rate_id], before[entry.entry_id]
        annual = rate.salary_pence + rate.oncosts_pence + rate.overhead_direct_pence + rate.overhead_indirect_pence
        pay = Fraction(1_082_000, 1_046_003)
        assert (rate.index_base, rate.index_of, rate.price_year) == (1_082_000, 1_046_003, "2025/26")
        minute = Fraction(annual, rate.minutes_per_year) * pay
        for kind in ("contact", "preparation", "travel"):
            assert getattr(entry, f"{kind}_cost_pence") == rounded(getattr(entry, f"{kind}_minutes") * minute)
        of_day = goods[financial_year_label(entry.worked_on)]
        assert (entry.paid_mileage_pence, was.paid_mileage_pence) == (was.mileage_cost_pence, None)
        assert entry.mileage_cost_pence == rounded(was.mileage_cost_pence * of_day)
        assert entry.expenses_pence == rounded(was.expenses_pence * of_day)
        moved += entry.mileage_cost_pence != was.mileage_cost_pence
        if was.uplift_pence:
            assert rate.ratio_thousandths is not None
            uplifted = entry.contact_minutes * minute * Fraction(rate.ratio_thousandths, 1_000)
            assert entry.uplift_pence == rounded(uplifted)
    assert db.session.scalar(select(func.sum(RunEntry.uplift_pence)).where(RunEntry.run_id == run.id))


def test_a_year_that_an_index_lacks_stops_a_run_in_words(world: World) -> None:
    study = study_world(world).study
    with transaction():
        goods = replace(DEFLATOR, indices=read_indices("2024/25 100\n2026/27 103"))
        pay = replace(PAY, indices=read_indices("2024/25 100\n2026/27 103"))
        in_prices_of(study, "2026/27", pay, goods)
    missing = blocks_of_study(study)
    assert any("no value for 2025/26, in whose prices the post “Social worker” stands" in words for words in missing)
    assert any("The index for goods, miles and expenses" in words and "2025/26." in words for words in missing)
    with pytest.raises(Refusal, match="A costing run cannot be made yet"):
        made(study)
    assert db.session.query(CostingRun).count() == 0
    with transaction():
        set_study_prices(None, study, price_year=None, on=ON, at=AT)
    assert made(study).price_year is None


def test_prices_are_chosen_among_the_studys_own_editions(world: World) -> None:
    """An edition stands once; a price year needs series of this study that have it."""
    study = study_world(world).study
    with transaction():
        own = series_of(study)
        with pytest.raises(Refusal, match="has GDP deflator at market prices"):
            series_of(study)
        with pytest.raises(Refusal, match="not published yet"):
            add_price_series(None, study, replace(PAY, published_on=ON.replace(year=2027)), on=ON, at=AT)

        def choose(year: str, pay: uuid.UUID | None) -> None:
            set_study_prices(
                None,
                study,
                price_year=year,
                pay_series_id=pay,
                goods_series_id=own.id,
                on=ON,
                at=AT,
            )

        with pytest.raises(Refusal, match="Choose one of the study's series") as wrong:
            choose("2026/27", None)
        assert wrong.value.field == "pay_series"
        with pytest.raises(Refusal, match="no value for 2031/32") as lacking:
            choose("2031/32", own.id)
        assert lacking.value.field == "pay_series"
        choose("2026/27", own.id)
    assert [each.name for each in price_series_of(study.id)] == [DEFLATOR.name]


def test_costs_of_later_years_are_discounted_beside_the_run(world: World) -> None:
    """From each family's own start, one sum a year, rounded once; what the run itself says does not move."""
    study = study_world(world).study
    with transaction():
        # A cost before the start, in the first year, and exactly a year after it.
        db.session.merge(world.family).allocated_on = date(2025, 4, 13)
        set_study_prices(None, study, price_year=None, discounting=GREEN_BOOK, on=ON, at=AT)
    run = made(study)
    assert (run.discount_basis_points, run.discount_source) == (350, "HM Treasury, The Green Book")
    kept = family_costs_of(db.session(), run.id)
    rows = discounted_rows(db.session(), run.id)
    for row in rows:
        for column in ("total", "other_help", "deciding"):
            pence, present = getattr(row, f"{column}_pence"), getattr(row, f"present_{column}_pence")
            assert present == rounded(Fraction(pence) / Fraction(1035, 1000) ** row.years)
    for cost in kept:
        of_family = [row for row in rows if row.family_id == cost.family_id]
        assert sum(row.total_pence for row in of_family) == cost.total_pence
        assert sum(row.other_help_pence for row in of_family) == cost.other_help_pence
    ours = {row.years: row for row in rows if row.family_id == world.family.id}
    assert set(ours) == {0, 1}
    start = date(2025, 4, 13)
    lines = select(RunLine.family_id, RunEntry.worked_on, RunEntry.contact_minutes).join(
        RunEntry, (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    )
    days = [
        row.worked_on
        for row in db.session.execute(lines.where(RunLine.run_id == run.id, RunLine.family_id == world.family.id))
    ]
    assert any(completed_years(start, day) == 1 for day in days)
    assert date(2026, 4, 13) in days
    assert ours[1].present_total_pence < ours[1].total_pence
    assert ours[0].present_total_pence == ours[0].total_pence > 0
    assert discounted_rows(db.session(), made_plain(study).id) == []


def made_plain(study: Study) -> CostingRun:
    with transaction():
        set_study_prices(None, study, price_year=None, on=ON, at=AT)
    return made(study)


def test_the_green_books_steps() -> None:
    """1,000 pounds count for 966.18 after a year, 933.51 after two, 345.90 after 31; a year before the start counts whole."""
    assert [present_pence(1_000_00, years, 350) for years in (0, 1, 2, 31)] == [1_000_00, 966_18, 933_51, 345_90]
    assert present_pence(1_000_00, 76, 350) == rounded(
        100_000 / (Fraction(1035, 1000) ** 30 * Fraction(103, 100) ** 45 * Fraction(1025, 1000))
    )
    assert years_since(date(2026, 4, 2), date(2026, 4, 1)) == 0
    assert years_since(date(2026, 4, 2), date(2027, 4, 1)) == 0
    assert years_since(date(2026, 4, 2), date(2027, 4, 2)) == 1
