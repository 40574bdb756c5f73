"""The facts of a frozen run that the tables for funders are reckoned from; a few sums, few rows."""

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Destination, Mode, OtherClass, VatRule
from budgettracker.costing.rates.rules.uprating import rate_words
from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.queries.kept import costs_of, cut_of, family_costs_of, results_of
from budgettracker.costing.results.queries.prices import other_cost_lines
from budgettracker.costing.run.models import (
    CostingRun,
    RunDecision,
    RunMember,
    RunMonth,
    RunPurchase,
    RunRate,
)
from budgettracker.costing.run.queries.run_costs import AuthorityPart, authorities_of
from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import CostCategory, Phase, Recurrence
from budgettracker.funders.rules.facts import (
    ActivityCost,
    Capacity,
    CostItem,
    RateFact,
    RunFacts,
    SiteFamily,
    StaffTime,
)
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.studies.models import Study

BY_RATIO = "Time that is not logged, by the ratio of each post"
POOLED = "Time for no family, shared over families"
ALL_ROLES = "all roles"
_WENT = {
    CutColumn.TIME: Destination.FAMILY,
    CutColumn.DECIDING: Destination.DECIDING,
    CutColumn.SET_UP: Destination.SET_UP,
}
"""Which columns of a cut are work that the tables count, and where that work went."""


def run_facts(session: Session, study: Study, run: CostingRun) -> RunFacts:
    """All that the tables need to know of a run; its results, families and cuts must be kept."""
    parts = authorities_of(run)
    names = {part.authority_id: part.name for part in parts}
    lead = select(RunMember.family_id, RunMember.lead_worker_id).where(RunMember.run_id == run.id)
    leads = dict(session.execute(lead).tuples().all())
    work = _work(session, run.id, parts)
    return RunFacts(
        study=study.name,
        purpose=study.purpose,
        number=run.number,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        intervention=run.intervention,
        families=tuple(
            SiteFamily(
                names[each.authority_id],
                str(leads[each.family_id] or each.authority_id),
                costs_of(each, str(each.family_id)),
            )
            for each in family_costs_of(session, run.id)
        ),
        items=_items(session, run.id, work),
        staff=tuple(work.staff),
        activities=_activities(session, run.id, parts),
        capacity=_capacity(session, run.id, names),
        rates=_rates(session, run.id, names),
        modes=tuple((part.name, part.mode) for part in parts),
        results=results_of(session, run.id).results,
        vat=VatRule(run.vat_rule).words,
        unsupported_months=session.scalars(
            select(func.count()).select_from(RunMonth).where(RunMonth.run_id == run.id, RunMonth.supported.is_(False))
        ).one(),
        with_qualifications=run.with_qualifications,
        price_year=run.price_year,
        discount=f"{rate_words(run.discount_basis_points)}% a year" if run.discount_basis_points else "",
    )


def run_items(session: Session, run: CostingRun) -> tuple[CostItem, ...]:
    """Each thing that the families with a budget cost: work by post, time for nobody, decisions, purchases by category."""
    return _items(session, run.id, _work(session, run.id, authorities_of(run)))


class Work(NamedTuple):
    """What work for families with a budget comes to, pooled time last: items, and minutes by role and phase."""

    items: list[CostItem]
    staff: list[StaffTime]


def _items(session: Session, run_id: uuid.UUID, work: Work) -> tuple[CostItem, ...]:
    others = (*_decisions(session, run_id), *_purchases(session, run_id), *_stated(session, run_id))
    return (*work.items, *others)


def _of_budget(query: Any, table: Any, run_id: uuid.UUID) -> Any:
    """Only rows of families with a budget."""
    member = (RunMember.run_id == table.run_id) & (RunMember.family_id == table.family_id)
    return query.join(RunMember, member).where(table.run_id == run_id, RunMember.arm == Arm.BUDGET)


