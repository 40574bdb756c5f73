"""A row of the sheet Spend: its fields, and the columns as the sheet declares them."""

from datetime import date
from typing import Annotated, NamedTuple

from budgettracker.costing.kinds import VatRule
from budgettracker.costing.run.models import CostingRun
from budgettracker.exports.study.columns import (
    UNKNOWN,
    Declared,
    DiscountYear,
    circumstance,
    day,
    day_or_none,
    money,
    pseudonym,
    quasi_identifier,
)
from budgettracker.exports.study.prices import PricesSheet, uprated
from budgettracker.families.kinds import LegalBasis
from budgettracker.spend.kinds import Helped, PaymentMethod, Review, Route, SpendKind, SpendState, VatStatus
from budgettracker.voice.kinds import ANSWERS, PurchaseQuestion
from budgettracker.workbooks import Column, Kind, columns_of
from budgettracker.workbooks.cells import column_letter

REFUND, REVERSAL = "refund", "reversal"


def _answer(question: PurchaseQuestion, description: str) -> Declared:
    """What a worker answered to a question of the scheme's, as a code; its wording never leaves."""
    meaning = f"{description}, as far as the scheme asks and somebody answered; none on refunds"
    return circumstance(meaning, f"spend_reasons.{question}", values=tuple(ANSWERS[question]))


