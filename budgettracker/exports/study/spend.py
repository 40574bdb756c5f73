"""The sheet Spend: every purchase, request and refund of the study's families, with the day of each state."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.costing.method.refund_vat import Returned, refunds_vat
from budgettracker.costing.run.models import RunMember, RunPurchase
from budgettracker.exports.study.formulas import Span, spans
from budgettracker.exports.study.prices import PricesSheet
from budgettracker.exports.study.spend_row import REFUND, REVERSAL, SpendRow, spend_columns
from budgettracker.exports.study.study_data import Member, StudyData
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend, SpendDetails, SpendReasons
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.rules.profiles import supplier_shown
from budgettracker.voice.kinds import PurchaseQuestion
from budgettracker.workbooks import Sheet

NEVER_BOUGHT = (
    SpendState.REQUESTED,
    SpendState.APPROVED,
    SpendState.DECLINED,
    SpendState.WITHDRAWN,
    SpendState.ENDED,
)


FamilyKind = tuple[uuid.UUID, str]
"""A family, and devolved or other help."""


@dataclass(slots=True)
class SpendSheet:
    """The sheet, and where each family's rows of each kind stand."""

    sheet: Sheet
    families: dict[FamilyKind, Span]


def spend_sheet(data: StudyData, prices: PricesSheet) -> SpendSheet:
    """Every purchase the run counts, its refunds, and what was asked in the study's dates and never bought."""
    keys = ((member.id, kind.value) for member in data.members for kind in SpendKind)
    families, rows = spans(keys, _sizes(data))
    sheet = Sheet(
        name="Spend",
        columns=spend_columns(data.run, prices),
        rows=_rows(data),
        count=rows,
        description="Purchases dated in the study, their refunds, and requests of its dates that were never bought",
    )
    return SpendSheet(sheet, families)


def counted_sums(data: StudyData) -> dict[FamilyKind, int]:
    """What the run counts for each family and kind, in pence."""
    query = select(RunPurchase.family_id, RunPurchase.kind, func.sum(RunPurchase.counted_pence))
    query = query.where(RunPurchase.run_id == data.run.id).group_by(RunPurchase.family_id, RunPurchase.kind)
    return {(family, kind): int(pence) for family, kind, pence in data.session.execute(query)}


def _never_bought(data: StudyData, query: Any) -> Any:
    run = data.run
    return query.where(Spend.state.in_(NEVER_BOUGHT), Spend.asked_on >= run.starts_on, Spend.asked_on <= run.ends_on)


def _sizes(data: StudyData) -> dict[FamilyKind, int]:
    bought = select(RunPurchase.family_id, RunPurchase.kind, func.count())
    bought = bought.where(RunPurchase.run_id == data.run.id).group_by(RunPurchase.family_id, RunPurchase.kind)
    member = and_(RunMember.family_id == Spend.family_id, RunMember.run_id == data.run.id)
    requests = select(Spend.family_id, Spend.kind, func.count()).join(RunMember, member)
    requests = _never_bought(data, requests).group_by(Spend.family_id, Spend.kind)
    sizes: dict[FamilyKind, int] = defaultdict(int)
    for query in (bought, requests):
        for family, kind, size in data.session.execute(query):
            sizes[family, kind] += size
    return sizes


def _rows(data: StudyData) -> Iterator[SpendRow]:
    categories = {category.id: category.name for category in data.rows(select(Category.id, Category.name))}
    for members in data.batches():
        spends = _spends_of(data, [member.id for member in members])
        for member in members:
            rows = [
                row for spend in spends.get(member.id, []) for row in _with_refunds(data, member, spend, categories)
            ]
            yield from sorted(rows, key=_by_kind_and_day)


def _by_kind_and_day(row: SpendRow) -> tuple[Any, ...]:
    return (row.kind, row.bought_on or row.asked_on, row.spend)


@dataclass(slots=True)
class _CountedSpend:
    """A purchase or request with what the run counts of it and of its refunds, in pence (None: the purchase itself)."""

    spend: Spend
    supplier: str
    reasons: SpendReasons | None
    """What was answered to the scheme's questions; None where nobody was asked."""
    scheme: str | None
    counted: dict[uuid.UUID | None, int]
    refunds: list[Refund]
    outside: bool
    """Bought between or after the times in which the family was open."""


def _spends_of(data: StudyData, families: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[_CountedSpend]]:
    """A batch of families' spends as the run counts them, with those never bought."""
    counted: dict[uuid.UUID, dict[uuid.UUID | None, int]] = defaultdict(dict)
    outside: set[uuid.UUID] = set()
    purchases = select(
        RunPurchase.spend_id, RunPurchase.refund_id, RunPurchase.counted_pence, RunPurchase.outside_periods
    )
    purchases = purchases.where(RunPurchase.run_id == data.run.id, RunPurchase.family_id.in_(families))
    for spend_id, refund_id, pence, is_outside in data.session.execute(purchases):
        counted[spend_id][refund_id] = pence
        if is_outside:
            outside.add(spend_id)
    refunds: dict[uuid.UUID, list[Refund]] = defaultdict(list)
    returned = select(Refund).join(RunPurchase, RunPurchase.refund_id == Refund.id)
    returned = returned.where(RunPurchase.run_id == data.run.id, RunPurchase.family_id.in_(families))
    for refund in data.session.scalars(returned.order_by(Refund.recorded_at, Refund.id)):
        refunds[refund.spend_id].append(refund)
    query = (
        select(Spend, SpendDetails.supplier, SpendReasons, Scheme.name.label("scheme"))
        .outerjoin(SpendDetails, SpendDetails.spend_id == Spend.id)
        .outerjoin(SpendReasons, SpendReasons.spend_id == Spend.id)
        .outerjoin(BudgetPeriod, BudgetPeriod.id == Spend.period_id)
        .outerjoin(Budget, Budget.id == BudgetPeriod.budget_id)
        .outerjoin(Scheme, Scheme.id == Budget.scheme_id)
        .where(Spend.family_id.in_(families))
    )
    bought = query.join(RunPurchase, and_(RunPurchase.spend_id == Spend.id, RunPurchase.refund_id.is_(None)))
    bought = bought.where(RunPurchase.run_id == data.run.id)
    spends: dict[uuid.UUID, list[_CountedSpend]] = defaultdict(list)
    for rows in (data.session.execute(bought), data.session.execute(_never_bought(data, query))):
        for spend, supplier, reasons, scheme in rows:
            row = _CountedSpend(
                spend,
                supplier or "",
                reasons,
                scheme,
                counted.get(spend.id, {}),
                refunds.get(spend.id, []),
                spend.id in outside,
            )
            spends[spend.family_id].append(row)
    return spends


