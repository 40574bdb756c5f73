"""The sheet Spend: every purchase, request and refund of the study's families, with the day of each state."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, func, select

from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.costing.kinds import VatRule
from budgettracker.costing.method.refund_vat import Returned, refunds_vat
from budgettracker.costing.run.models import RunMember, RunPurchase
from budgettracker.exports.study.columns import circumstance, day, money, pseudonym, quasi_identifier
from budgettracker.exports.study.scene import Member, Scene
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.kinds import PaymentMethod, Review, Route, SpendKind, SpendState, VatStatus
from budgettracker.spend.models import Refund, Spend, SpendDetails
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.rules.profiles import supplier_shown
from budgettracker.workbooks.stream import Kind, Sheet

REFUND, REVERSAL = "refund", "reversal"
NEVER_BOUGHT = (SpendState.REQUESTED, SpendState.APPROVED, SpendState.DECLINED, SpendState.WITHDRAWN)
KIND, BOUGHT_ON, ASKED_ON, SPEND = 4, 11, 9, 1
"""Where the columns rows are put in order by stand."""

_BY_DATE = "a refund takes the date of its purchase"


def columns(vat_rule: str) -> tuple[Any, ...]:
    """The columns; `counted` says how the run counts tax."""
    net = vat_rule == VatRule.NET_OF_RECOVERABLE
    counted = 'ROUND({amount}-IF({vat_status}="recoverable",{vat},0),2)' if net else "{amount}"
    counts = "amount less tax that is recovered" if net else "amount, tax included"
    return (
        pseudonym("family", "The family", "spend.family_id, run_purchase.family_id"),
        pseudonym("spend", "This purchase, request or refund", "spend.id, refund.id, run_purchase.spend_id"),
        quasi_identifier("authority", "Its authority", "spend.authority_id, refund.authority_id"),
        circumstance("scheme", "The scheme whose budget it is from", "spend.period_id, budget.scheme_id, scheme.name",
                     width=24),
        circumstance("kind", "From the devolved budget, or other help paid outside it", "spend.kind, run_purchase.kind",
                     values=tuple(SpendKind)),
        circumstance("state", "Where it is; refunds and reversals are rows of their own", "spend.state, refund.reversal",
                     values=(*SpendState, REFUND, REVERSAL)),
        circumstance("category", "What kind of thing", "spend.category_id, category.name", width=24),
        quasi_identifier("supplier", "A pseudonym of the supplier for the authority's own analysts, else the category",
                         "spend_details.supplier", width=20),
        circumstance("payment_method", "How it was paid", "spend.payment_method", values=tuple(PaymentMethod)),
        day("asked_on", "The day it counts on until it is bought", "spend.asked_on"),
        day("requested_on", "The day it was recorded or requested", "spend.requested_at, refund.recorded_at"),
        day("bought_on", f"The day it was bought; {_BY_DATE}", "spend.bought_on, run_purchase.bought_on"),
        day("decided_on", "The day it was decided by somebody else", "spend.decided_at"),
        day("recorded_bought_on", "The day the purchase was recorded", "spend.recorded_bought_at"),
        day("withdrawn_on", "The day the request was withdrawn", "spend.withdrawn_at"),
        day("reversed_on", "The day the purchase was reversed", "spend.reversed_at"),
        day("reviewed_on", "The day money outside the rules was decided afterwards", "spend.reviewed_at"),
        day("refunded_on", "The day the money came back", "refund.refunded_on"),
        money("planned", "What was asked for", "spend.planned_pence"),
        money("approved", "What whoever decided allowed; empty at the front line", "spend.approved_pence"),
        money("amount", "The price paid, tax included; a refund is below zero, so that the column sums to net; empty "
              "where nothing was bought", "spend.paid_pence, refund.amount_pence"),
        money("vat", "The tax in it", "spend.vat_pence, refund.vat_pence"),
        circumstance("vat_status", "Whether the authority gets the tax back", "spend.vat_status",
                     values=tuple(VatStatus)),
        money("counted", f"What the run counts as cost: {counts}", "run_purchase.counted_pence",
              formula=counted),
        money("over_limit", "The part that the limit did not allow, which counts as cost; what a refund made good is below zero",
              "spend.over_pence, refund.over_pence"),
        circumstance("came", "Decided at the front line, or why it came to a decider; empty for other help", "spend.route",
                     values=tuple(Route)),
        circumstance("review", "Money outside the rules: whether it was accepted afterwards", "spend.review",
                     values=tuple(Review)),
        circumstance("regular", "Whether it is a regular payment", "spend.regular", Kind.YES_NO),
        pseudonym("child", "The child it was for; empty for the whole family", "spend.child_id"),
        pseudonym("recorded_by", "Who recorded it", "spend.recorded_by_id, refund.recorded_by_id"),
        pseudonym("decided_by", "Who decided it; empty at the front line", "spend.decided_by_id"),
        circumstance("imported", "Whether it is history that was imported", "spend.imported", Kind.YES_NO),
        pseudonym("refund_of", "The purchase this money came back for", "refund.spend_id, run_purchase.refund_id"),
    )  # fmt: skip


@dataclass(slots=True)
class SpendSheet:
    """The sheet, and where each family's rows will stand: (first, last) by kind, counted from 0."""

    sheet: Sheet
    spans: dict[tuple[uuid.UUID, str], tuple[int, int]]


