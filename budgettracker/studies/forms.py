"""What the pages about studies ask for, with the words for each mistake."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from budgettracker.costing.kinds import Mode, Process, PurchasesCounted, VatRule, WorkCounted
from budgettracker.costing.rates.rules.event_count import EventCount
from budgettracker.costing.rates.rules.uprating import Discounting, Series, rate_words, read_discounting, read_indices
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import PriceSeries, Study, StudyPrices
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, WholeNumberField, offered

PROFILE_HINTS = {str(profile): profile.hint for profile in Profile}
MODE_HINTS = {str(mode): mode.hint for mode in Mode}


class StudyForm(PageForm):
    """A study's name, days, what it costs, how exactly rows leave, and what it is for."""

    name = StringField("Name", [Needed("Enter the study's name.")])
    starts_on = DateField("First day", [Needed("Enter the first day.")], called="The first day")
    ends_on = DateField("Last day", [Needed("Enter the last day.")], called="The last day")
    intervention = StringField("Intervention")
    profile = RadioField(
        "Who will the rows go to?",
        [Needed("Choose who the rows go to.")],
        choices=offered((profile, profile.words) for profile in Profile),
    )
    purpose = TextAreaField("What is the study for?", [Needed("Say what the study is for.")])


class AgreementForm(PageForm):
    """How an authority logs its time, and on what basis it agrees to a study."""

    mode = RadioField(
        "How does the authority log time?",
        [Needed("Choose how time is logged.")],
        choices=offered((mode, mode.words) for mode in Mode),
    )
    basis = TextAreaField(
        "On what basis does the authority agree?", [Needed("Say on what basis the authority agrees.")]
    )


class EvaluatorForm(PageForm):
    """Another evaluator of a study, and from which day to which."""

    email = StringField("Their email address", [Needed("Enter the evaluator's email address.")])
    starts_on = DateField("First day", [Needed("Enter the first day.")], called="The first day")
    ends_on = DateField("Last day", [Needed("Enter the last day.")], called="The last day")


class AgreeToEvaluatorForm(PageForm):
    """An authority's agreement to an evaluator: nothing is typed."""


AS_LOGGED, ONE_YEAR = "as_logged", "one_year"


class PricesForm(PageForm):
    """In which prices a study's runs stand."""

    prices = RadioField(
        "In which prices do runs stand?",
        [Needed("Choose in which prices runs stand.")],
        choices=offered(
            [(AS_LOGGED, "Each cost in its own year's prices"), (ONE_YEAR, "All costs in the prices of one year")]
        ),
    )
    price_year = StringField("Price year")
    pay_series = SelectField("Index for pay")
    goods_series = SelectField("Index for goods, miles and expenses")

    discount_rate = StringField("Discount rate")
    discount_source = StringField("Where is the rate from?")

    def validate_discount_rate(self, field: Any) -> None:
        """Percent with at most two figures after the point."""
        try:
            read_discounting(field.data or "", "somewhere")
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None

    def validate_discount_source(self, field: Any) -> None:
        """A source where there is a rate."""
        if self.discount_rate.data and not field.data:
            raise ValidationError("Say where the rate is from, like the Green Book of 2022.")

    def validate_price_year(self, field: Any) -> None:
        """A year where one was chosen."""
        if self.prices.data == ONE_YEAR and not field.data:
            raise ValidationError("Enter the price year, like 2026/27.")

    @property
    def of_one_year(self) -> bool:
        """Are costs brought to the prices of one year?"""
        return bool(self.prices.data == ONE_YEAR)

    def discounting(self) -> Discounting | None:
        """The discount rate with its source, if one was entered."""
        return read_discounting(self.discount_rate.data or "", self.discount_source.data or "")

    @property
    def pay_series_id(self) -> UUID | None:
        """The series that was chosen for pay."""
        return UUID(self.pay_series.data) if self.pay_series.data else None

    @property
    def goods_series_id(self) -> UUID | None:
        """The series that was chosen for goods."""
        return UUID(self.goods_series.data) if self.goods_series.data else None


def prices_form(series: Sequence[PriceSeries], now: StudyPrices | None) -> PricesForm:
    """The form with what holds now; the series are those of the study."""
    values: dict[str, object] = {"prices": AS_LOGGED}
    if now is not None and now.price_year is not None:
        chosen = {"pay_series": str(now.pay_series_id), "goods_series": str(now.goods_series_id)}
        values = {"prices": ONE_YEAR, "price_year": now.price_year, **chosen}
    if now is not None and now.discount_basis_points is not None:
        values |= {"discount_rate": rate_words(now.discount_basis_points), "discount_source": now.discount_source}
    form = PricesForm(data=values)
    choices = offered(((each.id, f"{each.name}, {each.edition}") for each in series), none="Choose")
    form.pay_series.choices = form.goods_series.choices = choices
    return form


