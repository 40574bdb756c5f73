"""Reading the lines behind a number of a run: purchases, entries' shares, shares of pools, and entries as logged.

Sums are the database's; of the lines only one page is ever read. Lines stand by day (by month where days stay unsaid) and
then in an order that tells nothing of when they were recorded.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, String, cast, extract, func, select

from budgettracker.costing.kinds import Destination
from budgettracker.costing.run.models import RunEntry, RunLine, RunMember, RunPool, RunPoolLine, RunPurchase, RunRate
from budgettracker.costing.run.queries.run_costs import PARTS
from budgettracker.costing.run.rules.opened import PARTS_SHOWN, Opened, Part, Where
from budgettracker.database import db
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.worktime.models import Activity

_COST_OF_LINE = dict(zip(PARTS_SHOWN[1:], PARTS, strict=True)) | {Part.UPLIFT: RunLine.indirect_share_pence}
_WHOLE_ENTRY = (
    RunEntry.contact_cost_pence
    + RunEntry.preparation_cost_pence
    + RunEntry.travel_cost_pence
    + RunEntry.mileage_cost_pence
    + RunEntry.expenses_pence
)
_ENTRY_OF_LINE = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
_ABOUT_ENTRY = ((RunRate, RunRate.id == RunEntry.rate_id), (Activity, Activity.id == RunEntry.activity_id))


class Kind(StrEnum):
    """What sort of line: the tables a page shows them in."""

    PURCHASES = "purchases"
    LINES = "lines"
    POOLS = "pools"
    ENTRIES = "entries"


class Purchase(NamedTuple):
    """A purchase, or (with `refund_id`) money that came back for it, as the run counts it."""

    spend_id: uuid.UUID
    refund_id: uuid.UUID | None
    family_id: uuid.UUID
    bought_on: date
    category: str | None
    pence: int


class Line(NamedTuple):
    """An entry's share for a family, for families outside, or for nobody. Minutes are the share's; `pence` is the number's part."""

    entry_id: uuid.UUID
    family_id: uuid.UUID | None
    worked_on: date
    person_id: uuid.UUID
    team_id: uuid.UUID | None
    activity: str
    post: str
    annual_pence: int
    minutes_per_year: int
    ratio_thousandths: int | None
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    share_from: int
    share_to: int
    share_of: int
    pence: int


class PoolLine(NamedTuple):
    """A family's share of a worker's month of time for nobody; without a family: other families, or unallocated."""

    family_id: uuid.UUID | None
    person_id: uuid.UUID
    month: date
    intervention: str | None
    activity_class: str
    pool_pence: int
    minutes: int
    family_minutes: int
    pence: int


