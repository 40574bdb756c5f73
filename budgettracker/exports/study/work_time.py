"""The sheet Work_time: each work entry as it falls to each family.

Rows a family bears come first, by family, so that a family's sums are ranges; then rows no family bears, by worker,
those of a pool side by side, so that a pool's cost is a range too.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.run.models import RunEntry, RunLine
from budgettracker.exports.study.columns import said
from budgettracker.exports.study.scene import Scene
from budgettracker.exports.study.work_costs import Formulas, Line, columns
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.rules.pseudonyms import Pseudonyms
from budgettracker.workbooks.stream import Sheet
from budgettracker.worktime.models import Activity, WorkEntry

WORKERS_AT_A_TIME = 25

PoolKey = tuple[uuid.UUID, date, str, str]
"""Worker, first day of the month, intervention (empty for none), class."""


class LineRow(NamedTuple):
    """A line of the run with its entry, as one row of the sheet is made from it."""

    family_id: uuid.UUID | None
    destination: str
    reason: str | None
    share_from: int
    share_to: int
    share_of: int
    whole_contact: int
    whole_preparation: int
    whole_travel: int
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    contact_pence: int
    preparation_pence: int
    travel_pence: int
    mileage_pence: int
    expenses_pence: int
    indirect_pence: int
    entry_id: uuid.UUID
    authority_id: uuid.UUID
    person_id: uuid.UUID
    team_id: uuid.UUID | None
    rate_id: uuid.UUID
    worked_on: date
    activity_id: uuid.UUID
    intervention: str | None
    whole_mileage: int
    whole_expenses: int
    miles_hundredths: int
    session_reference: str | None
    places: int | None


_READ = (
    RunLine.family_id, RunLine.destination, RunLine.reason, RunLine.share_from, RunLine.share_to, RunLine.share_of,
    RunLine.whole_contact_minutes, RunLine.whole_preparation_minutes, RunLine.whole_travel_minutes,
    RunLine.contact_minutes, RunLine.preparation_minutes, RunLine.travel_minutes,
    RunLine.contact_cost_pence, RunLine.preparation_cost_pence, RunLine.travel_cost_pence,
    RunLine.mileage_cost_pence, RunLine.expenses_pence, RunLine.indirect_share_pence,
    RunEntry.entry_id, RunEntry.authority_id, RunEntry.person_id, RunEntry.team_id, RunEntry.rate_id,
    RunEntry.worked_on, RunEntry.activity_id, RunEntry.intervention,
    RunEntry.mileage_cost_pence.label("whole_mileage"), RunEntry.expenses_pence.label("whole_expenses"),
    WorkEntry.miles_hundredths, WorkEntry.session_reference, WorkEntry.places,
)  # fmt: skip


@dataclass(slots=True)
class WorkTime:
    """The sheet; where each family's rows stand; and, once the rows were written, where each pool's stand."""

    sheet: Sheet
    families: dict[uuid.UUID, tuple[int, int]]
    pools: dict[PoolKey, tuple[int, int]]


def work_time_sheet(scene: Scene, posts: Sheet) -> WorkTime:
    """Every line of the run."""
    sizes = _family_sizes(scene)
    spans: dict[uuid.UUID, tuple[int, int]] = {}
    at = 0
    for member in scene.members:
        if size := sizes.get(member.id, 0):
            spans[member.id] = (at, at + size - 1)
            at += size
    total = scene.session.scalar(select(func.count()).where(RunLine.run_id == scene.run.id)) or 0
    formulas = Formulas(scene, posts)
    pools: dict[PoolKey, tuple[int, int]] = {}
    sheet = Sheet(
        name="Work_time",
        columns=columns(formulas),
        rows=_rows(scene, pools, at),
        count=total,
        description="Each work entry and each of its families; then entries and shares that no family bears",
    )
    formulas.bind(sheet)
    return WorkTime(sheet, spans, pools)


def _family_sizes(scene: Scene) -> dict[uuid.UUID, int]:
    asked = select(RunLine.family_id, func.count()).where(
        RunLine.run_id == scene.run.id, RunLine.destination == Destination.FAMILY
    )
    return {row[0]: row[1] for row in scene.session.execute(asked.group_by(RunLine.family_id))}


def _asked(scene: Scene) -> Any:
    return (
        select(*_READ)
        .join(RunEntry, (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id))
        .join(WorkEntry, WorkEntry.id == RunLine.entry_id)
        .where(RunLine.run_id == scene.run.id)
    )


def _rows(scene: Scene, pools: dict[PoolKey, tuple[int, int]], at: int) -> Iterator[Line]:
    """Rows families bear, then the others; `pools` learns where each pool's rows stand, `at` is the first of them."""
    maker = _Maker(scene)
    for members in scene.batches():
        asked = _asked(scene).where(
            RunLine.destination == Destination.FAMILY, RunLine.family_id.in_([member.id for member in members])
        )
        yield from sorted(maker.made(scene.session.execute(asked)), key=_by_family)
    for person_ids in _workers(scene):
        asked = _asked(scene).where(RunLine.destination != Destination.FAMILY, RunEntry.person_id.in_(person_ids))
        for row in sorted(maker.made(scene.session.execute(asked)), key=_by_worker):
            if row.pool is not None:
                pools[row.pool] = (pools.get(row.pool, (at, at))[0], at)
            at += 1
            yield row


