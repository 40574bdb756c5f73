"""The sheet Work_time: each work entry as it falls to each family.

Rows a family bears come first, by family, so that a family's sums are ranges; then rows no family bears, by worker,
those of a pool side by side, so that a pool's cost is a range too.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from budgettracker.costing.kinds import BORNE, Destination, Reason
from budgettracker.costing.run.models import RunEntry, RunLine
from budgettracker.exports.study.columns import text_or_empty
from budgettracker.exports.study.cost_formulas import work_time_columns
from budgettracker.exports.study.formulas import Span, spans
from budgettracker.exports.study.prices import PricesSheet
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import CostedRow, PoolKey, why_not
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.rules.pseudonyms import Pseudonyms
from budgettracker.workbooks import Sheet
from budgettracker.worktime.models import Activity, WorkEntry

WORKERS_AT_A_TIME = 25
PLACES = {str(column): place for place, column in enumerate(BORNE)}
"""In which order a family's rows stand: its total, then what is beside it."""

PAID_MILEAGE = func.coalesce(RunEntry.paid_mileage_pence, RunEntry.mileage_cost_pence)
PAID_EXPENSES = func.coalesce(RunEntry.paid_expenses_pence, RunEntry.expenses_pence)
"""Miles and expenses as they were paid; a run that uprates nothing has them once."""
_READ = (
    RunLine.family_id,
    RunLine.destination,
    RunLine.reason,
    RunLine.share_from,
    RunLine.share_to,
    RunLine.share_of,
    RunLine.whole_contact_minutes,
    RunLine.whole_preparation_minutes,
    RunLine.whole_travel_minutes,
    RunLine.contact_minutes,
    RunLine.preparation_minutes,
    RunLine.travel_minutes,
    RunLine.contact_cost_pence,
    RunLine.preparation_cost_pence,
    RunLine.travel_cost_pence,
    RunLine.mileage_cost_pence,
    RunLine.expenses_pence,
    RunLine.indirect_share_pence,
    RunLine.lead_worker_id,
    RunLine.outside_periods,
    RunEntry.entry_id,
    RunEntry.authority_id,
    RunEntry.person_id,
    RunEntry.team_id,
    RunEntry.rate_id,
    RunEntry.worked_on,
    RunEntry.activity_id,
    RunEntry.intervention,
    PAID_MILEAGE.label("whole_mileage_pence"),
    PAID_EXPENSES.label("whole_expenses_pence"),
    WorkEntry.miles_hundredths,
    WorkEntry.session_reference,
    WorkEntry.vehicle,
    WorkEntry.passengers,
    WorkEntry.places,
)
"""What a row of the sheet is made from: a line of the run with its entry."""


@dataclass(slots=True)
class WorkTimeSheet:
    """The sheet; where each family's rows stand; and, once the rows were written, where each pool's stand."""

    sheet: Sheet
    families: dict[tuple[uuid.UUID, str], Span]
    """By family and column of its cost: its total, or what stands beside it."""
    pools: dict[PoolKey, Span]


def work_time_sheet(data: StudyData, posts: Sheet, prices: PricesSheet) -> WorkTimeSheet:
    """Every line of the run."""
    keys = ((member.id, column.value) for member in data.members for column in BORNE)
    families, borne = spans(keys, _family_sizes(data))
    pools: dict[PoolKey, Span] = {}
    sheet = Sheet(
        name="Work_time",
        columns=work_time_columns(data, posts, prices),
        rows=_rows(data, pools, borne),
        count=data.session.scalar(select(func.count()).where(RunLine.run_id == data.run.id)) or 0,
        description="Each work entry and each of its families; then entries and shares that no family bears",
    )
    return WorkTimeSheet(sheet, families, pools)


def _family_sizes(data: StudyData) -> dict[tuple[uuid.UUID, str], int]:
    query = select(RunLine.family_id, RunLine.destination, func.count()).where(
        RunLine.run_id == data.run.id, RunLine.destination.in_(BORNE)
    )
    rows = data.session.execute(query.group_by(RunLine.family_id, RunLine.destination))
    return {(family_id, column): count for family_id, column, count in rows}


def _lines(data: StudyData) -> Any:
    return (
        select(*_READ)
        .join(RunEntry, (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id))
        .join(WorkEntry, WorkEntry.id == RunLine.entry_id)
        .where(RunLine.run_id == data.run.id)
    )


