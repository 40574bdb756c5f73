"""What the pages about rates, other costs and deciding ask for, with the words for each mistake."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField

from budgettracker.costing.kinds import DecidingBy, OtherClass
from budgettracker.costing.rates.forms.reading import basis_points, read
from budgettracker.costing.rates.rules import typed
from budgettracker.costing.rates.rules.mileage import PAID, MileageRate, pence_of_tenths
from budgettracker.costing.rates.rules.other_cost import OtherCost
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, WholeNumberField, offered


class PensionRateForm(PageForm):
    """The employer pension rate an authority pays from a day on."""

    rate = StringField("Rate", [Needed("Enter the rate in percent of salary, like 19.8.")])
    starts_on = DateField("First day", [Needed("Enter the first day of this rate.")], called="The first day")
    ends_on = DateField("Last day", called="The last day")
    source = TextAreaField("Where does the rate come from?", [Needed("Say where the rate comes from.")])

    def validate_rate(self, field: Any) -> None:
        """Percent with at most two figures after the point."""
        read(basis_points, field)

    def basis_points(self) -> int:
        """The rate in hundredths of a percent."""
        return basis_points(self.rate.data or "", "rate")


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
        read(typed.tenths_of_penny, field)

    validate_car_after = validate_passenger = validate_motorcycle = validate_bicycle = validate_car

    def validate_car_limit(self, field: Any) -> None:
        """Whole miles."""
        read(typed.miles_hundredths, field)

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
            read(basis_points, field)

    def cost(self) -> OtherCost:
        """What was entered, in pence, years and basis points."""
        return OtherCost(
            what=" ".join((self.what.data or "").split()),
            cost_class=OtherClass(self.cost_class.data),
            used_from=self.used_from.data,
            pence=self.amount.data,
            life_years=self.life.data or 0,
            rate_basis_points=basis_points(self.rate.data, "rate") if self.rate.data else 0,
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
        choices=offered((source, source.words) for source in DecidingBy),
    )
    starts_on = DateField("From which day?", [Needed("Enter the first day.")], called="The day")