class PriceSeriesForm(PageForm):
    """An edition of a price index, as its publication has it."""

    name = StringField("Index", [Needed("Enter what the publisher calls the index.")])
    edition = StringField("Edition", [Needed("Enter which edition it is.")])
    published_on = DateField("Published on", [Needed("Enter the day it was published.")], called="The day")
    indices = TextAreaField("Years and values", [Needed("Enter a financial year and its index on each line.")])
    source = TextAreaField("Where is it published?", [Needed("Say where the index was published.")])

    def validate_indices(self, field: Any) -> None:
        """A year and a number on each line."""
        try:
            read_indices(field.data or "")
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None

    def series(self) -> Series:
        """What was entered, indices in ten-thousandths."""
        return Series(
            name=" ".join((self.name.data or "").split()),
            edition=" ".join((self.edition.data or "").split()),
            published_on=self.published_on.data,
            source=self.source.data or "",
            indices=read_indices(self.indices.data or ""),
        )


WORK_HINTS = {str(counted): counted.hint for counted in WorkCounted}


class RunForm(PageForm):
    """What a run counts; nothing need be changed. A study of all work asks nothing about an intervention."""

    work_counted = RadioField(
        "What counts of the families' time?",
        choices=offered((counted, counted.words) for counted in WorkCounted),
        default=WorkCounted.ALL,
    )
    purchases_counted = RadioField(
        "Do purchases from the devolved budget count?",
        choices=offered((counted, counted.words) for counted in PurchasesCounted),
        default=PurchasesCounted.COUNTED,
    )
    vat_rule = RadioField(
        "How are purchases counted?",
        choices=offered((rule, rule.words) for rule in VatRule),
        default=VatRule.NET_OF_RECOVERABLE,
    )
    with_qualifications = BooleanField("Count the cost of qualifications in each hour")

    @property
    def own_time_only(self) -> bool:
        """Does the intervention's own time count alone?"""
        return "work_counted" in self and bool(self.work_counted.data == WorkCounted.OWN)

    @property
    def counts_purchases(self) -> bool:
        """Are purchases part of the total?"""
        return "purchases_counted" not in self or bool(self.purchases_counted.data == PurchasesCounted.COUNTED)


def run_form(intervention: str | None) -> RunForm:
    """The form of a study's next run: what an intervention asks is left away where none is studied."""
    form = RunForm()
    if intervention is None:
        del form.work_counted
        del form.purchases_counted
    return form


class EventsForm(PageForm):
    """How often something happened with families of an arm, and what one of them costs."""

    authority = SelectField("Authority", [Needed("Choose the authority.")])
    arm = RadioField("Whose families?", [Needed("Choose the arm.")], choices=offered((arm, arm.heading) for arm in Arm))
    happened = SelectField(
        "What happened?",
        [Needed("Choose what happened.")],
        choices=offered(((process, process.words) for process in Process), none="Choose"),
    )
    starts_on = DateField("First day counted", [Needed("Enter the first day.")], called="The first day")
    ends_on = DateField("Last day counted", [Needed("Enter the last day.")], called="The last day")
    number = WholeNumberField("How often?", [Needed("Enter how many there were.")])
    counted_by = TextAreaField("Where is the count from?", [Needed("Say where the count is from.")])
    unit_cost = MoneyField("What one of them costs", [Needed("Enter what one of them costs.")], called="The unit cost")
    price_year = StringField("Price year of the unit cost", [Needed("Enter the price year, like 2024/25.")])
    priced_by = TextAreaField("Where is the unit cost from?", [Needed("Say where the unit cost is from.")])

    def count(self) -> EventCount:
        """What was entered."""
        return EventCount(
            authority_id=UUID(self.authority.data),
            arm=Arm(self.arm.data),
            process=Process(self.happened.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            number=self.number.data or 0,
            unit_pence=self.unit_cost.data,
            price_year=(self.price_year.data or "").strip(),
            counted_by=(self.counted_by.data or "").strip(),
            priced_by=(self.priced_by.data or "").strip(),
        )


def events_form(study: Study) -> EventsForm:
    """The form with the study's authorities, and its days."""
    form = EventsForm(data={"starts_on": study.starts_on, "ends_on": study.ends_on})
    names = ((each.authority_id, each.authority.name) for each in study.authorities)
    form.authority.choices = offered(names, none="Choose")
    return form
