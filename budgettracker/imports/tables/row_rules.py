"""What one row must agree with itself about: days in order, deciders who are not requesters, minutes that are there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from budgettracker import money
from budgettracker.access import Role
from budgettracker.imports.cells.references import FamilyRefs
from budgettracker.imports.kinds import TableName
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.worktime.kinds import Vehicle


@dataclass(frozen=True, slots=True)
class Rule:
    """A contradiction within a row: the column it is reported in, the fields it looks at, how it is told and worded.

    `broken` gets those fields' values, and so does `reason` where the words need them; what `asks` may be right all
    the same, and is a question. A rule is passed over where one of them could not be read: the others still
    report what is wrong with the row, so that everything is told in one pass.
    """

    column: str
    fields: tuple[str, ...]
    broken: Callable[..., object]
    reason: str | Callable[..., str]
    asks: bool = False


def row_problems(name: TableName, values: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """The columns and reasons of every contradiction among the cells of a row that could be read, and which are asked."""
    for rule in RULES.get(name, ()):
        try:
            given = [values[field] for field in rule.fields]
        except KeyError:
            continue
        if rule.broken(*given):
            yield rule.column, rule.reason if isinstance(rule.reason, str) else rule.reason(*given), rule.asks


def _before(later: date | None, earlier: date | None) -> bool:
    return later is not None and earlier is not None and later < earlier


def _same(value: object, other: object) -> bool:
    return value is not None and value == other


def _decided_before_asked(decided: datetime | None, requested: datetime | None) -> bool:
    if decided is None or requested is None or decided >= requested:
        return False
    # A date without a time is the start of its day, so decisions of the same day are in order.
    without_time = not (decided.hour or decided.minute or decided.second)
    return not (without_time and decided.date() == requested.date())


def _miscounted(refs: FamilyRefs, weights: tuple[int, ...] | None) -> bool:
    return weights is not None and bool(refs.refs) and len(weights) != len(refs.refs)


def _is_net(vat: int | None, amount: int) -> bool:
    """Of a gross amount at most a sixth is VAT (20 in 120); a penny more may be rounding."""
    return vat is not None and 6 * vat > amount + 6 and vat <= amount


def _net_words(vat: int, amount: int) -> str:
    if 5 * vat > amount + 5:
        return f"is more than the highest VAT on {money.pounds(amount)}, with or without it. Put the two right."
    gross = money.pounds(amount + vat)
    return f"is more than a sixth of {money.pounds(amount)}, so the amount looks net. Write it with VAT, {gross}, in amount."


def _is_rate(vat: int | None, amount: int) -> bool:
    """Of what is taxed at 20% or 5% at least a twenty-first is VAT: 0.2, 0.05, 20 or 5 beside much more is the rate."""
    return vat in (20, 5, 20_00, 5_00) and amount > 21 * (vat or 0)


_OPEN_TO_CLOSED = (
    Rule("closed_on", ("closed_on", "opened_on"), _before, "is before opened_on."),
    Rule(
        "closed_on",
        ("closed_on", "end_reason"),
        lambda closed, reason: closed is None and reason is not None,
        "the cell is empty, but end_reason says why it ended. Give the last day.",
    ),
)
"""A family's days, and each of its open periods."""

_OF_A_POST = (
    Rule(
        "price_year",
        ("price_year", "starts_on"),
        lambda year, first: not -1 <= first.year - int(year[:4]) <= 20,
        lambda year, first: f"is far from the day the cost holds from, {first:%d/%m/%Y}. Check both years.",
        asks=True,
    ),
    # Social workers' ratios differ by a factor of 2.7 between the two kinds: it cannot be guessed.
    Rule(
        "ratio_kind",
        ("ratio_thousandths", "ratio_kind"),
        lambda ratio, kind: ratio is not None and kind is None,
        "the cell is empty. Say what the ratio is for: face_to_face or client_related.",
    ),
)