def _rows(data: StudyData, pools: dict[PoolKey, Span], at: int) -> Iterator[CostedRow]:
    """Rows families bear, then the others; `pools` learns where each pool's rows stand, `at` is the first of them."""
    rows_of = _RowMaker(data)
    for members in data.batches():
        query = _lines(data).where(
            RunLine.destination.in_(BORNE), RunLine.family_id.in_([member.id for member in members])
        )
        yield from sorted(rows_of(data.session.execute(query)), key=_by_family)
    for person_ids in _workers(data):
        query = _lines(data).where(RunLine.destination.not_in(BORNE), RunEntry.person_id.in_(person_ids))
        for row in sorted(rows_of(data.session.execute(query)), key=_by_worker):
            if row.pool is not None:
                first = pools[row.pool].first if row.pool in pools else at
                pools[row.pool] = Span(first, at)
            at += 1
            yield row


def _by_family(row: CostedRow) -> tuple[Any, ...]:
    return (row.family, PLACES[row.destination], row.worked_on, row.entry)


def _by_worker(row: CostedRow) -> tuple[Any, ...]:
    pool = ("", "", "") if row.pool is None else (row.pool.month.isoformat(), *row.pool[2:])
    place = (row.worked_on, row.entry, row.left_out_family or "", row.share_from, row.reason)
    return (row.worker, row.pool is None, *pool, *place)


def _workers(data: StudyData) -> Iterator[list[uuid.UUID]]:
    """The run's workers in order of pseudonym, some at a time."""
    query = select(RunEntry.person_id).where(RunEntry.run_id == data.run.id).distinct()
    ordered = sorted(data.session.scalars(query), key=data.names.worker)
    for first in range(0, len(ordered), WORKERS_AT_A_TIME):
        yield ordered[first : first + WORKERS_AT_A_TIME]


class _RowMaker:
    """Makes rows of lines; pseudonyms of entries are reckoned anew for each batch, so that none pile up."""

    def __init__(self, data: StudyData) -> None:
        self._data = data
        query = select(Activity.id, Activity.name, Activity.kind, Activity.activity_class)
        self._activities = {activity.id: activity for activity in data.session.execute(query)}

    def __call__(self, lines: Iterable[Row[Any]]) -> Iterator[CostedRow]:
        """One row for each line."""
        names = self._data.make_names()
        for line in lines:
            yield self._remembering(self._row(line, names), line)

    def _remembering(self, row: CostedRow, line: Row[Any]) -> CostedRow:
        row.rate_at = self._data.rate_at[line.rate_id]
        row.mode = self._data.modes[line.authority_id]
        row.pool = None
        if line.destination == Destination.POOLED:
            month = line.worked_on.replace(day=1)
            row.pool = PoolKey(line.person_id, month, line.intervention or "", row.activity_class)
        return row

    def _row(self, line: Row[Any], names: Pseudonyms) -> CostedRow:
        data = self._data
        activity = self._activities[line.activity_id]
        member = data.by_id.get(line.family_id) if line.family_id else None
        borne = line.destination in BORNE
        # Preparation and travel that a ratio contains stand on a row of their own, without the entry's money.
        again = line.reason == Reason.CONTAINED_IN_RATIO
        session = f"session {line.authority_id} {line.session_reference}"
        return CostedRow(
            family=member.pseudonym if member and borne else None,
            worker=data.names.worker(line.person_id),
            team=data.team(line.team_id),
            lead_worker=data.worker(line.lead_worker_id) if member else None,
            worked_on=data.day(line.worked_on),
            activity=activity.name,
            contact_minutes=line.contact_minutes,
            preparation_minutes=line.preparation_minutes,
            travel_minutes=line.travel_minutes,
            contact_cost=line.contact_cost_pence,
            preparation_cost=line.preparation_cost_pence,
            travel_cost=line.travel_cost_pence,
            mileage_cost=line.mileage_cost_pence,
            expenses=line.expenses_pence,
            indirect_share=line.indirect_share_pence,
            entry=names.of(PseudonymKind.ENTRY, line.entry_id),
            session=names.of(PseudonymKind.ENTRY, session) if line.session_reference else None,
            authority=data.authorities[line.authority_id],
            post=data.rates[data.rate_at[line.rate_id]].post,
            activity_kind=activity.kind,
            activity_class=activity.activity_class,
            intervention=text_or_empty(line.intervention),
            destination=line.destination,
            reason=why_not(line.destination, line.reason),
            outside_periods=bool(line.outside_periods),
            left_out_family=member.pseudonym if member and not borne else None,
            share_from=line.share_from,
            share_to=line.share_to,
            share_of=line.share_of,
            whole_contact_minutes=line.whole_contact_minutes,
            whole_preparation_minutes=line.whole_preparation_minutes,
            whole_travel_minutes=line.whole_travel_minutes,
            whole_mileage_cost=0 if again else line.whole_mileage_pence,
            whole_expenses=0 if again else line.whole_expenses_pence,
            whole_miles=(line.miles_hundredths, 100) if line.miles_hundredths else None,
            vehicle=line.vehicle,
            passengers=line.passengers,
            places=line.places,
            discount_year=data.discount_year(line.family_id if borne else None, line.worked_on),
        )
