"""What the pages about posts ask for, with the words for each mistake."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from budgettracker.costing.kinds import DecidingBy, OtherClass, RatioKind
from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.rates.rules import build_up, typed
from budgettracker.costing.rates.rules.build_up import BASIS_POINTS, THOUSANDTHS
from budgettracker.costing.rates.rules.mileage import PAID, MileageRate, pence_of_tenths
from budgettracker.costing.rates.rules.other_cost import OtherCost
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.errors import Refusal
from budgettracker.money import pounds_plain
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, WholeNumberField, offered

COMPUTED, ENTERED, NO_RATIO = "computed", "entered", "none"
ONCOSTS = [
    (COMPUTED, "Work them out from National Insurance and our pension rate"),
    (ENTERED, "Enter an amount"),
]
RATIO_KINDS = [
    *((kind, kind.words) for kind in (RatioKind.CLIENT_RELATED, RatioKind.FACE_TO_FACE)),
    (NO_RATIO, "No ratio"),
]
RATIO_HINTS = {**{str(kind): kind.hint for kind in RatioKind}, NO_RATIO: "Enough where all time is logged"}


class AddPostForm(PageForm):
    """A kind of staff."""

    name = StringField("Name", [Needed("Enter the post's name.")])


class PostCostForm(PageForm):
    """What a post costs a year from a day on, as finance states it."""

    starts_on = DateField("From which day?", [Needed("Enter the day this cost begins.")], called="The day")
    price_year = StringField("Price year", [Needed("Enter the price year, like 2026/27.")])
    salary = MoneyField("Salary", [Needed("Enter the salary for a year.")], called="The salary")
    oncosts_are = RadioField(
        "On-costs: employer National Insurance and pension",
        [Needed("Choose where the on-costs come from.")],
        choices=ONCOSTS,
        default=COMPUTED,
    )
    oncosts = MoneyField("On-costs for a year", called="The on-costs", allow_zero=True)
    overhead_direct = StringField("Direct overheads")
    overhead_indirect = StringField("Indirect overheads")
    capital = MoneyField("Capital overheads for a year", called="The capital overheads", allow_zero=True)
    qualifications = MoneyField("Qualifications, the share of a year", called="The qualifications", allow_zero=True)
    hours_per_year = StringField("Hours paid and worked in a year", [Needed("Enter the hours of a year.")])
    ratio_kind = RadioField(
        "Which hour is the ratio of indirect time for?",
        [Needed("Choose what the ratio is for.")],
        choices=RATIO_KINDS,
        default=NO_RATIO,
    )
    ratio = StringField("Ratio: indirect hours to one such hour")
    source = TextAreaField("Where do these figures come from?", [Needed("Say where the figures come from.")])

    def validate_price_year(self, field: Any) -> None:
        """A financial year."""
        _read(parse_price_year, field)

    def validate_oncosts(self, field: Any) -> None:
        """An amount where one was promised."""
        if self.oncosts_are.data == ENTERED and field.data is None:
            raise ValidationError("Enter the on-costs for a year; 0 if there are none.")

    def validate_overhead_direct(self, field: Any) -> None:
        """Pounds or percent."""
        _read(typed.overhead, field)

    def validate_overhead_indirect(self, field: Any) -> None:
        """Pounds or percent."""
        _read(typed.overhead, field)

    def validate_hours_per_year(self, field: Any) -> None:
        """Hours in figures."""
        _read(typed.whole_minutes_per_year, field)

    def validate_ratio(self, field: Any) -> None:
        """A number where a kind of hour was chosen."""
        thousandths = _read(typed.ratio_thousandths, field)
        if self.ratio_kind.data != NO_RATIO and thousandths is None:
            raise ValidationError("Enter the ratio, like 0.38, or choose “No ratio”.")

    def cost(self, post: str) -> build_up.PostCost:
        """What was entered about the cost of the post of that name, in pence and minutes."""
        with_ratio = self.ratio_kind.data != NO_RATIO
        return build_up.PostCost(
            post=post,
            starts_on=self.starts_on.data,
            price_year=self.price_year.data or "",
            salary_pence=self.salary.data,
            oncosts_pence=self.oncosts.data if self.oncosts_are.data == ENTERED else None,
            qualifications_pence=self.qualifications.data or 0,
            overhead_direct=typed.overhead(self.overhead_direct.data or "", "overhead_direct"),
            overhead_indirect=typed.overhead(self.overhead_indirect.data or "", "overhead_indirect"),
            capital_pence=self.capital.data or 0,
            minutes_per_year=typed.whole_minutes_per_year(self.hours_per_year.data or ""),
            ratio_thousandths=typed.ratio_thousandths(self.ratio.data or "") if with_ratio else None,
            ratio_kind=RatioKind(self.ratio_kind.data) if with_ratio else None,
            source=self.source.data or "",
        )


class PensionRateForm(PageForm):
    """The employer pension rate an authority pays from a day on."""

    rate = StringField("Rate", [Needed("Enter the rate in percent of salary, like 19.8.")])
    starts_on = DateField("First day", [Needed("Enter the first day of this rate.")], called="The first day")
    ends_on = DateField("Last day", called="The last day")
    source = TextAreaField("Where does the rate come from?", [Needed("Say where the rate comes from.")])

    def validate_rate(self, field: Any) -> None:
        """Percent with at most two figures after the point."""
        _read(_basis_points, field)

    def basis_points(self) -> int:
        """The rate in hundredths of a percent."""
        return _basis_points(self.rate.data or "", "rate")


class MileageRateForm(PageForm):
    """What a mile costs from a day on, by vehicle."""

    starts_on = DateField("From which day?", [Needed("Enter the first day of these rates.")], called="The day")
    car = StringField("A car", [Needed("Enter the rate of a car, like 45.")])
    car_limit = StringField("Miles of a year at that rate", [Needed("Enter the miles, like 10,000.")])
    car_after = StringField("A car beyond those miles", [Needed("Enter the rate beyond those miles, like 25.")])
    passenger = StringField("Each passenger", [Needed("Enter the rate of a passenger, like 5; 0 if there is none.")])
    motorcycle = StringField("A motorcycle", [Needed("Enter the rate of a motorcycle, like 24.")])
    bicycle = StringField("A bicycle", [Needed("Enter the rate of a bicycle, like 20.")])
    source = TextAreaField("Where do the rates come from?", [Needed("Say where the rates come from.")])

    def validate_car(self, field: Any) -> None:
        """Pence a mile."""
        _read(typed.tenths_of_penny, field)

    validate_car_after = validate_passenger = validate_motorcycle = validate_bicycle = validate_car

    def validate_car_limit(self, field: Any) -> None:
        """Whole miles."""
        _read(typed.miles_hundredths, field)

    def rate(self) -> MileageRate:
        """The rates in tenths of a penny a mile, the miles in hundredths."""
        return MileageRate(
            starts_on=self.starts_on.data,
            car_limit_hundredths=typed.miles_hundredths(self.car_limit.data or "", "car_limit"),
            source=(self.source.data or "").strip(),
            **{f"{name}_tenths": typed.tenths_of_penny(self[name].data or "", name) for name in PAID},
        )


class OtherCostForm(PageForm):
    """A cost of a service that no post, purchase or entry holds."""

    what = StringField("What is it?", [Needed("Say what it is.")])
    cost_class = RadioField(
        "What is it part of?",
        [Needed("Choose what it is part of.")],
        choices=offered((each, each.words) for each in OtherClass),
        default=OtherClass.SET_UP,
    )
    used_from = DateField("From which day does it serve?", [Needed("Enter the first day.")], called="The day")
    amount = MoneyField("Amount paid", [Needed("Enter what was paid.")], called="The amount")
    life = WholeNumberField("For how many years?")
    rate = StringField("Rate by which it is spread over them")
    intervention = SelectField("Whose cost is it?", default="")
    source = TextAreaField("Where does the figure come from?", [Needed("Say where the figure is from.")])

    def validate_rate(self, field: Any) -> None:
        """Percent with at most two figures after the point, or nothing."""
        if field.data:
            _read(_basis_points, field)

    def cost(self) -> OtherCost:
        """What was entered, in pence, years and basis points."""
        return OtherCost(
            what=" ".join((self.what.data or "").split()),
            cost_class=OtherClass(self.cost_class.data),
            used_from=self.used_from.data,
            pence=self.amount.data,
            life_years=self.life.data or 0,
            rate_basis_points=_basis_points(self.rate.data, "rate") if self.rate.data else 0,
            intervention=self.intervention.data or None,
            source=self.source.data or "",
        )


def other_cost_form(interventions: Sequence[str]) -> OtherCostForm:
    """The form with the authority's interventions."""
    form = OtherCostForm()
    form.intervention.choices = offered(((name, name) for name in interventions), none="Of any work with families")
    return form


