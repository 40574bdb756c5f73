"""A run's own side: what it costed at salary and on-costs alone, entries that stand twice, and what was written down late."""

import uuid
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from budgettracker.bulk import chunks
from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.paid.rules.own_side import AgainAtPay, Late, OwnSide, TimeAtPay, read_back
from budgettracker.costing.results.models import RunBesidePaid
from budgettracker.costing.run.models import RunEntry, RunLine, RunPool, RunPoolLine, RunRate
from budgettracker.money import half_up, share_out
from budgettracker.worktime.models import WorkEntry

NOT_PAID_AGAIN = (
    Reason.CONTAINED_IN_RATIO,
    Reason.NOT_FOR_A_FAMILY,
    Reason.ABSENCE,
    Reason.LINE_MANAGEMENT,
)
"""Left out since something else stands for it: the ratio of indirect time, the hours of a year, overheads."""
LATE = timedelta(days=14)
"""An entry written down later than this after the day worked is late: it is remembered, not noted."""
SOME = {"yield_per": 5_000}
"""Rows read at a time where a run has one for nearly every entry: all at once would hold them all in memory."""
Carried = dict[tuple[uuid.UUID, date], dict[tuple[str, str | None], int]]
"""Where pooled time went, in pence of its pools, by worker and month."""
Rates = dict[uuid.UUID, Fraction]
"""Salary and on-costs a minute in pence, by rate of the run."""


def side_of(session: Session, run_id: uuid.UUID) -> OwnSide:
    """A run's own side: as it was kept at the first look, else reckoned now."""
    return kept_side(session, run_id) or own_side(session, run_id)


def kept_side(session: Session, run_id: uuid.UUID) -> OwnSide | None:
    """A run's own side as it was kept; None where nobody looked at it so far."""
    kept = session.scalar(select(RunBesidePaid.own_side).where(RunBesidePaid.run_id == run_id))
    return read_back(kept) if kept else None


def own_side(session: Session, run_id: uuid.UUID) -> OwnSide:
    """A run's own side from all its rows, at salary and on-costs alone: without overheads, capital and qualifications."""
    rates = {
        rate.id: Fraction(rate.salary_pence + rate.oncosts_pence, rate.minutes_per_year)
        for rate in session.scalars(select(RunRate).where(RunRate.run_id == run_id))
    }
    return OwnSide(_time(session, run_id, rates), _again(session, run_id, rates), _late(session, run_id))


def _time(session: Session, run_id: uuid.UUID, rates: Rates) -> list[TimeAtPay]:
    """Each worker's months as the run costed them, added up: minutes at the post's pay, with what the ratio of mode B adds.

    Each month is rounded half up once; pooled time is shared out as its pools were. The run's own amounts also hold overheads.
    """
    sums: dict[tuple[uuid.UUID, uuid.UUID, date, str, str | None], list[int]] = {}
    for rate_id, person_id, year, number, went, reason, *amounts in session.execute(_lines(run_id)):
        if reason not in NOT_PAID_AGAIN:
            sums[rate_id, person_id, date(int(year), int(number), 1), went, reason] = [int(each) for each in amounts]
    carried = _carried(session, run_id)
    time: dict[tuple[str, str, str, str | None], tuple[int, int]] = {}
    for (rate_id, person_id, first, went, reason), (minutes, own, uplift) in sums.items():
        exact = minutes * rates[rate_id] * (Fraction(own + uplift, own) if own else 1)
        pence = half_up(exact.numerator, exact.denominator)
        to = {(went, reason): 1}
        if went == Destination.POOLED:
            to = carried.get((person_id, first)) or {(Destination.UNALLOCATED, None): 1}
        shares = share_out(pence, list(to.values()))
        times = share_out(minutes, list(to.values()))
        for (where, why), share, some in zip(to, shares, times, strict=True):
            key = str(rate_id), str(person_id), str(where), why
            before = time.get(key, (0, 0))
            time[key] = before[0] + share, before[1] + some
    return [TimeAtPay(*key, *amounts) for key, amounts in sorted(time.items(), key=lambda each: str(each[0]))]


