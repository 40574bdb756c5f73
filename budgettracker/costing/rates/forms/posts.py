"""What the pages about posts and their costs ask for, with the words for each mistake."""

from datetime import date
from typing import Any, TypedDict

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.forms.reading import read
from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.rates.rules import build_up, typed
from budgettracker.costing.rates.rules.agency import AgencyCharge
from budgettracker.costing.rates.rules.build_up import BASIS_POINTS, THOUSANDTHS
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.money import pounds_plain
from budgettracker.spend.kinds import VatStatus
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, offered

COMPUTED, ENTERED, NO_RATIO = "computed", "entered", "none"


ONCOSTS = offered(
    [(COMPUTED, "Work them out from National Insurance and our pension rate"), (ENTERED, "Enter an amount")]
)


RATIO_KINDS = offered(
    [*((kind, kind.words) for kind in (RatioKind.CLIENT_RELATED, RatioKind.FACE_TO_FACE)), (NO_RATIO, "No ratio")]
)


RATIO_HINTS = {**{str(kind): kind.hint for kind in RatioKind}, NO_RATIO: "Enough where all time is logged"}


class AddPostForm(PageForm):
    """A kind of staff."""

    name = StringField("Name", [Needed("Enter the post's name.")])


class Stated(TypedDict):
    """What every dated cost of a post states besides its amounts."""

    starts_on: date
    price_year: str
    overhead_direct: build_up.Overhead
    overhead_indirect: build_up.Overhead
    ratio_thousandths: int | None
    ratio_kind: RatioKind | None
    source: str


class DatedCostForm(PageForm):
    """What a yearly cost and an agency's charge have in common: a price year, overheads, a ratio with its kind of hour."""

    def validate_price_year(self, field: Any) -> None:
        """A financial year."""
        read(parse_price_year, field)

    def validate_overhead_direct(self, field: Any) -> None:
        """Pounds or percent."""
        read(typed.overhead, field)

    def validate_overhead_indirect(self, field: Any) -> None:
        """Pounds or percent."""
        read(typed.overhead, field)

    def validate_ratio(self, field: Any) -> None:
        """A number where a kind of hour was chosen."""
        thousandths = read(typed.ratio_thousandths, field)
        if self.ratio_kind.data != NO_RATIO and thousandths is None:
            raise ValidationError("Enter the ratio, like 0.38, or choose “No ratio”.")

    @property
    def stated(self) -> Stated:
        """What was entered of it; a ratio counts only with its kind."""
        with_ratio = self.ratio_kind.data != NO_RATIO
        return Stated(
            starts_on=self.starts_on.data,
            price_year=self.price_year.data or "",
            overhead_direct=typed.overhead(self.overhead_direct.data or "", "overhead_direct"),
            overhead_indirect=typed.overhead(self.overhead_indirect.data or "", "overhead_indirect"),
            ratio_thousandths=typed.ratio_thousandths(self.ratio.data or "") if with_ratio else None,
            ratio_kind=RatioKind(self.ratio_kind.data) if with_ratio else None,
            source=self.source.data or "",
        )


class PostCostForm(DatedCostForm):
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

    def validate_oncosts(self, field: Any) -> None:
        """An amount where one was promised."""
        if self.oncosts_are.data == ENTERED and field.data is None:
            raise ValidationError("Enter the on-costs for a year; 0 if there are none.")

    def validate_hours_per_year(self, field: Any) -> None:
        """Hours in figures."""
        read(typed.whole_minutes_per_year, field)

    def cost(self, post: str) -> build_up.PostCost:
        """What was entered about the cost of the post of that name, in pence and minutes."""
        return build_up.PostCost(
            post=post,
            salary_pence=self.salary.data,
            oncosts_pence=self.oncosts.data if self.oncosts_are.data == ENTERED else None,
            qualifications_pence=self.qualifications.data or 0,
            capital_pence=self.capital.data or 0,
            minutes_per_year=typed.whole_minutes_per_year(self.hours_per_year.data or ""),
            **self.stated,
        )


class AgencyChargeForm(DatedCostForm):
    """What an agency charges for an hour of a post from a day on."""

    starts_on = DateField("From which day?", [Needed("Enter the day this charge begins.")], called="The day")
    price_year = StringField("Price year", [Needed("Enter the price year, like 2026/27.")])
    hour = MoneyField("Charge for one hour, VAT included", [Needed("Enter the charge.")], called="The charge")
    vat = MoneyField("VAT in it", [Needed("Enter the VAT; 0 if there is none.")], called="The VAT", allow_zero=True)
    vat_status = RadioField(
        "Is the VAT paid back?",
        [Needed("Choose whether the council gets the VAT back.")],
        choices=offered((each, each.words) for each in VatStatus),
    )
    overhead_direct = StringField("Direct overheads")
    overhead_indirect = StringField("Indirect overheads")
    ratio_kind = RadioField(
        "Which hour is the ratio of indirect time for?",
        [Needed("Choose what the ratio is for.")],
        choices=RATIO_KINDS,
        default=NO_RATIO,
    )
    ratio = StringField("Ratio: indirect hours to one such hour")
    source = TextAreaField("Where do these figures come from?", [Needed("Say where the figures come from.")])

    def charge(self) -> AgencyCharge:
        """What was entered of the charge, in pence."""
        return AgencyCharge(self.hour.data, self.vat.data, VatStatus(self.vat_status.data))


def as_before(cost: PostCost | None) -> dict[str, Any]:
    """What seldom changes from one cost of a post to the next, as a form shows it; salaries are typed anew."""
    if cost is None or cost.agency_vat is not None:
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
