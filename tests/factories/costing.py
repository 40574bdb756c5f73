"""Small pieces of a costing run: the posts of the worked fixtures, members, entries, and a whole run in one place."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from operator import add, attrgetter

from budgettracker.costing.kinds import BESIDE, Destination, Mode, RatioKind
from budgettracker.costing.method.apportion import in_order
from budgettracker.costing.method.inputs import Activity, Member, Minutes, PostHeld, Scope, Share, WorkEntry
from budgettracker.costing.method.lines import CostedEntry, FamilyCosts, Line, Pence, Pool, PoolLine, WorkerMonth
from budgettracker.costing.rates.rules.build_up import Overhead, PostCost
from budgettracker.costing.rates.rules.oncosts import Settings
from budgettracker.costing.rates.rules.rate_book import RateBook, rate_book
from budgettracker.costing.run.rules.cost_entries import EntryCosting
from budgettracker.costing.run.rules.family_costs import open_days
from budgettracker.costing.run.rules.reconcile import Reconciliation
from budgettracker.families.kinds import Arm
from budgettracker.periods import FOREVER, Period
from budgettracker.worktime.kinds import ActivityClass, ActivityKind

LONG_AGO = date(2020, 1, 1)
ALWAYS = Period(LONG_AGO, FOREVER)
STUDY = Period(date(2026, 4, 1), date(2027, 4, 1))
DAY = date(2026, 5, 12)

SOCIAL_WORKER = PostCost(
    post="Social worker",
    starts_on=LONG_AGO,
    price_year="2022/23",
    salary_pence=37_600_00,
    oncosts_pence=11_200_00,
    minutes_per_year=1608 * 60,
    qualifications_pence=9_956_00,
    overhead_direct=Overhead(pence=14_152_00),
    overhead_indirect=Overhead(pence=7_808_00),
    capital_pence=4_458_00,
    source="Unit Costs of Health and Social Care 2023, table 10.1.1",
)
"""A = 75,218 pounds a year over 1,608 hours: 7,521,800 pence over 96,480 minutes."""

ASSISTANT = PostCost(
    post="Social work assistant",
    starts_on=LONG_AGO,
    price_year="2022/23",
    salary_pence=27_990_00,
    oncosts_pence=7_894_00,
    minutes_per_year=1608 * 60,
    overhead_direct=Overhead(pence=10_406_00),
    overhead_indirect=Overhead(pence=5_741_00),
    capital_pence=4_458_00,
    source="Unit Costs of Health and Social Care 2023, table 10.2.1",
)
"""A = 56,489 pounds a year over 1,608 hours: 5,648,900 pence over 96,480 minutes."""

PENNY_A_MINUTE = PostCost("Penny", LONG_AGO, "2022/23", 1000_00, 0, 100_000)
"""A post whose minute costs exactly a penny, so that minutes can be read as pence."""

PARTS = (
    "contact_pence",
    "preparation_pence",
    "travel_pence",
    "mileage_pence",
    "expenses_pence",
    "indirect_share_pence",
)
VISIT = Activity("Home visit")
MEETING = Activity("Team meeting", ActivityKind.GENERAL)
BUDGET_ADMIN = Activity("Budget administration", ActivityKind.GENERAL, intervention="Devolved budget")
SET_UP = Activity("Setting up", ActivityKind.GENERAL, ActivityClass.SET_UP, "Devolved budget")
RESEARCH = Activity("Research interview", ActivityKind.GENERAL, ActivityClass.EVALUATION)
LEAVE = Activity("Leave", ActivityKind.ABSENT)
DECIDING = Activity("Deciding spends", ActivityKind.DECIDING, intervention="Devolved budget")


def with_ratio(cost: PostCost, thousandths: int, kind: RatioKind) -> PostCost:
    """The post with a ratio of indirect time."""
    return replace(cost, ratio_thousandths=thousandths, ratio_kind=kind)


def book(*costs: PostCost) -> RateBook:
    """The rates of posts whose on-costs are entered."""
    return rate_book(costs, Settings())


def member(arm: Arm = Arm.BUDGET, open_days: Period = ALWAYS, children: int = 1) -> Member:
    """A family of the study."""
    return Member(arm, (open_days,), children)


def scope(
    mode: Mode = Mode.ALL_TIME,
    members: dict[str, Member] | None = None,
    posts: dict[str, str] | None = None,
    **more: object,
) -> Scope:
    """One authority's study, by default with families F1 and F2 and the worker ann, a Penny."""
    held = {worker: (PostHeld(post, ALWAYS),) for worker, post in (posts or {"ann": "Penny"}).items()}
    known = {"F1": member(), "F2": member()} if members is None else members
    made = Scope("Westmoor", mode, STUDY, known, held)
    return replace(made, **more)  # type: ignore[arg-type]