def _pooling(parts: Iterable[AuthorityPart]) -> set[str]:
    """Authorities that log all time, by id as text: their indirect shares are of pools, others' of a ratio."""
    return {part.authority_id.hex for part in parts if part.mode is Mode.ALL_TIME}


def _work(session: Session, run_id: uuid.UUID, parts: Iterable[AuthorityPart]) -> Work:
    """What work for families with a budget costs, by post, with its minutes: the run's cut by post."""
    pooling = _pooling(parts)
    pence: dict[tuple[str, Destination], list[int]] = {}
    pooled: dict[Destination, int] = {}
    minutes: dict[tuple[str, Phase], int] = {}
    shared_minutes = 0
    for row in cut_of(session, run_id, Cut.POST):
        went, of = _WENT.get(row.counts_as), row.amounts
        if went is None or row.arm != Arm.BUDGET:
            continue
        direct, preparing = of.contact_minutes + of.travel_minutes, of.preparation_minutes
        of_pool = row.authority in pooling
        for name, some, time in (
            (row.heading, of.contact_pence + of.preparation_pence + of.travel_pence, direct + preparing),
            ("Mileage", of.mileage_pence, 0),
            ("Expenses", of.expenses_pence, 0),
            (BY_RATIO, 0 if of_pool else of.indirect_share_pence, 0),
        ):
            amounts = pence.setdefault((name, went), [0, 0])
            amounts[0] += some
            amounts[1] += time
        pooled[went] = pooled.get(went, 0) + (of.indirect_share_pence if of_pool else 0)
        shared_minutes += of.pool_minutes
        for phase, time in _phases(went, direct, preparing):
            minutes[row.heading, phase] = minutes.get((row.heading, phase), 0) + time
    items = [_item(name, went, some, time or None) for (name, went), (some, time) in sorted(pence.items()) if some]
    items += [_item(POOLED, went, some, None) for went, some in sorted(pooled.items()) if some]
    staff = [StaffTime(post, phase, some) for (post, phase), some in sorted(minutes.items()) if some]
    return Work(items, [*staff, *([StaffTime(ALL_ROLES, Phase.SHARED, shared_minutes)] if shared_minutes else [])])


def _activities(session: Session, run_id: uuid.UUID, parts: Iterable[AuthorityPart]) -> tuple[ActivityCost, ...]:
    """What each activity cost the families with a budget of an authority, pooled time apart: the run's cut by activity."""
    pooling, names = _pooling(parts), {part.authority_id.hex: part.name for part in parts}
    sums: dict[tuple[str, str], int] = {}
    for row in cut_of(session, run_id, Cut.ACTIVITY):
        if row.arm == Arm.BUDGET and row.counts_as is CutColumn.TIME:
            pooled = row.amounts.indirect_share_pence if row.authority in pooling else 0
            key = (names[row.authority], row.heading)
            sums[key] = sums.get(key, 0) + row.amounts.pence - pooled
    return tuple(ActivityCost(*key, pence) for key, pence in sorted(sums.items()) if pence)


def _phases(went: Destination, direct: int, preparing: int) -> list[tuple[Phase, int]]:
    if went is Destination.SET_UP:
        return [(Phase.TRAINING, direct + preparing)]
    return [(Phase.DELIVERY, direct), (Phase.PREPARATION, preparing)]


def _item(name: str, went: Destination, pence: int, minutes: int | None) -> CostItem:
    """An item of work, by where its cost went: setting up is there once, deciding is named."""
    after = {Destination.SET_UP: ": setting up", Destination.DECIDING: ": deciding"}.get(went, "")
    recurrence = Recurrence.START_UP if went is Destination.SET_UP else Recurrence.RECURRING
    category = CostCategory.PROCUREMENT if name in ("Mileage", "Expenses") else CostCategory.STAFF
    return CostItem(f"{name}{after}", recurrence, category, pence, minutes, "hours" if minutes else "")