def spend_sheet(scene: Scene) -> SpendSheet:
    """Every purchase the run counts, its refunds, and what was asked in the study's dates and never bought."""
    sizes = _sizes(scene)
    spans: dict[tuple[uuid.UUID, str], tuple[int, int]] = {}
    at = 0
    for member in scene.members:
        for kind in SpendKind:
            size = sizes.get((member.id, kind), 0)
            if size:
                spans[member.id, kind] = (at, at + size - 1)
                at += size
    sheet = Sheet(
        name="Spend",
        columns=columns(scene.run.vat_rule),
        rows=_rows(scene),
        count=at,
        description="Purchases dated in the study, their refunds, and requests of its dates that were never bought",
    )
    return SpendSheet(sheet, spans)


def counted_sums(scene: Scene) -> dict[tuple[uuid.UUID, str], int]:
    """What the run counts for each family and kind, in pence."""
    asked = select(RunPurchase.family_id, RunPurchase.kind, func.sum(RunPurchase.counted_pence))
    grouped = asked.where(RunPurchase.run_id == scene.run.id).group_by(RunPurchase.family_id, RunPurchase.kind)
    return {(family, kind): int(pence) for family, kind, pence in scene.session.execute(grouped)}


def _unbought(scene: Scene, asked: Any) -> Any:
    run = scene.run
    return asked.where(Spend.state.in_(NEVER_BOUGHT), Spend.asked_on >= run.starts_on, Spend.asked_on <= run.ends_on)


def _sizes(scene: Scene) -> dict[tuple[uuid.UUID, str], int]:
    bought = select(RunPurchase.family_id, RunPurchase.kind, func.count())
    bought = bought.where(RunPurchase.run_id == scene.run.id).group_by(RunPurchase.family_id, RunPurchase.kind)
    member = and_(RunMember.family_id == Spend.family_id, RunMember.run_id == scene.run.id)
    unbought = select(Spend.family_id, Spend.kind, func.count()).join(RunMember, member)
    unbought = _unbought(scene, unbought).group_by(Spend.family_id, Spend.kind)
    sizes: dict[tuple[uuid.UUID, str], int] = {}
    for asked in (bought, unbought):
        for family, kind, size in scene.session.execute(asked):
            sizes[family, kind] = sizes.get((family, kind), 0) + size
    return sizes


def _rows(scene: Scene) -> Iterator[tuple[Any, ...]]:
    categories = {row.id: row.name for row in scene.rows(select(Category.id, Category.name))}
    for members in scene.batches():
        found = _found(scene, [member.id for member in members])
        for member in members:
            made = [row for one in found.get(member.id, []) for row in _spend_rows(scene, member, one, categories)]
            yield from sorted(made, key=_order)


def _order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (row[KIND], row[BOUGHT_ON] or row[ASKED_ON], row[SPEND])


@dataclass(slots=True)
class _Found:
    spend: Spend
    supplier: str
    scheme: str | None
    counted: dict[uuid.UUID | None, int]
    refunds: list[Refund]