def equally(families: Iterable[str | None]) -> tuple[Share, ...]:
    """Shares of one each; a family (or other families) named twice has two."""
    return in_order([Share(family, 1) for family in families])


def entry(
    ref: str,
    *families: str | None,
    worker: str = "ann",
    contact_minutes: int = 0,
    preparation_minutes: int = 0,
    travel_minutes: int = 0,
    **more: object,
) -> WorkEntry:
    """An entry of the study's dates, shared equally; for nobody without families."""
    fields: dict[str, object] = {
        "worked_on": DAY,
        "activity": VISIT if families else MEETING,
        "minutes": Minutes(contact_minutes, preparation_minutes, travel_minutes),
        "shares": equally(families),
        **more,
    }
    return WorkEntry(ref=ref, worker=worker, **fields)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Ran:
    """A whole run in one place."""

    entries: list[CostedEntry]
    lines: list[Line]
    pools: list[Pool]
    pool_lines: list[PoolLine]
    months: list[WorkerMonth]
    books: Reconciliation
    families: dict[str, FamilyCosts]
    unpriced_minutes: int = 0


def ran(within: Scope, rates: RateBook, entries: Iterable[WorkEntry]) -> Ran:
    """Cost every worker's entries; workers with contracted hours and no entry come last."""
    by_worker: dict[str, list[WorkEntry]] = {}
    for work in sorted(entries, key=attrgetter("worked_on", "ref")):
        by_worker.setdefault(work.worker, []).append(work)
    idle = {worker for worker, _ in within.contracted} - set(by_worker)
    whole = Ran([], [], [], [], [], Reconciliation(), {})
    unpriced = 0
    costing = EntryCosting(within, rates)
    for worker in (*sorted(by_worker), *sorted(idle)):
        result = costing.cost(worker, by_worker.get(worker, ()))
        whole.entries.extend(result.entries)
        whole.lines.extend(result.lines)
        whole.pools.extend(result.pools)
        whole.pool_lines.extend(result.pool_lines)
        whole.months.extend(result.months)
        whole.books.add(result)
        unpriced += result.unpriced_minutes
    whole.families.update(family_costs(within, whole.lines, whole.pool_lines))
    return replace(whole, unpriced_minutes=unpriced)


def family_costs(
    within: Scope, lines: Iterable[Line] = (), pool_lines: Iterable[PoolLine] = (), purchases_pence: int = 0
) -> dict[str, FamilyCosts]:
    """What each member family cost: the sum of its lines and its shares of pools, and purchases of so many pence."""
    pence = {family: [0] * len(Pence._fields) for family in sorted(within.members)}
    beside = {family: dict.fromkeys(BESIDE, 0) for family in within.members}
    outside = dict.fromkeys(within.members, 0)
    for line in lines:
        if line.destination is Destination.FAMILY and line.family is not None:
            pence[line.family] = list(map(add, pence[line.family], line.pence))
            outside[line.family] += sum(line.pence) if line.outside else 0
        elif line.destination in BESIDE and line.family is not None:
            beside[line.family][line.destination] += sum(line.pence)
    for share in pool_lines:
        if share.destination is Destination.FAMILY and share.family is not None:
            pence[share.family][-1] += share.indirect_share_pence
            outside[share.family] += share.indirect_share_pence if share.outside else 0
        elif share.destination in BESIDE and share.family is not None:
            beside[share.family][share.destination] += share.indirect_share_pence
    return {
        family: FamilyCosts(
            family,
            within.members[family].arm,
            open_days(within.members[family], within.dates),
            within.members[family].children_in_scope,
            purchases_pence,
            0,
            **dict(zip(PARTS, parts, strict=True)),
            outside_pence=outside[family],
            deciding_pence=beside[family][Destination.DECIDING],
            set_up_pence=beside[family][Destination.SET_UP],
            evaluation_pence=beside[family][Destination.EVALUATION],
        )
        for family, parts in pence.items()
    }
