"""Reading the lines behind an amount of a run: purchases, shares of entries, shares of pools, and entries as logged.

Lines stand in order of day (of month, where the study's profile hides days), and within a day in an order that does not
tell when they were recorded. All of them are put in order once, at the first look at an amount; a page then reads its own.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, extract, select

from budgettracker.costing.kinds import PARTS_OF_TOTAL, Destination, LineKind, Part, Side
from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.results.queries.line_source import ANNUAL, ENTRY, YEARLY_MINUTES, LineSource, of_family, tail
from budgettracker.costing.results.queries.of_cut import in_month, named, pool_source_shares, work_of_cut
from budgettracker.costing.results.rules.figure import Figure
from budgettracker.costing.results.rules.figure_lines import (
    DecisionShare,
    EntryShare,
    FigureLine,
    Ordered,
    PoolShare,
    PurchaseLine,
    Section,
    WholeEntry,
    written,
)
from budgettracker.costing.run.models import (
    CostingRun,
    RunDecision,
    RunEntry,
    RunLine,
    RunPool,
    RunPoolLine,
    RunPurchase,
    RunRate,
)
from budgettracker.costing.run.queries.run_costs import PARTS
from budgettracker.database import db
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.worktime.models import Activity

_COST_OF_LINE = dict(zip(PARTS_OF_TOTAL[1:], PARTS, strict=True)) | {Part.UPLIFT: RunLine.indirect_share_pence}
_WHOLE_ENTRY = (
    RunEntry.contact_cost_pence
    + RunEntry.preparation_cost_pence
    + RunEntry.travel_cost_pence
    + RunEntry.mileage_cost_pence
    + RunEntry.expenses_pence
)
_ENTRY_OF_LINE = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
_ABOUT_ENTRY = ((RunRate, RunRate.id == RunEntry.rate_id), (Activity, Activity.id == RunEntry.activity_id))


def lines_in_order(run_id: uuid.UUID, figure: Figure, *, by_day: bool) -> list[Ordered]:
    """All that an amount is the sum of, kind by kind; kinds without a line are left out.

    `by_day` False puts lines in order by month only.
    """
    ordered = []
    if figure.has_pool_sources and (shares := pool_source_shares(run_id, figure)):
        section = Section(LineKind.POOL_SOURCES, len(shares), sum(share.pence for share in shares))
        ordered.append(Ordered(section, [written(share) for share in shares]))
    for source in _sources(run_id, figure):
        days = (source.day,) if by_day else (extract("year", source.day), extract("month", source.day))
        query = _joined(source.rows, source, source.amount).order_by(*days, *source.order)
        rows = db.session.execute(query).all()
        if rows:
            section = Section(source.kind, len(rows), sum(int(pence) for _, pence in rows))
            ordered.append(Ordered(section, [key.hex for key, _ in rows]))
    return ordered


def lines_by_key(run_id: uuid.UUID, figure: Figure, kind: LineKind, keys: Sequence[str]) -> list[FigureLine]:
    """The lines of one kind whose rows have these ids, in the order of the ids."""
    source = next(source for source in _sources(run_id, figure) if source.kind is kind)
    (key,) = source.rows.selected_columns
    # By the ids alone where they name a row: asked for the run as well, SQLite looks through all that is the run's.
    of_run = [key.table.c.run_id == run_id] if len(key.table.primary_key) > 1 else []
    rows = select(key).select_from(key.table).where(key.in_([uuid.UUID(each) for each in keys]), *of_run)
    query = _joined(rows, source, *source.columns, source.amount)
    lines = {row_key.hex: source.row._make(row) for row_key, *row in db.session.execute(query)}
    return [lines[each] for each in keys]


def _joined(rows: Select[Any], source: LineSource, *columns: Any) -> Select[Any]:
    """Rows of a source with the tables they are told with: the id of each, then the columns."""
    query = rows.with_only_columns(*rows.selected_columns, *columns)
    for table, on in source.joins:
        query = query.outerjoin(table, on)
    return query


def _sources(run_id: uuid.UUID, figure: Figure) -> list[LineSource]:
    sources = []
    if figure.has_purchases:
        sources.append(_purchases(run_id, figure))
    if figure.has_lines:
        sources.append(_lines(run_id, figure))
    if figure.has_pools:
        sources.append(_pools(run_id, figure))
    if figure.has_decisions:
        sources.append(_decisions(run_id, figure))
    if figure.side is Side.ENTRIES:
        sources.append(_entries(run_id, figure))
    return sources


def _purchases(run_id: uuid.UUID, figure: Figure) -> LineSource:
    kind = SpendKind.OTHER_HELP if figure.part is Part.OTHER_HELP else SpendKind.DEVOLVED
    rows = select(RunPurchase.id).select_from(RunPurchase).where(RunPurchase.run_id == run_id, RunPurchase.kind == kind)
    if figure.part is Part.OUTSIDE:
        rows = rows.where(RunPurchase.outside_periods)
    if figure.authority_id is not None:
        of_authority = (Spend.id == RunPurchase.spend_id, Spend.authority_id == figure.authority_id)
        rows = rows.where(select(Spend.id).where(*of_authority).correlate(RunPurchase).exists())
    if figure.cut is Cut.MONTH:
        rows = rows.where(*in_month(RunPurchase.bought_on, figure))
    return LineSource(
        LineKind.PURCHASES,
        RunPurchase.counted_pence,
        of_family(rows, RunPurchase, figure),
        ((Spend, Spend.id == RunPurchase.spend_id), (Category, Category.id == Spend.category_id)),
        (RunPurchase.spend_id, RunPurchase.refund_id, RunPurchase.family_id, RunPurchase.bought_on, Category.name),
        RunPurchase.bought_on,
        (tail(RunPurchase.spend_id), RunPurchase.refund_id.is_not(None), RunPurchase.id),
        PurchaseLine,
    )


def _lines(run_id: uuid.UUID, figure: Figure) -> LineSource:
    to_families = figure.side is Side.FAMILIES
    amount: Any = _COST_OF_LINE.get(figure.part) if to_families else None
    if amount is None:
        amount = sum(PARTS[1:], start=PARTS[0])
    rows = (
        select(RunLine.id)
        .select_from(RunLine)
        .where(
            RunLine.run_id == run_id,
            RunLine.destination == (figure.destination if to_families else Destination.LEFT_OUT),
            amount != 0,
        )
    )
    if figure.part is Part.OUTSIDE:
        rows = rows.where(RunLine.outside_periods)
    if figure.part is Part.OWN_TIME:
        own = (_ENTRY_OF_LINE, RunEntry.intervention == _intervention_of(run_id))
        rows = rows.where(select(RunEntry.entry_id).where(*own).correlate(RunLine).exists())
    if of_cut := work_of_cut(run_id, figure):
        rows = rows.where(select(RunEntry.entry_id).where(_ENTRY_OF_LINE, *of_cut).correlate(RunLine).exists())
    if figure.reason is not None:
        rows = rows.where(RunLine.reason == figure.reason)
    if figure.authority_id is not None:
        of_authority = (_ENTRY_OF_LINE, RunEntry.authority_id == figure.authority_id)
        rows = rows.where(select(RunEntry.entry_id).where(*of_authority).correlate(RunLine).exists())
    return LineSource(
        LineKind.LINES,
        amount,
        of_family(rows, RunLine, figure),
        ((RunEntry, _ENTRY_OF_LINE), *_ABOUT_ENTRY),
        (
            RunLine.entry_id,
            RunLine.family_id,
            *ENTRY,
            RunLine.contact_minutes,
            RunLine.preparation_minutes,
            RunLine.travel_minutes,
            RunLine.share_from,
            RunLine.share_to,
            RunLine.share_of,
        ),
        RunEntry.worked_on,
        (tail(RunLine.entry_id), RunLine.id),
        EntryShare,
    )


def _pools(run_id: uuid.UUID, figure: Figure) -> LineSource:
    destination = {Side.LEFT_OUT: Destination.LEFT_OUT, Side.UNALLOCATED: Destination.UNALLOCATED}
    rows = (
        select(RunPoolLine.id)
        .select_from(RunPoolLine)
        .where(
            RunPoolLine.run_id == run_id,
            RunPoolLine.destination == destination.get(figure.side, figure.destination),
            RunPoolLine.indirect_share_pence != 0,
        )
    )
    if figure.part is Part.OUTSIDE:
        rows = rows.where(RunPoolLine.outside_periods)
    if figure.part is Part.OWN_TIME:
        own = (RunPool.id == RunPoolLine.pool_id, RunPool.intervention == _intervention_of(run_id))
        rows = rows.where(select(RunPool.id).where(*own).correlate(RunPoolLine).exists())
    if figure.cut in (Cut.MONTH, Cut.INTERVENTION):
        of_cut = in_month(RunPool.month, figure) if figure.cut is Cut.MONTH else [named(RunPool.intervention, figure)]
        in_cut = (RunPool.id == RunPoolLine.pool_id, *of_cut)
        rows = rows.where(select(RunPool.id).where(*in_cut).correlate(RunPoolLine).exists())
    if figure.reason is not None:
        rows = rows.where(RunPoolLine.reason == figure.reason)
    if figure.authority_id is not None:
        of_authority = (RunPool.id == RunPoolLine.pool_id, RunPool.authority_id == figure.authority_id)
        rows = rows.where(select(RunPool.id).where(*of_authority).correlate(RunPoolLine).exists())
    return LineSource(
        LineKind.POOLS,
        RunPoolLine.indirect_share_pence,
        of_family(rows, RunPoolLine, figure),
        ((RunPool, RunPool.id == RunPoolLine.pool_id),),
        (
            RunPoolLine.family_id,
            RunPool.person_id,
            RunPool.month,
            RunPool.intervention,
            RunPool.activity_class,
            RunPool.cost_pence,
            RunPoolLine.minutes,
            RunPool.family_minutes,
        ),
        RunPool.month,
        (tail(RunPool.person_id), tail(RunPoolLine.family_id), RunPoolLine.id),
        PoolShare,
    )


def _intervention_of(run_id: uuid.UUID) -> Any:
    return select(CostingRun.intervention).where(CostingRun.id == run_id).scalar_subquery()


def _decisions(run_id: uuid.UUID, figure: Figure) -> LineSource:
    rows = select(RunDecision.id).select_from(RunDecision).where(RunDecision.run_id == run_id)
    if figure.authority_id is not None:
        rows = rows.where(RunDecision.authority_id == figure.authority_id)
    if figure.cut is Cut.MONTH:
        rows = rows.where(*in_month(RunDecision.decided_on, figure))
    if figure.cut is Cut.POST:
        of_post = select(RunRate.id).where(RunRate.run_id == run_id, RunRate.post == figure.heading)
        rows = rows.where(RunDecision.rate_id.in_(of_post) if figure.heading else RunDecision.rate_id.is_(None))
    return LineSource(
        LineKind.DECISIONS,
        RunDecision.cost_pence,
        of_family(rows, RunDecision, figure),
        ((RunRate, RunRate.id == RunDecision.rate_id),),
        (
            RunDecision.family_id,
            RunDecision.decided_on,
            RunDecision.person_id,
            RunDecision.about,
            RunRate.post,
            ANNUAL,
            YEARLY_MINUTES,
            RunDecision.minutes,
            RunDecision.share_from,
            RunDecision.share_to,
            RunDecision.share_of,
        ),
        RunDecision.decided_on,
        (tail(RunDecision.subject_id), tail(RunDecision.family_id), RunDecision.id),
        DecisionShare,
    )


def _entries(run_id: uuid.UUID, figure: Figure) -> LineSource:
    rows = select(RunEntry.entry_id).select_from(RunEntry).where(RunEntry.run_id == run_id, _WHOLE_ENTRY != 0)
    if figure.authority_id is not None:
        rows = rows.where(RunEntry.authority_id == figure.authority_id)
    return LineSource(
        LineKind.ENTRIES,
        _WHOLE_ENTRY,
        rows,
        _ABOUT_ENTRY,
        (RunEntry.entry_id, *ENTRY, RunEntry.contact_minutes, RunEntry.preparation_minutes, RunEntry.travel_minutes),
        RunEntry.worked_on,
        (tail(RunEntry.entry_id),),
        WholeEntry,
    )
