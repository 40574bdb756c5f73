"""What a run costed, priced at salary and on-costs alone: by worker, month and where it went; and entries that stand twice."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from budgettracker.bulk import chunks
from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.paid.rules.facts import Costed, Twice
from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine, RunPool, RunPoolLine, RunRate
from budgettracker.money import half_up, share_out

NOT_PAID_AGAIN = (
    Reason.CONTAINED_IN_RATIO,
    Reason.NOT_FOR_A_FAMILY,
    Reason.ABSENCE,
    Reason.LINE_MANAGEMENT,
)
"""Left out since something else stands for it: the ratio of indirect time, the hours of a year, overheads."""
Carried = dict[tuple[uuid.UUID, date], dict[tuple[str, str | None], int]]
"""Where pooled time went, in pence of its pools, by worker and month."""


@dataclass(frozen=True, slots=True)
class PaidRate:
    """A rate of a run: the post it is of, and its salary and on-costs a minute in pence."""

    post: str
    a_minute: Fraction


def rates_paid(
    session: Session, run_id: uuid.UUID, post_name: Callable[[uuid.UUID, str], str]
) -> dict[uuid.UUID, PaidRate]:
    """The rates of a run at salary and on-costs alone: without overheads, capital and qualifications."""
    return {
        rate.id: PaidRate(
            post_name(rate.authority_id, rate.post),
            Fraction(rate.salary_pence + rate.oncosts_pence, rate.minutes_per_year),
        )
        for rate in session.scalars(select(RunRate).where(RunRate.run_id == run_id))
    }


def costed_of(
    session: Session, run: CostingRun, rates: dict[uuid.UUID, PaidRate], worker: Callable[[uuid.UUID], str]
) -> list[Costed]:
    """Each worker's months as the run costed them: minutes at the post's pay, with what the ratio of mode B adds.

    Each is rounded half up once; pooled time is shared out as its pools were. The run's own amounts also hold overheads.
    """
    sums: dict[tuple[uuid.UUID, uuid.UUID, date, str, str | None], list[int]] = {}
    for rate_id, person_id, year, number, went, reason, *amounts in session.execute(_lines(run.id)):
        if reason not in NOT_PAID_AGAIN:
            sums[rate_id, person_id, date(int(year), int(number), 1), went, reason] = [int(each) for each in amounts]
    carried = _carried(session, run.id)
    costed: list[Costed] = []
    for (rate_id, person_id, first, went, reason), (minutes, own, uplift) in sums.items():
        exact = minutes * rates[rate_id].a_minute * (Fraction(own + uplift, own) if own else 1)
        pence = half_up(exact.numerator, exact.denominator)
        of_whom = (rates[rate_id].post, worker(person_id), first)
        if went != Destination.POOLED:
            costed.append(Costed(*of_whom, Destination(went), Reason(reason) if reason else None, pence, minutes))
            continue
        to = carried.get((person_id, first)) or {(Destination.UNALLOCATED, None): 1}
        shares = share_out(pence, list(to.values()))
        times = share_out(minutes, list(to.values()))
        costed += [
            Costed(*of_whom, Destination(where), Reason(why) if why else None, *amounts)
            for (where, why), *amounts in zip(to, shares, times, strict=True)
        ]
    return sorted(costed, key=lambda each: (each.post, each.worker, each.month, each.went, each.reason or ""))


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


def twice_of(
    session: Session, run: CostingRun, rates: dict[uuid.UUID, PaidRate], worker: Callable[[uuid.UUID], str]
) -> list[Twice]:
    """Entries that are like another of the run: same worker, day, activity, minutes of each kind, and families."""
    alike = (
        RunEntry.person_id,
        RunEntry.worked_on,
        RunEntry.activity_id,
        RunEntry.contact_minutes,
        RunEntry.preparation_minutes,
        RunEntry.travel_minutes,
    )
    several = select(*alike).where(RunEntry.run_id == run.id).group_by(*alike).having(func.count() > 1).subquery()
    same = [column == several.c[column.key] for column in alike]
    query = (
        select(RunEntry.entry_id, RunEntry.rate_id, *alike)
        .join(several, same[0] & same[1] & same[2] & same[3] & same[4] & same[5])
        .where(RunEntry.run_id == run.id)
        .order_by(RunEntry.entry_id)
    )
    rows = session.execute(query).all()
    families = _families(session, run.id, [row.entry_id for row in rows])
    standing, twice = set(), []
    for entry_id, rate_id, person_id, worked_on, *rest in rows:
        key = (person_id, worked_on, *rest, families.get(entry_id, ()))
        if key in standing:
            exact = sum(rest[1:]) * rates[rate_id].a_minute
            pence = half_up(exact.numerator, exact.denominator)
            twice.append(Twice(rates[rate_id].post, worker(person_id), worked_on.replace(day=1), pence))
        standing.add(key)
    return sorted(twice)


def _families(
    session: Session, run_id: uuid.UUID, entry_ids: list[uuid.UUID]
) -> dict[uuid.UUID, tuple[uuid.UUID | None, ...]]:
    by_entry: dict[uuid.UUID, list[uuid.UUID | None]] = {}
    for some in chunks(entry_ids):
        query = select(RunLine.entry_id, RunLine.family_id).where(RunLine.run_id == run_id, RunLine.entry_id.in_(some))
        for entry_id, family_id in session.execute(query):
            by_entry.setdefault(entry_id, []).append(family_id)
    return {entry_id: tuple(sorted(ids, key=str)) for entry_id, ids in by_entry.items()}