class Entry(NamedTuple):
    """An entry as the run costed it, whole."""

    entry_id: uuid.UUID
    worked_on: date
    person_id: uuid.UUID
    team_id: uuid.UUID | None
    activity: str
    post: str
    annual_pence: int
    minutes_per_year: int
    ratio_thousandths: int | None
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    pence: int


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one kind behind a number: how many, and their sum in pence."""

    kind: Kind
    count: int
    pence: int


@dataclass(frozen=True, slots=True)
class _Source:
    """How one kind is asked for: the amount, which rows, what they are joined with to be read, columns and order."""

    kind: Kind
    amount: Any
    rows: Select[Any]
    joins: tuple[tuple[Any, Any], ...]
    columns: tuple[Any, ...]
    day: Any
    order: tuple[Any, ...]
    row: Any


def sections_of(run_id: uuid.UUID, opened: Opened) -> list[Section]:
    """What a number is the sum of, kind by kind; kinds without a line are left out."""
    found = []
    for source in _sources(run_id, opened):
        asked = source.rows.with_only_columns(func.count(), func.sum(source.amount))
        count, pence = db.session.execute(asked).one()
        if count:
            found.append(Section(source.kind, int(count), int(pence)))
    return found


def lines_of(
    run_id: uuid.UUID, opened: Opened, kind: Kind, *, offset: int, limit: int, by_day: bool
) -> list[Purchase | Line | PoolLine | Entry]:
    """Some of the lines of one kind; `by_day` False puts them in order by month only."""
    source = next(each for each in _sources(run_id, opened) if each.kind is kind)
    days = (source.day,) if by_day else (extract("year", source.day), extract("month", source.day))
    asked = source.rows.with_only_columns(*source.columns, source.amount)
    for table, on in source.joins:
        asked = asked.outerjoin(table, on)
    rows = db.session.execute(asked.order_by(*days, *source.order).offset(offset).limit(limit))
    return [source.row._make(row) for row in rows]


def _sources(run_id: uuid.UUID, opened: Opened) -> list[_Source]:
    found = []
    if opened.has_purchases:
        found.append(_purchases(run_id, opened))
    if opened.has_lines:
        found.append(_lines(run_id, opened))
    if opened.has_pools:
        found.append(_pools(run_id, opened))
    if opened.where is Where.ENTRIES:
        found.append(_entries(run_id, opened))
    return found


def _purchases(run_id: uuid.UUID, opened: Opened) -> _Source:
    kind = SpendKind.OTHER_HELP if opened.part is Part.OTHER_HELP else SpendKind.DEVOLVED
    rows = select(RunPurchase.id).select_from(RunPurchase).where(RunPurchase.run_id == run_id, RunPurchase.kind == kind)
    if opened.authority_id is not None:
        theirs = (Spend.id == RunPurchase.spend_id, Spend.authority_id == opened.authority_id)
        rows = rows.where(select(Spend.id).where(*theirs).correlate(RunPurchase).exists())
    return _Source(
        Kind.PURCHASES, RunPurchase.counted_pence, _of_family(rows, RunPurchase, opened),
        ((Spend, Spend.id == RunPurchase.spend_id), (Category, Category.id == Spend.category_id)),
        (RunPurchase.spend_id, RunPurchase.refund_id, RunPurchase.family_id, RunPurchase.bought_on, Category.name),
        RunPurchase.bought_on, (_tail(RunPurchase.spend_id), RunPurchase.refund_id.is_not(None), RunPurchase.id),
        Purchase,
    )  # fmt: skip


def _lines(run_id: uuid.UUID, opened: Opened) -> _Source:
    bears = opened.where is Where.FAMILIES
    amount: Any = _COST_OF_LINE.get(opened.part) if bears else None
    if amount is None:
        amount = sum(PARTS[1:], start=PARTS[0])
    rows = (
        select(RunLine.id)
        .select_from(RunLine)
        .where(
            RunLine.run_id == run_id,
            RunLine.destination == (Destination.FAMILY if bears else Destination.LEFT_OUT),
            amount != 0,
        )
    )
    if opened.reason is not None:
        rows = rows.where(RunLine.reason == opened.reason)
    if opened.authority_id is not None:
        theirs = (_ENTRY_OF_LINE, RunEntry.authority_id == opened.authority_id)
        rows = rows.where(select(RunEntry.entry_id).where(*theirs).correlate(RunLine).exists())
    return _Source(
        Kind.LINES, amount, _of_family(rows, RunLine, opened), ((RunEntry, _ENTRY_OF_LINE), *_ABOUT_ENTRY),
        (RunLine.entry_id, RunLine.family_id, *_ENTRY, RunLine.contact_minutes, RunLine.preparation_minutes,
         RunLine.travel_minutes, RunLine.share_from, RunLine.share_to, RunLine.share_of),
        RunEntry.worked_on, (_tail(RunLine.entry_id), RunLine.id), Line,
    )  # fmt: skip


def _pools(run_id: uuid.UUID, opened: Opened) -> _Source:
    destination = {Where.LEFT_OUT: Destination.LEFT_OUT, Where.UNALLOCATED: Destination.UNALLOCATED}
    rows = (
        select(RunPoolLine.id)
        .select_from(RunPoolLine)
        .where(
            RunPoolLine.run_id == run_id,
            RunPoolLine.destination == destination.get(opened.where, Destination.FAMILY),
            RunPoolLine.indirect_share_pence != 0,
        )
    )
    if opened.reason is not None:
        rows = rows.where(RunPoolLine.reason == opened.reason)
    if opened.authority_id is not None:
        theirs = (RunPool.id == RunPoolLine.pool_id, RunPool.authority_id == opened.authority_id)
        rows = rows.where(select(RunPool.id).where(*theirs).correlate(RunPoolLine).exists())
    return _Source(
        Kind.POOLS, RunPoolLine.indirect_share_pence, _of_family(rows, RunPoolLine, opened),
        ((RunPool, RunPool.id == RunPoolLine.pool_id),),
        (RunPoolLine.family_id, RunPool.person_id, RunPool.month, RunPool.intervention, RunPool.activity_class,
         RunPool.cost_pence, RunPoolLine.minutes, RunPool.family_minutes),
        RunPool.month, (_tail(RunPool.person_id), _tail(RunPoolLine.family_id), RunPoolLine.id), PoolLine,
    )  # fmt: skip


def _entries(run_id: uuid.UUID, opened: Opened) -> _Source:
    rows = select(RunEntry.entry_id).select_from(RunEntry).where(RunEntry.run_id == run_id, _WHOLE_ENTRY != 0)
    if opened.authority_id is not None:
        rows = rows.where(RunEntry.authority_id == opened.authority_id)
    return _Source(
        Kind.ENTRIES, _WHOLE_ENTRY, rows, _ABOUT_ENTRY,
        (RunEntry.entry_id, *_ENTRY, RunEntry.contact_minutes, RunEntry.preparation_minutes, RunEntry.travel_minutes),
        RunEntry.worked_on, (_tail(RunEntry.entry_id),), Entry,
    )  # fmt: skip


_ENTRY = (
    RunEntry.worked_on, RunEntry.person_id, RunEntry.team_id, Activity.name, RunRate.post,
    RunRate.salary_pence + RunRate.oncosts_pence + RunRate.qualifications_pence + RunRate.overhead_direct_pence
    + RunRate.overhead_indirect_pence + RunRate.capital_pence,
    RunRate.minutes_per_year, RunRate.ratio_thousandths,
)  # fmt: skip


def _of_family(rows: Select[Any], table: type[RunLine | RunPoolLine | RunPurchase], opened: Opened) -> Select[Any]:
    if opened.family_id is not None:
        rows = rows.where(table.family_id == opened.family_id)
    if opened.arm is not None:
        of_run = (RunMember.run_id == table.run_id) & (RunMember.family_id == table.family_id)
        rows = rows.join(RunMember, of_run).where(RunMember.arm == opened.arm)
    return rows


def _tail(of: Any) -> Any:
    """The end of an id, which chance gave it: an order that is always the same and says nothing of time."""
    text = cast(of, String)
    return func.substr(text, func.length(text) - 11)