def _decisions(session: Session, run_id: uuid.UUID) -> list[CostItem]:
    """Decisions priced by the minutes of their scheme."""
    query = select(func.sum(RunDecision.cost_pence), func.sum(RunDecision.minutes)).select_from(RunDecision)
    pence, minutes = session.execute(_of_budget(query, RunDecision, run_id)).one()
    if not pence:
        return []
    name = "Decisions, by the minutes of their scheme"
    return [CostItem(name, Recurrence.RECURRING, CostCategory.STAFF, int(pence), int(minutes), "hours")]


def _purchases(session: Session, run_id: uuid.UUID) -> list[CostItem]:
    """Purchases by category, refunds off."""
    query = (
        select(Category.name, func.sum(RunPurchase.counted_pence), func.count(RunPurchase.spend_id.distinct()))
        .select_from(RunPurchase)
        .join(Spend, Spend.id == RunPurchase.spend_id)
        .outerjoin(Category, Category.id == Spend.category_id)
    )
    rows = session.execute(
        _of_budget(query, RunPurchase, run_id)
        .where(RunPurchase.kind == SpendKind.DEVOLVED)
        .group_by(Category.name)
        .order_by(Category.name)
    ).all()
    return [
        CostItem(
            f"Purchases: {name or 'no category'}",
            Recurrence.RECURRING,
            CostCategory.MATERIALS,
            int(pence),
            int(count),
            "purchase" if count == 1 else "purchases",
        )
        for name, pence, count in rows
    ]


def _stated(session: Session, run_id: uuid.UUID) -> list[CostItem]:
    """Costs that the authorities of families with a budget stated besides: what of them falls on the run's days."""
    sums: dict[tuple[str, str, bool], list[int]] = {}
    for line in other_cost_lines(session, run_id):
        if line.families:
            of = sums.setdefault((line.of.what, line.of.cost_class, line.of.life_years > 0), [0, 0])
            of[0] += line.of.counted_pence
            of[1] += line.of.yearly_pence
    return [
        CostItem(
            f"{what}: setting up, as finance states it" if of == OtherClass.SET_UP else f"{what}: as finance states it",
            Recurrence.START_UP if of == OtherClass.SET_UP else Recurrence.RECURRING,
            CostCategory.PROCUREMENT,
            pence,
            yearly_pence=yearly if spread else None,
        )
        for (what, of, spread), (pence, yearly) in sorted(sums.items())
    ]


def _capacity(session: Session, run_id: uuid.UUID, names: dict[uuid.UUID, str]) -> tuple[Capacity, ...]:
    known = RunMonth.contracted_minutes.is_not(None)
    sums = (
        func.sum(column).filter(known)
        for column in (
            RunMonth.contracted_minutes,
            RunMonth.absence_minutes,
            RunMonth.logged_minutes,
            RunMonth.family_minutes,
        )
    )
    query = (
        select(RunMonth.authority_id, *sums, func.count().filter(~known))
        .where(RunMonth.run_id == run_id)
        .group_by(RunMonth.authority_id)
    )
    rows = [Capacity(names[of], *(int(each or 0) for each in sums)) for of, *sums in session.execute(query)]
    return tuple(sorted(rows))


def _rates(session: Session, run_id: uuid.UUID, names: dict[uuid.UUID, str]) -> tuple[RateFact, ...]:
    rates = session.scalars(select(RunRate).where(RunRate.run_id == run_id))
    facts = [
        RateFact(
            names[rate.authority_id],
            rate.post,
            rate.price_year,
            bool(rate.overhead_direct_pence or rate.overhead_indirect_pence),
            bool(rate.capital_pence),
            rate.salary_pence
            + rate.oncosts_pence
            + rate.qualifications_pence
            + rate.overhead_direct_pence
            + rate.overhead_indirect_pence
            + rate.capital_pence,
            rate.minutes_per_year,
        )
        for rate in rates
    ]
    return tuple(sorted(facts))