def _by_family(row: Line) -> tuple[Any, ...]:
    return (row[0], row[4], row[15])


def _by_worker(row: Line) -> tuple[Any, ...]:
    pool = ("", "", "") if row.pool is None else (row.pool[1].isoformat(), *row.pool[2:])
    return (row[1], row.pool is None, *pool, row[4], row[15], row[24] or "", row[25], row[23] or "")


def _workers(scene: Scene) -> Iterator[list[uuid.UUID]]:
    """The run's workers in order of pseudonym, some at a time."""
    asked = select(RunEntry.person_id).where(RunEntry.run_id == scene.run.id).distinct()
    ordered = sorted(scene.session.scalars(asked), key=scene.names.worker)
    for first in range(0, len(ordered), WORKERS_AT_A_TIME):
        yield ordered[first : first + WORKERS_AT_A_TIME]


class _Maker:
    """Makes rows of lines; pseudonyms of entries are reckoned anew for each batch, so that none pile up."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        asked = select(Activity.id, Activity.name, Activity.kind, Activity.activity_class)
        self._activities = {row.id: (row.name, row.kind, row.activity_class) for row in scene.session.execute(asked)}

    def made(self, found: Iterable[Any]) -> Iterator[Line]:
        """One row for each line."""
        names = self._scene.make_names()
        for row in found:
            yield self._row(LineRow._make(row), names)

    def _row(self, one: LineRow, names: Pseudonyms) -> Line:
        scene = self._scene
        activity, kind, class_ = self._activities[one.activity_id]
        member = scene.by_id.get(one.family_id) if one.family_id else None
        bears = one.destination == Destination.FAMILY
        # Preparation and travel that a ratio contains stand on a row of their own, without the entry's money.
        again = one.reason == Reason.CONTAINED_IN_RATIO
        session = f"session {one.authority_id} {one.session_reference}"
        row = Line(
            (
                member.pseudonym if member and bears else None,
                scene.worker(one.person_id),
                scene.team(one.team_id),
                scene.worker(member.family.lead_worker_id) if member else None,
                scene.day(one.worked_on),
                activity,
                one.contact_minutes,
                one.preparation_minutes,
                one.travel_minutes,
                one.contact_pence,
                one.preparation_pence,
                one.travel_pence,
                one.mileage_pence,
                one.expenses_pence,
                one.indirect_pence,
                names.of(PseudonymKind.ENTRY, one.entry_id),
                names.of(PseudonymKind.ENTRY, session) if one.session_reference else None,
                scene.authorities[one.authority_id],
                scene.rates[scene.rate_at[one.rate_id]].post,
                kind,
                class_,
                said(one.intervention),
                one.destination,
                one.reason,
                member.pseudonym if member and not bears else None,
                one.share_from,
                one.share_to,
                one.share_of,
                one.whole_contact,
                one.whole_preparation,
                one.whole_travel,
                0 if again else one.whole_mileage,
                0 if again else one.whole_expenses,
                (one.miles_hundredths, 100) if one.miles_hundredths else None,
                one.places,
            )
        )
        row.rate_at, row.mode, row.pool = scene.rate_at[one.rate_id], scene.modes[one.authority_id], None
        if one.destination == Destination.POOLED:
            row.pool = (one.person_id, one.worked_on.replace(day=1), one.intervention or "", class_)
        return row