def as_paid(rate: MileageRate) -> dict[str, str]:
    """The rates in force as a form shows them: seldom all of them change."""
    pence = {name: pence_of_tenths(getattr(rate, f"{name}_tenths")).removesuffix("p") for name in PAID}
    return pence | {"car_limit": f"{rate.car_limit_hundredths // 100:,}"}


DECIDING_HINTS = {str(source): source.hint for source in DecidingBy}


class DecidingForm(PageForm):
    """Where the time of deciding comes from, and from which day on."""

    source = RadioField(
        "Where does the time of deciding come from?",
        [Needed("Choose where it comes from.")],
        choices=[(source, source.words) for source in DecidingBy],
    )
    starts_on = DateField("From which day?", [Needed("Enter the first day.")], called="The day")


def as_before(cost: PostCost | None) -> dict[str, Any]:
    """What seldom changes from one cost of a post to the next, as a form shows it; salaries are typed anew."""
    if cost is None:
        return {}
    ratio = cost.ratio_thousandths
    return {
        "oncosts_are": COMPUTED if cost.oncosts_pence is None else ENTERED,
        "overhead_direct": _overhead_typed(cost.overhead_direct_pence, cost.overhead_direct_basis_points),
        "overhead_indirect": _overhead_typed(cost.overhead_indirect_pence, cost.overhead_indirect_basis_points),
        "hours_per_year": _plain(cost.minutes_per_year, 60),
        "ratio_kind": cost.ratio_kind or NO_RATIO,
        "ratio": "" if ratio is None else _plain(ratio, THOUSANDTHS),
    }


def _overhead_typed(pence: int | None, basis_points: int | None) -> str:
    if basis_points is not None:
        return f"{_plain(basis_points * 100, BASIS_POINTS)}%"
    return pounds_plain(pence) if pence else ""


def _plain(numerator: int, denominator: int) -> str:
    """A number as somebody types it, with at most four figures after the point."""
    whole, rest = divmod(numerator, denominator)
    figures = f"{rest * 10_000 // denominator:04d}".rstrip("0")
    return f"{whole}.{figures}" if figures else str(whole)


def _basis_points(text: str, field: str) -> int:
    points = typed.pension_basis_points(text, field)
    if points > BASIS_POINTS:
        raise Refusal(field, "Give the rate in percent of salary, from 0 to 100.")
    return points


def _read(reader: Any, field: Any) -> Any:
    try:
        return reader(field.data or "", field.name)
    except Refusal as refusal:
        raise ValidationError(refusal.message) from None
