"""Mileage, shares, blocks, completeness of logs, purchases and family costs."""

import doctest
import importlib
import pkgutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from budgettracker import costing
from budgettracker.costing.kinds import Missing, Mode, VatRule, Vehicle
from budgettracker.costing.method.apportion import portions
from budgettracker.costing.method.inputs import ContractedMonth, PostHeld
from budgettracker.costing.method.mileage import Odometer
from budgettracker.costing.method.purchases import Purchase, counted
from budgettracker.costing.rates.rules import typed
from budgettracker.costing.rates.rules.mileage import APPROVED_RATES, rate_on
from budgettracker.costing.results.rules.unsupported_rates import RateUsed, in_force, unsupported_rates
from budgettracker.costing.run.rules.blocks import WorkedDay, find_blocks, lacking_days
from budgettracker.costing.run.rules.completeness import contracted_minutes, mode_a_statement
from budgettracker.costing.run.rules.family_costs import per_child_pence, per_family_month_pence
from budgettracker.costing.run.rules.price_years import old_prices, price_years_in_words
from budgettracker.errors import Refusal
from budgettracker.periods import Period
from budgettracker.spend.kinds import VatStatus
from tests.factories.costing import DAY, LEAVE, PENNY_A_MINUTE, book, entry, equally, family_costs, member, ran, scope

RATES = book(PENNY_A_MINUTE)


