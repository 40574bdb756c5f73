"""The figures that prices of a run are made of, and how each is printed: pages and workbooks name by them what changed."""

from enum import StrEnum

from budgettracker.costing.rates.rules.mileage import pence_of_tenths
from budgettracker.costing.rates.rules.uprating import index_words, rate_words
from budgettracker.costing.rates.rules.working import hours_words, percent, ratio_words
from budgettracker.money import pounds

Value = int | str
"""A figure's value: a whole number of its smallest unit, or words."""


class Measure(StrEnum):
    """What a figure is in."""

    POUNDS_A_YEAR = "pounds a year"
    POUNDS_AN_HOUR = "pounds an hour"
    PERCENT = "percent"
    PERCENT_A_YEAR = "percent a year"
    HOURS = "hours a year"
    RATIO = "hours for an hour"
    PENCE_A_MILE = "pence a mile"
    MILES = "miles a year"
    INDEX = "index"
    WORDS = "words"

    @property
    def parts(self) -> int:
        """How many of the smallest unit, in which values are kept, make one."""
        return _PARTS.get(self, 100)


_PARTS = {Measure.HOURS: 60, Measure.RATIO: 1_000, Measure.PENCE_A_MILE: 10, Measure.INDEX: 10_000, Measure.WORDS: 1}


class PriceFigure(StrEnum):
    """One figure of a price: of a post's rate, of what a mile costs, of an index, or of the run's own."""

    PRICE_YEAR = "price_year"
    DISCOUNT_RATE = "discount_rate"
    PAY_SERIES = "pay_series"
    PAY_INDEX = "pay_index"
    GOODS_SERIES = "goods_series"
    GOODS_INDEX = "goods_index"
    SALARY = "post_salary"
    CHARGE = "post_charge"
    VAT_OF_CHARGE = "post_vat_of_charge"
    NI = "post_employer_ni"
    NI_THRESHOLD = "post_ni_threshold"
    PENSION = "post_employer_pension"
    ONCOSTS = "post_oncosts"
    QUALIFICATIONS = "post_qualifications"
    OVERHEAD_DIRECT_PERCENT = "post_overhead_direct_percent"
    OVERHEAD_DIRECT = "post_overhead_direct"
    OVERHEAD_INDIRECT_PERCENT = "post_overhead_indirect_percent"
    OVERHEAD_INDIRECT = "post_overhead_indirect"
    CAPITAL = "post_capital"
    HOURS = "post_hours_per_year"
    RATIO = "post_ratio"
    RATIO_KIND = "post_ratio_kind"
    YEAR_OF_RATE = "post_year_of_rate"
    HOUR = "post_hour"
    HOUR_WITH_RATIO = "post_hour_with_ratio"
    MILE_CAR = "mile_car"
    MILE_CAR_AFTER = "mile_car_after"
    MILES_LIMIT = "miles_limit"
    MILE_PASSENGER = "mile_passenger"
    MILE_MOTORCYCLE = "mile_motorcycle"
    MILE_BICYCLE = "mile_bicycle"

    @property
    def words(self) -> str:
        """The figure as pages name it."""
        return _NAMED[self][0]

    @property
    def measure(self) -> Measure:
        """What it is in."""
        return _NAMED[self][1]

    def shown(self, value: Value | None) -> str:
        """A value as pages print it."""
        if value is None:
            return "None"
        if isinstance(value, str):
            return value
        return {
            Measure.PERCENT: percent,
            Measure.PERCENT_A_YEAR: lambda points: f"{rate_words(points)}%",
            Measure.HOURS: hours_words,
            Measure.RATIO: ratio_words,
            Measure.PENCE_A_MILE: pence_of_tenths,
            Measure.MILES: lambda hundredths: f"{hundredths // 100:,}",
            Measure.INDEX: index_words,
        }.get(self.measure, pounds)(value)


_NAMED = {
    PriceFigure.PRICE_YEAR: ("Prices of the year", Measure.WORDS),
    PriceFigure.DISCOUNT_RATE: ("Discount rate, of discounted costs", Measure.PERCENT_A_YEAR),
    PriceFigure.PAY_SERIES: ("Series of the index for pay", Measure.WORDS),
    PriceFigure.PAY_INDEX: ("Index for pay", Measure.INDEX),
    PriceFigure.GOODS_SERIES: ("Series of the index for goods, miles and expenses", Measure.WORDS),
    PriceFigure.GOODS_INDEX: ("Index for goods, miles and expenses", Measure.INDEX),
    PriceFigure.SALARY: ("Salary", Measure.POUNDS_A_YEAR),
    PriceFigure.CHARGE: ("An agency's charge for an hour", Measure.POUNDS_AN_HOUR),
    PriceFigure.VAT_OF_CHARGE: ("Whether an agency's VAT comes back", Measure.WORDS),
    PriceFigure.NI: ("Employer National Insurance", Measure.PERCENT),
    PriceFigure.NI_THRESHOLD: ("Salary above which National Insurance is paid", Measure.POUNDS_A_YEAR),
    PriceFigure.PENSION: ("Employer pension", Measure.PERCENT),
    PriceFigure.ONCOSTS: ("On-costs", Measure.POUNDS_A_YEAR),
    PriceFigure.QUALIFICATIONS: ("Qualifications", Measure.POUNDS_A_YEAR),
    PriceFigure.OVERHEAD_DIRECT_PERCENT: ("Direct overheads, of salary and on-costs", Measure.PERCENT),
    PriceFigure.OVERHEAD_DIRECT: ("Direct overheads", Measure.POUNDS_A_YEAR),
    PriceFigure.OVERHEAD_INDIRECT_PERCENT: ("Indirect overheads, of salary and on-costs", Measure.PERCENT),
    PriceFigure.OVERHEAD_INDIRECT: ("Indirect overheads", Measure.POUNDS_A_YEAR),
    PriceFigure.CAPITAL: ("Capital overheads", Measure.POUNDS_A_YEAR),
    PriceFigure.HOURS: ("Hours of a year", Measure.HOURS),
    PriceFigure.RATIO: ("Indirect hours to one hour", Measure.RATIO),
    PriceFigure.RATIO_KIND: ("The hours the ratio is for", Measure.WORDS),
    PriceFigure.YEAR_OF_RATE: ("Year whose prices its cost stands in", Measure.WORDS),
    PriceFigure.HOUR: ("An hour comes to", Measure.POUNDS_AN_HOUR),
    PriceFigure.HOUR_WITH_RATIO: ("An hour with indirect time comes to", Measure.POUNDS_AN_HOUR),
    PriceFigure.MILE_CAR: ("A mile by car", Measure.PENCE_A_MILE),
    PriceFigure.MILE_CAR_AFTER: ("A mile by car after so many of a year", Measure.PENCE_A_MILE),
    PriceFigure.MILES_LIMIT: ("Miles a year at the first rate", Measure.MILES),
    PriceFigure.MILE_PASSENGER: ("A mile for a passenger", Measure.PENCE_A_MILE),
    PriceFigure.MILE_MOTORCYCLE: ("A mile by motorcycle", Measure.PENCE_A_MILE),
    PriceFigure.MILE_BICYCLE: ("A mile by bicycle", Measure.PENCE_A_MILE),
}
COMPUTED_FROM = {
    PriceFigure.ONCOSTS: PriceFigure.NI,
    PriceFigure.OVERHEAD_DIRECT: PriceFigure.OVERHEAD_DIRECT_PERCENT,
    PriceFigure.OVERHEAD_INDIRECT: PriceFigure.OVERHEAD_INDIRECT_PERCENT,
}
"""Amounts that follow from other figures wherever the second is stated."""