def _lines(run_id: uuid.UUID) -> Any:
    """Minutes, cost of time, and what a ratio adds, by rate, worker, month and where it went."""
    in_month = (extract("year", RunEntry.worked_on), extract("month", RunEntry.worked_on))
    by = (RunEntry.rate_id, RunEntry.person_id, *in_month, RunLine.destination, RunLine.reason)
    of_entry = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    return (
        select(
            *by,
            func.sum(RunLine.contact_minutes + RunLine.preparation_minutes + RunLine.travel_minutes),
            func.sum(RunLine.contact_cost_pence + RunLine.preparation_cost_pence + RunLine.travel_cost_pence),
            func.sum(RunLine.indirect_share_pence),
        )
        .join(RunLine, of_entry)
        .where(RunEntry.run_id == run_id)
        .group_by(*by)
    )


def _carried(session: Session, run_id: uuid.UUID) -> Carried:
    by = (RunPool.person_id, RunPool.month, RunPoolLine.destination, RunPoolLine.reason)
    query = (
        select(*by, func.sum(RunPoolLine.indirect_share_pence))
        .join(RunPool, RunPool.id == RunPoolLine.pool_id)
        .where(RunPoolLine.run_id == run_id)
        .group_by(*by)
        .order_by(*by)
    )
    carried: Carried = {}
    for person_id, first, went, reason, pence in session.execute(query):
        if pence:
            carried.setdefault((person_id, first.replace(day=1)), {})[went, reason] = int(pence)
    return carried


def _again(session: Session, run_id: uuid.UUID, rates: Rates) -> list[AgainAtPay]:
    """Entries that are like another of the run: same worker, day, activity, minutes of each kind, and families."""
    alike = (
        RunEntry.person_id,
        RunEntry.worked_on,
        RunEntry.activity_id,
        RunEntry.contact_minutes,
        RunEntry.preparation_minutes,
        RunEntry.travel_minutes,
    )
    several = select(*alike).where(RunEntry.run_id == run_id).group_by(*alike).having(func.count() > 1).subquery()
    same = [column == several.c[column.key] for column in alike]
    query = (
        select(RunEntry.entry_id, RunEntry.rate_id, *alike)
        .join(several, same[0] & same[1] & same[2] & same[3] & same[4] & same[5])
        .where(RunEntry.run_id == run_id)
        .order_by(RunEntry.entry_id)
    )
    rows = session.execute(query).all()
    families = _families(session, run_id, [row.entry_id for row in rows])
    standing, again = set(), dict[tuple[str, str], int]()
    for entry_id, rate_id, person_id, worked_on, *rest in rows:
        key = (person_id, worked_on, *rest, families.get(entry_id, ()))
        if key in standing:
            exact = sum(rest[1:]) * rates[rate_id]
            of_whom = str(rate_id), str(person_id)
            again[of_whom] = again.get(of_whom, 0) + half_up(exact.numerator, exact.denominator)
        standing.add(key)
    return [AgainAtPay(*of_whom, pence) for of_whom, pence in sorted(again.items())]


def _families(
    session: Session, run_id: uuid.UUID, entry_ids: list[uuid.UUID]
) -> dict[uuid.UUID, tuple[uuid.UUID | None, ...]]:
    by_entry: dict[uuid.UUID, list[uuid.UUID | None]] = {}
    for some in chunks(entry_ids):
        query = select(RunLine.entry_id, RunLine.family_id).where(RunLine.run_id == run_id, RunLine.entry_id.in_(some))
        for entry_id, family_id in session.execute(query):
            by_entry.setdefault(entry_id, []).append(family_id)
    return {entry_id: tuple(sorted(ids, key=str)) for entry_id, ids in by_entry.items()}


def _late(session: Session, run_id: uuid.UUID) -> Late:
    """Minutes written down late; of imported entries nobody knows when they were first written."""
    written = func.date(WorkEntry.recorded_at)
    by = (RunEntry.person_id, RunEntry.worked_on, written)
    minutes = func.sum(RunEntry.contact_minutes + RunEntry.preparation_minutes + RunEntry.travel_minutes)
    query = (
        select(*by, minutes)
        .join(WorkEntry, WorkEntry.id == RunEntry.entry_id)
        .where(RunEntry.run_id == run_id, WorkEntry.reference.is_(None))
        .group_by(*by)
    )
    late: Late = {}
    for person_id, worked_on, written_on, some in session.execute(query, execution_options=SOME):
        day = written_on if isinstance(written_on, date) else date.fromisoformat(written_on)
        if day - worked_on > LATE:
            of_worker, first = late.setdefault(str(person_id), {}), worked_on.replace(day=1).isoformat()
            of_worker[first] = of_worker.get(first, 0) + int(some)
    return late