class SpendRow(NamedTuple):
    """A purchase, a request, or money that came back."""

    family: Annotated[str, pseudonym("The family", "spend.family_id, run_purchase.family_id")]
    spend: Annotated[
        str,
        pseudonym(
            "This purchase, request or refund", "spend.id, refund.id, run_purchase.spend_id, spend_reasons.spend_id"
        ),
    ]
    authority: Annotated[
        str, quasi_identifier("Its authority", "spend.authority_id, refund.authority_id, spend_reasons.authority_id")
    ]
    scheme: Annotated[
        str | None,
        circumstance("The scheme whose budget it is from", "spend.period_id, budget.scheme_id, scheme.name", width=24),
    ]
    kind: Annotated[
        str,
        circumstance(
            "From the devolved budget, or other help paid outside it",
            "spend.kind, run_purchase.kind",
            values=tuple(SpendKind),
        ),
    ]
    state: Annotated[
        str,
        circumstance(
            "Where it is; refunds and reversals are rows of their own",
            "spend.state, refund.reversal",
            values=(*SpendState, REFUND, REVERSAL),
        ),
    ]
    category: Annotated[str | None, circumstance("What kind of thing", "spend.category_id, category.name", width=24)]
    supplier: Annotated[
        str | None,
        quasi_identifier(
            "A pseudonym of the supplier for the authority's own analysts, else the category",
            "spend_details.supplier",
            width=20,
        ),
    ]
    payment_method: Annotated[
        str | None, circumstance("How it was paid", "spend.payment_method", values=tuple(PaymentMethod), empty=UNKNOWN)
    ]
    from_stock: Annotated[
        bool,
        circumstance(
            "Whether vouchers or cards of a team's stock were handed over for it; their serial numbers stay with the council",
            "spend.from_stock",
            Kind.YES_NO,
        ),
    ]
    asked_on: Annotated[date | None, day("The day it counts on until it is bought", "spend.asked_on")]
    requested_on: Annotated[
        date | None, day("The day it was recorded or requested", "spend.requested_at, refund.recorded_at")
    ]
    bought_on: Annotated[
        date | None,
        day_or_none(
            "The day it was bought; a refund takes the date of its purchase", "spend.bought_on, run_purchase.bought_on"
        ),
    ]
    decided_on: Annotated[date | None, day_or_none("The day it was decided by somebody else", "spend.decided_at")]
    recorded_bought_on: Annotated[
        date | None, day_or_none("The day the purchase was recorded", "spend.recorded_bought_at")
    ]
    withdrawn_on: Annotated[date | None, day_or_none("The day the request was withdrawn", "spend.withdrawn_at")]
    reversed_on: Annotated[date | None, day_or_none("The day the purchase was reversed", "spend.reversed_at")]
    reviewed_on: Annotated[
        date | None, day_or_none("The day money outside the rules was decided afterwards", "spend.reviewed_at")
    ]
    refunded_on: Annotated[date | None, day_or_none("The day the money came back", "refund.refunded_on")]
    planned: Annotated[int | None, money("What was asked for", "spend.planned_pence")]
    approved: Annotated[int | None, money("What whoever decided allowed; 0 at the front line", "spend.approved_pence")]
    amount: Annotated[
        int | None,
        money(
            "The price paid, tax included; a refund is below zero, so that the column sums to net; 0 "
            "where nothing was bought",
            "spend.paid_pence, refund.amount_pence",
        ),
    ]
    vat: Annotated[int | None, money("The tax in it; 0 where it is not known", "spend.vat_pence, refund.vat_pence")]
    vat_known: Annotated[bool, circumstance("Whether the tax in it is known", "spend.vat_pence", Kind.YES_NO)]
    vat_status: Annotated[
        str | None, circumstance("Whether the authority gets the tax back", "spend.vat_status", values=tuple(VatStatus))
    ]
    counted: Annotated[int | None, money("What the run counts as cost", "run_purchase.counted_pence")]
    outside_periods: Annotated[
        bool,
        circumstance(
            "Whether it was bought between or after the times in which the family was open",
            "run_purchase.outside_periods",
            Kind.YES_NO,
        ),
    ]
    over_limit: Annotated[
        int | None,
        money(
            "The part that the limit did not allow, which counts as cost; what a refund made good is below zero",
            "spend.over_pence, refund.over_pence",
        ),
    ]
    came: Annotated[
        str | None,
        circumstance(
            "Decided at the front line, or why it came to a decider; none for other help",
            "spend.came",
            values=tuple(Route),
        ),
    ]
    review: Annotated[
        str | None,
        circumstance(
            "Money outside the rules: whether it was accepted afterwards", "spend.review", values=tuple(Review)
        ),
    ]
    regular: Annotated[bool, circumstance("Whether it is a regular payment", "spend.regular", Kind.YES_NO)]
    plan: Annotated[
        str | None,
        pseudonym("The plan of regular payments that it is a payment of; none for any other", "spend.plan_id"),
    ]
    group: Annotated[
        str | None,
        pseudonym("The receipt that it is one family's share of; none for a purchase of its own", "spend.shared_id"),
    ]
    child: Annotated[str | None, pseudonym("The child it was for; none for the whole family", "spend.child_id")]
    legal_basis: Annotated[
        str | None,
        circumstance(
            "The law it was given under, as it stood when it was recorded",
            "spend.legal_basis",
            values=tuple(LegalBasis),
            empty=UNKNOWN,
        ),
    ]
    delivered_on: Annotated[
        date | None, day_or_none("The day it reached the family, where somebody confirmed it", "spend.delivered_on")
    ]
    helped: Annotated[
        str | None,
        circumstance(
            "Whether it helped, as the worker saw it some weeks later",
            "spend.helped",
            values=tuple(Helped),
            empty=UNKNOWN,
        ),
    ]
    family_helped: Annotated[
        str | None,
        circumstance(
            "Whether it helped, as the family says", "spend.family_helped", values=tuple(Helped), empty=UNKNOWN
        ),
    ]
    recorded_by: Annotated[str | None, pseudonym("Who recorded it", "spend.recorded_by_id, refund.recorded_by_id")]
    decided_by: Annotated[
        str | None,
        pseudonym(
            "Who decided it; where imported, who the files say did; none at the front line", "spend.decided_by_id"
        ),
    ]
    imported: Annotated[bool, circumstance("Whether it is history that was imported", "spend.imported", Kind.YES_NO)]
    refund_of: Annotated[
        str | None, pseudonym("The purchase this money came back for", "refund.spend_id, run_purchase.refund_id")
    ]
    discount_year: DiscountYear
    goal: Annotated[str | None, _answer(PurchaseQuestion.GOAL, "The goal of the plan it serves")]
    pathway: Annotated[str | None, _answer(PurchaseQuestion.PATHWAY, "How it should work")]
    who_asked: Annotated[str | None, _answer(PurchaseQuestion.WHO_ASKED, "Whose idea it was")]
    other_funding: Annotated[str | None, _answer(PurchaseQuestion.OTHER_FUNDING, "Whether other money was tried")]
    family_told: Annotated[
        str | None, _answer(PurchaseQuestion.FAMILY_TOLD, "What the family was told about the money")
    ]


def spend_columns(run: CostingRun, prices: PricesSheet) -> tuple[Column, ...]:
    """The columns; `counted` says how the run counts tax, and in which year's prices."""
    formula, meaning = "{amount}", "amount, tax included"
    if run.vat_rule == VatRule.NET_OF_RECOVERABLE:
        formula = 'ROUND({amount}-IF({vat_status}="recoverable",{vat},0),2)'
        meaning = "amount less tax that is recovered"
    if run.price_year:
        meaning += f", in prices of {run.price_year}"

    def of_row(number: int, row: SpendRow) -> str | None:
        if not run.counts_purchases and row.kind == SpendKind.DEVOLVED:
            return None
        cells = {name: f"{_LETTERS[name]}{number}" for name in ("amount", "vat", "vat_status")}
        paid, factor = formula.format(**cells), prices.goods_on(row.bought_on)
        return paid if factor is None else f"{uprated(f'ROUND({paid}*100,0)', factor)}/100"

    counted = {"description": f"What the run counts as cost: {meaning}", "formula": of_row}
    return columns_of(SpendRow, counted=counted)


_LETTERS = {name: column_letter(position) for position, name in enumerate(SpendRow._fields)}