@pytest.mark.parametrize(
    "module", [each.name for each in pkgutil.walk_packages(costing.__path__, "budgettracker.costing.")]
)
def test_examples_in_the_words_of_the_rules_hold(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_miles_are_45p_to_ten_thousand_a_person_year_then_25p():
    """9,990 miles, then 20: 10 x 45p + 10 x 25p = 700p; the year starts again on 6 April."""
    result = ran(
        scope(miles_before={"ann": 9_980_00}),
        RATES,
        [
            entry("E1", "F1", worked_on=date(2026, 4, 5), miles_hundredths=10_00),
            entry("E3", "F1", worked_on=date(2026, 4, 5), miles_hundredths=20_00),
            entry("E4", "F1", worked_on=date(2026, 4, 6), miles_hundredths=20_00),
        ],
    )
    assert [entry.pence.mileage for entry in result.entries] == [450, 700, 900]


def test_each_workers_miles_are_counted_apart_in_order_of_date_then_entry():
    result = ran(
        scope(posts={"ann": "Penny", "ben": "Penny"}, miles_before={"ann": 9_999_00}),
        RATES,
        [
            entry("E9", "F1", worked_on=date(2026, 4, 2), miles_hundredths=1_00),
            entry("E2", "F1", worked_on=date(2026, 4, 3), miles_hundredths=1_00),
            entry("E5", "F1", worker="ben", worked_on=date(2026, 4, 3), miles_hundredths=1_00),
        ],
    )
    assert {entry.work.ref: entry.pence.mileage for entry in result.entries} == {"E9": 45, "E2": 25, "E5": 45}


@pytest.mark.parametrize(
    "vehicle, passengers, pence",
    [(Vehicle.CAR, 0, 55), (Vehicle.CAR, 2, 68), (Vehicle.MOTORCYCLE, 0, 30), (Vehicle.BICYCLE, 0, 25)],
)
def test_a_vehicle_has_its_own_rate_rounded_half_up_once(vehicle, passengers, pence):
    """1.23 miles: car 55.35, with two passengers 55.35 + 12.30 = 67.65, motorcycle 29.52, bicycle 24.60."""
    assert Odometer(DAY).pence(APPROVED_RATES[0], DAY, 1_23, vehicle, passengers) == pence


def test_there_is_no_mileage_rate_before_the_first():
    assert rate_on(APPROVED_RATES, date(2011, 4, 5)) is None
    assert rate_on(APPROVED_RATES, date(2011, 4, 6)) is APPROVED_RATES[0]


def test_shares_come_in_order_of_reference_and_a_family_named_twice_has_two():
    assert equally(["F2", None, "F1", "F2", None]) == (("F1", 1), ("F2", 2), (None, 2))


@pytest.mark.parametrize("weights", [[], [0], [3, -1]])
def test_portions_need_something_to_share_by(weights):
    with pytest.raises(ValueError, match="shares need weights"):
        portions(weights)


def test_blocks_name_everything_that_is_missing_at_once():
    within = scope(
        Mode.CLIENT_TIME,
        posts_held={
            "ann": (PostHeld("Penny", Period(date(2026, 4, 1), date(2026, 5, 1))),),
            "cal": (PostHeld("Driver", Period(date(2026, 4, 1), date(2027, 4, 1))),),
        },
    )
    days = [
        WorkedDay("ann", date(2026, 4, 30)),
        WorkedDay("ann", date(2026, 5, 1)),
        WorkedDay("ann", date(2026, 5, 3)),
        WorkedDay("ben", date(2026, 5, 2)),
        WorkedDay("cal", date(2026, 5, 2), has_miles=True),
    ]
    result = find_blocks(within, RATES, days, mileage=())
    assert [(block.missing, block.of, block.message) for block in result] == [
        (Missing.MILEAGE, "", "There is no mileage rate (needed on 2 May 2026)."),
        (Missing.POST, "ann", "ann has no post (needed from 1 May 2026 to 3 May 2026)."),
        (Missing.POST, "ben", "ben has no post (needed on 2 May 2026)."),
        (Missing.RATE, "Driver", "The post “Driver” has no cost (needed on 2 May 2026)."),
        (Missing.RATIO, "Penny", "The post “Penny” has no ratio, which mode B needs (needed on 30 April 2026)."),
    ]
    assert find_blocks(scope(), RATES, [WorkedDay("ann", DAY, True)]) == []


def test_only_days_that_lack_something_are_looked_for():
    """Day by day over two years, with every change of post, rate and mileage and the days beside it."""
    dates = Period(date(2026, 4, 1), date(2028, 4, 1))
    rates = book(PENNY_A_MINUTE)
    held = {
        "ann": (
            PostHeld("Penny", Period(date(2026, 4, 2), date(2026, 5, 1))),
            PostHeld("Penny", Period(date(2026, 5, 1), date(2026, 6, 1))),
            PostHeld("Driver", Period(date(2026, 6, 3), date(2026, 7, 1))),
        ),
        "cal": (PostHeld("Penny", Period(date(2020, 1, 1), date(2040, 1, 1))),),
    }
    mileage = [replace(APPROVED_RATES[0], starts_on=date(2026, 4, 30)), replace(APPROVED_RATES[0], starts_on=DAY)]
    workers = ["ann", "ben", "cal"]
    for mode in Mode:
        within = scope(mode, dates=dates, posts_held=held)
        lacking = lacking_days(within, rates, workers, mileage)
        stopped: set[tuple[str | None, date]] = set()
        for worker in workers:
            for n in range(dates.days):
                day = dates.start + timedelta(days=n)
                if find_blocks(within, rates, [WorkedDay(worker, day)], mileage):
                    stopped.add((worker, day))
                if find_blocks(within, rates, [WorkedDay("", day, has_miles=True)], mileage)[0].missing == "mileage":
                    stopped.add((None, day))
        named = {(worker, days.start + timedelta(days=n)) for worker, days in lacking for n in range(days.days)}
        assert named == stopped
        assert {("ann", date(2026, 4, 1)), ("ann", date(2026, 6, 3)), ("ben", DAY), (None, date(2026, 4, 29))} <= named
        assert (("cal", DAY) in named) is (mode is Mode.CLIENT_TIME)
        assert len(lacking) < 12


MAY = ("ann", date(2026, 5, 1))
PENNIES = dict.fromkeys(("ann", "ben", "cal"), "Penny")


@pytest.mark.parametrize("logged, supported", [(79, False), (80, True)])
def test_a_month_logged_below_four_fifths_of_contracted_time_less_absence_is_not_supported(logged, supported):
    """120 minutes contracted, 20 absent: 80 of 100 is enough. Leave is not logged work."""
    result = ran(
        scope(contracted={MAY: ContractedMonth(120, 20)}),
        RATES,
        [
            entry("E1", "F1", contact_minutes=logged - 9),
            entry("E2", contact_minutes=9),
            entry("E3", activity=LEAVE, contact_minutes=20),
        ],
    )
    (month,) = result.months
    assert (month.logged_minutes, month.family_minutes, month.pool_minutes) == (logged, logged - 9, 9)
    assert month.supported is supported


def test_time_above_the_hours_paid_is_told_and_scaled_away_beside_the_headline():
    """125 minutes logged, 100 paid. Families bear 60 of contact and 65 / 2 (60 of 120 family minutes) of time for nobody.

    The pool also holds 13 pence of expenses, which nobody works: of its half, 39, 32.5 are time: 33. 93 scaled to 100 of
    185 minutes is 50.27: 50 are paid, 43 are not. A worker within their hours, and one of unknown hours, have none.
    """
    result = ran(
        scope(contracted={MAY: ContractedMonth(120, 20), ("ben", MAY[1]): ContractedMonth(60)}, posts=PENNIES),
        RATES,
        [
            entry("E1", "F1", contact_minutes=60),
            entry("E2", None, contact_minutes=60),
            entry("E3", contact_minutes=65, expenses_pence=13),
            entry("E4", "F1", contact_minutes=60, worker="ben"),
            entry("E5", "F1", contact_minutes=999, worker="cal"),
        ],
    )
    values = {month.worker: (month.families_pence, month.unpaid_minutes, month.unpaid_pence) for month in result.months}
    assert values == {"ann": (93, 85, 43), "ben": (60, 0, 0), "cal": (999, 0, 0)}


def test_price_years_are_named_and_old_ones_warned_of():
    posts = [("Westmoor", "Social worker", "2022/23"), ("Westmoor", "Driver", "2025/26"), ("East", "Driver", "2026/27")]
    assert old_prices(posts, date(2026, 3, 20)) == [
        "Social worker (Westmoor) stands in prices of 2022/23, before the study's first day: its time counts for less than "
        "was paid. Give the post a cost of a later year."
    ]
    assert old_prices(posts[1:], date(2026, 3, 20)) == []
    named = price_years_in_words([], date(2026, 4, 1), date(2026, 5, 12))
    assert named == "Each cost in its own year's prices: purchases of 2026/27"


def test_each_rate_that_prices_its_work_badly_is_named():
    """Prices by the last and first day on which a rate is in force, so that one of two years is named once."""
    sound = RateUsed("West", "Driver", date(2025, 4, 1), "2025/26", 5, 5, 5, 0, None)
    rates = [
        sound,
        replace(sound, starts_on=date(2026, 4, 1), price_year="2026/27"),
        replace(sound, post="Nurse", oncosts_pence=0, overheads_pence=0, capital_pence=0),
        replace(
            sound, post="Agency", price_year="2027/28", oncosts_pence=0, capital_pence=0, agency_vat=VatStatus.UNKNOWN
        ),
    ]
    days = in_force(rates, date(2026, 3, 20), date(2026, 5, 12))
    nurse, agency = "Nurse (West), prices of 2025/26", "Agency (West), prices of 2027/28"
    driver = ["Driver (West, 20 March 2026 to 31 March 2026), prices of 2025/26"]
    driver.append("Driver (West, 1 April 2026 to 12 May 2026), prices of 2026/27")
    named = [each.rates for each in unsupported_rates(days, uprated=False, with_qualifications=False)]
    assert named == [[nurse], [agency], [nurse], [nurse], [nurse], [agency], driver]
    named = [each.rates for each in unsupported_rates(days, uprated=True, with_qualifications=True)]
    assert named == [[nurse], [nurse], [nurse], [*driver, nurse], [agency], driver]


def test_a_worker_who_logged_nothing_and_one_of_unknown_hours_are_told():
    result = ran(
        scope(contracted={("ben", date(2026, 5, 1)): ContractedMonth(120)}),
        RATES,
        [entry("E1", "F1", contact_minutes=5)],
    )
    assert [(month.worker, month.supported) for month in result.months] == [("ann", False), ("ben", False)]
    assert mode_a_statement(result.months) == (
        "Mode A is not supported for 2 of 2 worker-months: 1 have less than 80% of contracted hours less absence logged, "
        "and for 1 the contracted hours are not known."
    )
    assert mode_a_statement([]) is None


def test_contracted_minutes_are_a_fifth_of_the_week_a_weekday():
    assert contracted_minutes(2220, Period(date(2026, 5, 1), date(2026, 6, 1))) == 2220 * 21 // 5


def bought(pence, **more):
    return Purchase("S1", "F1", DAY, pence, **more)


@pytest.mark.parametrize(
    "purchase, rule, pence",
    [
        (bought(120_00), VatRule.NET_OF_RECOVERABLE, 120_00),
        (bought(120_00, vat_pence=20_00, vat_status=VatStatus.RECOVERABLE), VatRule.NET_OF_RECOVERABLE, 100_00),
        (bought(120_00, vat_pence=20_00, vat_status=VatStatus.RECOVERABLE), VatRule.GROSS, 120_00),
        (bought(120_00, vat_pence=20_00, vat_status=VatStatus.NOT_RECOVERABLE), VatRule.NET_OF_RECOVERABLE, 120_00),
        (bought(120_00, vat_pence=20_00), VatRule.NET_OF_RECOVERABLE, 120_00),
        (
            bought(12_00, vat_pence=2_00, vat_status=VatStatus.RECOVERABLE, is_refund=True),
            VatRule.NET_OF_RECOVERABLE,
            -10_00,
        ),
    ],
)
def test_a_purchase_counts_less_recoverable_tax_and_a_refund_below_zero(purchase, rule, pence):
    assert counted(purchase, rule).counted_pence == pence


def test_cost_per_child_is_of_children_in_scope():
    costs = family_costs(scope(members={"F1": member(children=3), "F2": member(children=0)}), purchases_pence=90_00)
    assert per_child_pence(costs["F1"]) == 30_00
    assert per_child_pence(costs["F2"]) is None


def test_cost_per_month_counts_open_days_within_the_study():
    """90.00 over 61 days: 90 x 30.4375 / 61 = 44.91."""
    days = Period(date(2026, 2, 1), date(2026, 6, 1))
    row = family_costs(scope(members={"F1": member(open_days=days)}), purchases_pence=90_00)["F1"]
    assert row.open_days == 61
    assert per_family_month_pence(row) == 44_91


def test_ratios_hours_and_overheads_are_read_as_typed():
    assert typed.ratio_thousandths("1.38") == 1380
    assert typed.ratio_thousandths(" ") is None
    assert typed.whole_minutes_per_year("1,607.33") == 96_440
    assert typed.overhead("29.25%", "overhead_direct").basis_points == 2925
    assert typed.overhead("", "overhead_direct").pence == 0
    for wrong in ("0.1234", "1:2", "-1", "１"):
        with pytest.raises(Refusal):
            typed.ratio_thousandths(wrong)