def _with_refunds(
    data: StudyData, member: Member, counted: _CountedSpend, categories: dict[uuid.UUID, str]
) -> Iterator[SpendRow]:
    spend, refunds = counted.spend, counted.refunds
    row = _row(data, member, counted, categories.get(spend.category_id) if spend.category_id else None)
    yield row
    if not refunds:
        return
    returned = [Returned(refund.amount_pence, refund.vat_pence, refund.reversal) for refund in refunds]
    taxes = refunds_vat(spend.paid_pence or 0, spend.vat_pence or 0, returned)
    for refund, tax in zip(refunds, taxes, strict=True):
        vat = -tax if spend.vat_pence is not None else None
        yield _refund_row(data, row, spend, refund)._replace(vat=vat, counted=counted.counted[refund.id])


def _row(data: StudyData, member: Member, counted: _CountedSpend, category: str | None) -> SpendRow:
    spend = counted.spend
    bought = None in counted.counted
    supplier = category
    if supplier_shown(data.profile):
        supplier = data.names.of(PseudonymKind.SUPPLIER, counted.supplier) if counted.supplier.strip() else None
    # What refunds made good stands on their own rows, so that the column sums to what is over the limit now.
    over = spend.over_pence + sum(refund.over_pence for refund in counted.refunds)
    return SpendRow(
        family=member.pseudonym,
        spend=data.names.of(PseudonymKind.PURCHASE, spend.id),
        authority=member.authority,
        scheme=counted.scheme,
        kind=spend.kind,
        state=spend.state,
        category=category,
        supplier=supplier,
        payment_method=spend.payment_method,
        from_stock=spend.from_stock,
        asked_on=data.day(spend.asked_on),
        requested_on=data.day_of(spend.requested_at),
        bought_on=data.day(spend.bought_on) if bought else None,
        decided_on=data.day_of(spend.decided_at),
        recorded_bought_on=data.day_of(spend.recorded_bought_at),
        withdrawn_on=data.day_of(spend.withdrawn_at),
        reversed_on=data.day_of(spend.reversed_at),
        reviewed_on=data.day_of(spend.reviewed_at),
        refunded_on=None,
        planned=spend.planned_pence,
        approved=spend.approved_pence,
        amount=spend.paid_pence if bought else None,
        vat=spend.vat_pence if bought else None,
        vat_known=bought and spend.vat_pence is not None,
        vat_status=spend.vat_status,
        counted=counted.counted.get(None),
        outside_periods=counted.outside,
        over_limit=over if bought else None,
        # Nobody decides about other help by a scheme: called the front line's it would swell its share.
        came=spend.route if spend.kind == SpendKind.DEVOLVED else None,
        review=spend.review,
        regular=spend.regular,
        plan=data.names.of(PseudonymKind.PURCHASE, spend.plan_id) if spend.plan_id is not None else None,
        group=data.names.of(PseudonymKind.PURCHASE, spend.shared_id) if spend.shared_id is not None else None,
        child=data.child(spend.child_id),
        legal_basis=spend.legal_basis,
        delivered_on=data.day(spend.delivered_on) if bought else None,
        helped=spend.helped if bought else None,
        family_helped=spend.family_helped if bought else None,
        recorded_by=data.worker(spend.recorded_by_id),
        decided_by=data.worker(spend.decided_by_id),
        imported=spend.imported,
        refund_of=None,
        discount_year=data.discount_year(spend.family_id, spend.bought_on if bought else None),
        **{question.value: getattr(counted.reasons, question, None) for question in PurchaseQuestion},
    )


def _refund_row(data: StudyData, purchase: SpendRow, spend: Spend, refund: Refund) -> SpendRow:
    """Money that came back: of its purchase what describes it, with days and amounts of its own."""
    return purchase._replace(
        spend=data.names.of(PseudonymKind.PURCHASE, refund.id),
        state=REVERSAL if refund.reversal else REFUND,
        requested_on=data.day_of(refund.recorded_at),
        bought_on=data.day(spend.bought_on),
        decided_on=None,
        recorded_bought_on=None,
        withdrawn_on=None,
        reversed_on=None,
        reviewed_on=None,
        refunded_on=data.day(refund.refunded_on),
        planned=None,
        approved=None,
        amount=-refund.amount_pence,
        over_limit=-refund.over_pence,
        delivered_on=None,
        helped=None,
        family_helped=None,
        recorded_by=data.worker(refund.recorded_by_id),
        decided_by=None,
        refund_of=purchase.spend,
        goal=None,
        pathway=None,
        who_asked=None,
        other_funding=None,
        family_told=None,
    )
