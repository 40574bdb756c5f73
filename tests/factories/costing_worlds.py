"""Worlds made by Hypothesis: odd minutes, three-way shares, rates that change in mid-month, leavers, workers without family
time, interventions, other families, strangers, managers."""

from datetime import date, timedelta

from hypothesis import strategies as st

from budgettracker.costing.kinds import Mode, RatioKind, Vehicle
from budgettracker.costing.method.apportion import in_order, own_families
from budgettracker.costing.method.inputs import Activity, Member, Minutes, PostHeld, Scope, Share, WorkEntry
from budgettracker.costing.rates.rules.build_up import Overhead, PostCost
from budgettracker.families.kinds import Arm
from budgettracker.periods import FOREVER, Period
from budgettracker.worktime.kinds import ActivityClass, ActivityKind

FIRST = date(2026, 3, 20)
DATES = Period(FIRST, date(2026, 5, 12))
CHANGE = date(2026, 4, 14)
WORKERS = ("ann", "ben", "cal")
FAMILIES = ("F1", "F2", "F3", "F4", "F8")
"""F8 is never a member."""
INTERVENTIONS = (None, "Devolved budget", "Conference")
POSTS = ("P", "Q")

days = st.integers(0, DATES.days - 1).map(lambda passed: FIRST + timedelta(days=passed))
minutes = st.one_of(st.just(0), st.integers(1, 60), st.integers(1, 481))
activities = st.builds(
    Activity,
    st.sampled_from(["Visit", "Meeting", "Training"]),
    st.sampled_from([ActivityKind.DIRECT] * 4 + [ActivityKind.ABSENT, ActivityKind.DECIDING]),
    st.sampled_from([ActivityClass.RUNNING] * 4 + [ActivityClass.SET_UP, ActivityClass.EVALUATION]),
    st.sampled_from(INTERVENTIONS),
)
shares = st.lists(
    st.builds(Share, st.sampled_from([*FAMILIES, None]), st.integers(1, 7)), max_size=4
).map(in_order)  # fmt: skip


@st.composite
def post_costs(draw: st.DrawFn) -> list[PostCost]:
    """Both posts, each with a change of cost (and perhaps of the kind of ratio) in the middle of April."""
    return [
        PostCost(
            post=post,
            starts_on=starts_on,
            price_year="2025/26",
            salary_pence=draw(st.integers(1, 90_000_00)),
            oncosts_pence=draw(st.integers(0, 20_000_00)),
            minutes_per_year=draw(st.integers(80_001, 120_001)),
            overhead_direct=Overhead(basis_points=draw(st.integers(0, 5_000))),
            capital_pence=draw(st.integers(0, 5_000_00)),
            ratio_thousandths=draw(st.integers(0, 4_000)),
            ratio_kind=draw(st.sampled_from(RatioKind)),
        )
        for post in POSTS
        for starts_on in (date(2026, 1, 1), CHANGE)
    ]


@st.composite
def members(draw: st.DrawFn) -> dict[str, Member]:
    """Some of the families, some of them leaving or arriving within the study's dates."""
    found = {}
    for family in draw(st.sets(st.sampled_from(FAMILIES[:-1]))):
        opened = draw(st.sampled_from([date(2026, 1, 1), FIRST + timedelta(days=9)]))
        closed = draw(st.sampled_from([FOREVER, date(2026, 4, 20)]))
        found[family] = Member(draw(st.sampled_from(Arm)), Period(opened, closed), draw(st.integers(0, 3)))
    return found


@st.composite
def entries(draw: st.DrawFn) -> list[WorkEntry]:
    """Up to twenty entries of three workers, grouped by worker."""
    found = [
        WorkEntry(
            ref=f"E{number:02}",
            worker=draw(st.sampled_from(WORKERS)),
            worked_on=draw(days),
            activity=draw(activities),
            minutes=Minutes(draw(minutes), draw(minutes), draw(minutes)),
            miles_hundredths=draw(st.sampled_from([0, 0, 7, 12_34, 500_00])),
            expenses_pence=draw(st.sampled_from([0, 0, 1, 18_05])),
            shares=draw(shares),
            team=draw(st.sampled_from(["North", "South"])),
            intervention=draw(st.sampled_from(INTERVENTIONS)),
            vehicle=draw(st.sampled_from(Vehicle)),
            by_manager=draw(st.integers(0, 9)) == 0,
        )
        for number in range(draw(st.integers(0, 20)))
    ]
    return sorted(found, key=lambda one: one.worker)


@st.composite
def worlds(draw: st.DrawFn, mode: Mode) -> tuple[Scope, list[PostCost], list[WorkEntry]]:
    """A study of one authority, its posts' costs and its entries. Ann changes her post on 4 May."""
    known = draw(members())
    logged = draw(entries())
    named = [
        (one.intervention or one.activity.intervention or "", share.family)
        for one in logged
        for share in one.shares
        if share.family and (one.intervention or one.activity.intervention)
    ]
    held: dict[str, tuple[PostHeld, ...]] = {
        worker: (PostHeld(POSTS[0], Period(date(2020, 1, 1), FOREVER)),) for worker in WORKERS
    }
    moved = date(2026, 5, 4)
    held["ann"] = (PostHeld("P", Period(date(2020, 1, 1), moved)), PostHeld("Q", Period(moved, FOREVER)))
    scope = Scope(
        authority="Westmoor",
        mode=mode,
        dates=DATES,
        members=known,
        posts_held=held,
        intervention=draw(st.sampled_from(INTERVENTIONS)),
        own_families=own_families(named, known, ["Devolved budget", "Conference"]),
        miles_before={"ann": 9_600_00},
    )
    return scope, draw(post_costs()), logged