def _found(scene: Scene, families: list[uuid.UUID]) -> dict[uuid.UUID, list[_Found]]:
    """A batch of families' spends as the run counts them, with those never bought."""
    counted: dict[uuid.UUID, dict[uuid.UUID | None, int]] = {}
    purchases = select(RunPurchase.spend_id, RunPurchase.refund_id, RunPurchase.counted_pence)
    purchases = purchases.where(RunPurchase.run_id == scene.run.id, RunPurchase.family_id.in_(families))
    for spend_id, refund_id, pence in scene.session.execute(purchases):
        counted.setdefault(spend_id, {})[refund_id] = pence
    asked = (
        select(Spend, SpendDetails.supplier, Scheme.name.label("scheme"))
        .outerjoin(SpendDetails, SpendDetails.spend_id == Spend.id)
        .outerjoin(BudgetPeriod, BudgetPeriod.id == Spend.period_id)
        .outerjoin(Budget, Budget.id == BudgetPeriod.budget_id)
        .outerjoin(Scheme, Scheme.id == Budget.scheme_id)
        .where(Spend.family_id.in_(families))
    )
    bought = asked.join(RunPurchase, and_(RunPurchase.spend_id == Spend.id, RunPurchase.refund_id.is_(None)))
    bought = bought.where(RunPurchase.run_id == scene.run.id)
    refunds: dict[uuid.UUID, list[Refund]] = {}
    back = select(Refund).join(RunPurchase, RunPurchase.refund_id == Refund.id)
    back = back.where(RunPurchase.run_id == scene.run.id, RunPurchase.family_id.in_(families))
    for refund in scene.session.scalars(back.order_by(Refund.recorded_at, Refund.id)):
        refunds.setdefault(refund.spend_id, []).append(refund)
    found: dict[uuid.UUID, list[_Found]] = {}
    rows: list[Row[Any]] = [*scene.session.execute(bought), *scene.session.execute(_unbought(scene, asked))]
    for row in rows:
        spend: Spend = row.Spend
        one = _Found(spend, row.supplier or "", row.scheme, counted.get(spend.id, {}), refunds.get(spend.id, []))
        found.setdefault(spend.family_id, []).append(one)
    return found


def _spend_rows(
    scene: Scene, member: Member, one: _Found, categories: dict[uuid.UUID, str]
) -> Iterator[tuple[Any, ...]]:
    spend = one.spend
    bought = None in one.counted
    name = scene.names.of(PseudonymKind.PURCHASE, spend.id)
    category = categories.get(spend.category_id) if spend.category_id else None
    supplier = category
    if supplier_shown(scene.profile):
        supplier = scene.names.of(PseudonymKind.SUPPLIER, one.supplier) if one.supplier.strip() else None
    head = (member.authority, one.scheme, spend.kind)
    # Nobody decides about other help by a scheme: called the front line's it would swell its share.
    came = spend.route if spend.kind == SpendKind.DEVOLVED else None
    about = (category, supplier, spend.payment_method)
    # What refunds made good stands on their own rows, so that the column sums to what is over the limit now.
    over = spend.over_pence + sum(refund.over_pence for refund in one.refunds)
    child, recorded_by = scene.child(spend.child_id), scene.worker(spend.recorded_by_id)
    yield (
        member.pseudonym, name, *head, spend.state, *about,
        scene.day(spend.asked_on), scene.day_of(spend.requested_at), scene.day(spend.bought_on) if bought else None,
        scene.day_of(spend.decided_at), scene.day_of(spend.recorded_bought_at), scene.day_of(spend.withdrawn_at),
        scene.day_of(spend.reversed_at), scene.day_of(spend.reviewed_at), None,
        spend.planned_pence, spend.approved_pence, spend.paid_pence if bought else None,
        spend.vat_pence if bought else None, spend.vat_status, one.counted.get(None),
        over if bought else None, came, spend.review, spend.regular,
        child, recorded_by, scene.worker(spend.decided_by_id), spend.imported, None,
    )  # fmt: skip
    taxes = refunds_vat(
        spend.paid_pence or 0, spend.vat_pence or 0,
        [Returned(each.amount_pence, each.vat_pence, each.reversal) for each in one.refunds],
    ) if one.refunds else []  # fmt: skip
    for refund, tax in zip(one.refunds, taxes, strict=True):
        yield (
            member.pseudonym, scene.names.of(PseudonymKind.PURCHASE, refund.id), *head,
            REVERSAL if refund.reversal else REFUND, *about,
            scene.day(spend.asked_on), scene.day_of(refund.recorded_at), scene.day(spend.bought_on),
            None, None, None, None, None, scene.day(refund.refunded_on),
            None, None, -refund.amount_pence, -tax if spend.vat_pence is not None else None, spend.vat_status,
            one.counted[refund.id], -refund.over_pence, came, spend.review, spend.regular,
            child, scene.worker(refund.recorded_by_id), None, spend.imported, name,
        )  # fmt: skip