RULES: dict[TableName, tuple[Rule, ...]] = {
    TableName.PEOPLE: (
        Rule(
            "team",
            ("team", "roles"),
            lambda team, roles: team is None and roles != (Role.EVALUATOR,),
            "the cell is empty. Everyone but evaluators belongs to a team.",
        ),
        Rule("active_to", ("active_to", "active_from"), _before, "is before active_from."),
    ),
    TableName.SCHEMES: (Rule("ends_on", ("ends_on", "starts_on"), _before, "is before starts_on."),),
    TableName.FAMILIES: _OPEN_TO_CLOSED,
    TableName.PERIODS: _OPEN_TO_CLOSED,
    TableName.ABSENCES: (
        Rule("to", ("ends_on", "starts_on"), _before, "is before from."),
        Rule(
            "to",
            ("ends_on", "starts_on"),
            lambda last, first: (last - first).days > 366,
            "is more than a year after from. Are both dates right?",
            asks=True,
        ),
    ),
    TableName.PAYROLL: (
        Rule("to", ("ends_on", "starts_on"), _before, "is before from."),
        Rule(
            "pay",
            ("pay_pence", "ends_on", "starts_on"),
            lambda pay, last, first: pay * 365 < 1_000_00 * ((last - first).days + 1),
            "is less than £1,000 a year. Is it of an hour, or in thousands? Write what was paid on these days, in pounds.",
            asks=True,
        ),
    ),
    TableName.POSTS: (
        Rule(
            "oncosts",
            ("oncosts_pence", "salary_pence"),
            lambda oncosts, salary: bool(oncosts) and not salary <= oncosts * 30 <= salary * 30,
            "is not a usual part of the salary: on-costs are National Insurance and pension, in pounds a year.",
            asks=True,
        ),
        *_OF_A_POST,
    ),
    TableName.AGENCY: (Rule("vat", ("vat_pence", "hour_pence"), _is_net, _net_words), *_OF_A_POST),
    TableName.BUDGETS: (
        Rule(
            "approved_by",
            ("approved_by", "requested_by"),
            _same,
            "also asked for this limit. Nobody approves their own request.",
        ),
    ),
    TableName.PLANS: (
        Rule("last_on", ("last_on", "first_on"), _before, "is before first_on."),
        Rule("ended_on", ("ended_on", "first_on"), _before, "is before first_on."),
        Rule(
            "ended_on",
            ("last_on", "ended_on"),
            _before,
            "is after last_on. Leave it empty where the plan ran to its end.",
        ),
        Rule("review_on", ("last_on", "review_on"), _before, "is after last_on: it is looked at while it runs."),
        Rule(
            "approved_by",
            ("approved_by", "requested_by"),
            _same,
            "also asked for this plan. Nobody decides their own request.",
        ),
    ),
    TableName.SPEND: (
        Rule(
            "vat",
            ("vat_pence", "amount_pence"),
            lambda vat, amount: vat is not None and vat > amount,
            "is more than the amount, which includes it.",
        ),
        Rule("vat", ("vat_pence", "amount_pence"), _is_net, _net_words),
        Rule(
            "vat",
            ("vat_pence", "amount_pence"),
            _is_rate,
            "is a very small part of the amount. Is it the rate? Write the VAT that was paid, in pounds.",
            asks=True,
        ),
        Rule(
            "decided_by",
            ("decided_by", "requested_at"),
            lambda decider, requested: decider is None and requested is not None,
            "the cell is empty, but requested_at says that this was asked for. Say who decided.",
        ),
        Rule(
            "decided_by",
            ("decided_by", "requested_at", "decided_at", "decision_reason"),
            lambda decider, requested, at, why: decider is None and requested is None and (at or why),
            "the cell is empty, but a decision stands in this row. Say who decided.",
        ),
        Rule(
            "decided_by",
            ("decided_by", "recorded_by"),
            _same,
            "also recorded this spend. Nobody decides their own request.",
        ),
        Rule("decided_at", ("decided_at", "requested_at"), _decided_before_asked, "is before requested_at."),
        Rule(
            "group",
            ("group", "refund_of"),
            lambda group, refund_of: group is not None and refund_of is not None,
            "stands with money that came back. It belongs to the purchase.",
        ),
        *(
            Rule(
                column,
                (column, "refund_of"),
                lambda value, refund_of: bool(value) and refund_of is not None,
                "stands with money that came back. It belongs to the purchase.",
            )
            for column in ("plan", "vouchers")
        ),
        Rule(
            "group",
            ("group", "plan", "vouchers"),
            lambda group, plan, vouchers: group is not None and (plan is not None or vouchers),
            "stands with a plan or with vouchers of a stock, which are one family's. Empty one of the cells.",
        ),
        Rule(
            "plan",
            ("plan", "vouchers"),
            lambda plan, vouchers: plan is not None and vouchers,
            "stands with vouchers of a stock: they are handed over each by its own decision. Empty one of the cells.",
        ),
        Rule(
            "payment_method",
            ("payment_method", "vouchers"),
            lambda method, vouchers: vouchers and method not in (None, PaymentMethod.VOUCHER),
            "stands with vouchers of a stock. Write voucher, or leave it empty.",
        ),
        Rule(
            "refund_of",
            ("refund_of", "spend_ref"),
            _same,
            "is this row itself. Name the purchase the money came back for.",
        ),
    ),
    TableName.WORKTIME: (
        Rule(
            "contact_minutes",
            ("contact_minutes", "preparation_minutes", "travel_minutes"),
            lambda contact, preparation, travel: contact + preparation + travel == 0,
            "stands in an entry without time. Give minutes of contact, preparation or travel.",
        ),
        Rule(
            "passengers",
            ("passengers", "vehicle"),
            lambda passengers, vehicle: passengers and vehicle is not Vehicle.CAR,
            "are paid for in a car alone. Is the vehicle right?",
        ),
        Rule(
            "passengers",
            ("passengers", "miles_hundredths"),
            lambda passengers, miles: passengers and not miles,
            "stand in an entry without miles. Give the miles, or empty the cell.",
        ),
        Rule(
            "vehicle",
            ("vehicle", "miles_hundredths"),
            lambda vehicle, miles: vehicle is not Vehicle.CAR and not miles,
            "stands in an entry without miles. Give the miles, or empty the cell.",
        ),
        Rule(
            "family_minutes",
            ("family_minutes", "family_refs"),
            lambda weights, refs: weights is not None and not refs.refs,
            "has minutes, but family_refs names no family. Name the families or empty this cell.",
        ),
        Rule(
            "family_minutes",
            ("family_refs", "family_minutes"),
            _miscounted,
            "has not as many numbers as family_refs has families. Give one for each, separated by semicolons.",
        ),
        Rule(
            "family_minutes",
            ("family_minutes",),
            lambda weights: weights is not None and not all(weights),
            "has 0 minutes for a family. Leave out a family that had none, or empty the cell to share equally.",
        ),
    ),
    TableName.STUDIES: (Rule("to", ("ends_on", "starts_on"), _before, "is before from."),),
}
"""The rules of each table; children have none."""
