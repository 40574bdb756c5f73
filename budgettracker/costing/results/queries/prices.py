"""Reading a run's prices: the indices it froze, and what its families cost as logged beside its own prices."""

import uuid
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import OtherClass, PriceUse
from budgettracker.costing.rates.rules.uprating import Series, Uprating
from budgettracker.costing.results.models import RunDiscounted, RunFamilyCost
from budgettracker.costing.run.models import CostingRun, RunAsLogged, RunOtherCost, RunPrice, RunRate
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up
from budgettracker.people.models import Authority


def uprating_of_run(session: Session, run: CostingRun) -> Uprating | None:
    """The price year of a run with the editions it froze; None where each cost stands in the prices of its own year."""
    if run.price_year is None:
        return None
    rows: dict[str, list[RunPrice]] = {}
    query = select(RunPrice).where(RunPrice.run_id == run.id).order_by(RunPrice.price_use, RunPrice.price_year)
    for row in session.scalars(query):
        rows.setdefault(row.price_use, []).append(row)
    pay, goods = (_series(rows[use]) for use in PriceUse)
    return Uprating(run.price_year, pay, goods)


def _series(rows: list[RunPrice]) -> Series:
    first = rows[0]
    indices = {row.price_year: row.ten_thousandths for row in rows}
    return Series(first.series, first.edition, first.published_on, first.source, indices)


class ArmPrices(NamedTuple):
    """One arm: its families, and what they came to as logged and in the run's prices, in pence."""

    arm: Arm
    families: int
    as_logged_pence: int
    uprated_pence: int

    @property
    def mean_as_logged_pence(self) -> int:
        """The mean of a family as logged."""
        return half_up(self.as_logged_pence, self.families)

    @property
    def mean_uprated_pence(self) -> int:
        """The mean of a family in the run's prices."""
        return half_up(self.uprated_pence, self.families)


def arm_prices(session: Session, run_id: uuid.UUID) -> list[ArmPrices]:
    """Purchases and running time of each arm, as logged and uprated; none where nothing is uprated."""
    of_family = (RunFamilyCost.run_id == RunAsLogged.run_id) & (RunFamilyCost.family_id == RunAsLogged.family_id)
    query = (
        select(
            RunFamilyCost.arm,
            func.count(),
            func.sum(RunAsLogged.purchases_pence + RunAsLogged.time_pence),
            func.sum(RunFamilyCost.total_pence),
        )
        .join(RunAsLogged, of_family)
        .where(RunFamilyCost.run_id == run_id)
        .group_by(RunFamilyCost.arm)
        .order_by(RunFamilyCost.arm)
    )
    return [
        ArmPrices(Arm(arm), int(families), int(logged), int(uprated))
        for arm, families, logged, uprated in session.execute(query)
    ]


def post_years(session: Session, run_id: uuid.UUID) -> set[str]:
    """The price years of the rates a run used."""
    return set(session.scalars(select(RunRate.price_year).where(RunRate.run_id == run_id).distinct()))


class ArmDiscounted(NamedTuple):
    """One arm: its families, and what they came to before and after discounting, in pence."""

    arm: Arm
    families: int
    pence: int
    present_pence: int

    @property
    def mean_pence(self) -> int:
        """The mean of a family, undiscounted."""
        return half_up(self.pence, self.families)

    @property
    def mean_present_pence(self) -> int:
        """The mean of a family, discounted."""
        return half_up(self.present_pence, self.families)


def arm_discounted(session: Session, run_id: uuid.UUID) -> list[ArmDiscounted]:
    """Purchases and running time of each arm, undiscounted and discounted."""
    families = select(RunFamilyCost.arm, func.count()).where(RunFamilyCost.run_id == run_id)
    counts = dict(session.execute(families.group_by(RunFamilyCost.arm)).tuples().all())
    sums = select(
        RunDiscounted.arm, func.sum(RunDiscounted.total_pence), func.sum(RunDiscounted.present_total_pence)
    ).where(RunDiscounted.run_id == run_id)
    return [
        ArmDiscounted(Arm(arm), counts[arm], int(pence), int(present))
        for arm, pence, present in session.execute(sums.group_by(RunDiscounted.arm).order_by(RunDiscounted.arm))
    ]


def discounted_rows(session: Session, run_id: uuid.UUID) -> list[RunDiscounted]:
    """Each family's years since its start, by family and year."""
    query = select(RunDiscounted).where(RunDiscounted.run_id == run_id)
    return list(session.scalars(query.order_by(RunDiscounted.family_id, RunDiscounted.years)))


class OtherCostLine(NamedTuple):
    """A cost stated besides, with its authority: what of it falls on the run's days, and on each family with a budget there."""

    authority: str
    of: RunOtherCost
    families: int

    @property
    def per_family_pence(self) -> int | None:
        """What falls on a family with a budget of its authority; None without one."""
        return half_up(self.of.counted_pence, self.families) if self.families else None

    @property
    def class_words(self) -> str:
        """What it is part of, in words."""
        return OtherClass(self.of.cost_class).words


def other_cost_lines(session: Session, run_id: uuid.UUID) -> list[OtherCostLine]:
    """The costs stated besides, by authority, class and day."""
    counts = select(RunFamilyCost.authority_id, func.count()).where(
        RunFamilyCost.run_id == run_id, RunFamilyCost.arm == Arm.BUDGET
    )
    families = dict(session.execute(counts.group_by(RunFamilyCost.authority_id)).tuples().all())
    query = (
        select(RunOtherCost, Authority.name)
        .join(Authority, Authority.id == RunOtherCost.authority_id)
        .where(RunOtherCost.run_id == run_id)
        .order_by(Authority.name, RunOtherCost.cost_class, RunOtherCost.used_from, RunOtherCost.what, RunOtherCost.id)
    )
    return [OtherCostLine(name, row, families.get(row.authority_id, 0)) for row, name in session.execute(query)]
