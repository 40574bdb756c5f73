"""Worlds made by Hypothesis: odd minutes, three-way shares, rates that change in mid-month, leavers, workers without family
time, interventions, other families, strangers, managers."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from budgettracker.costing.kinds import DecidingBy, Mode, RatioKind, Vehicle
from budgettracker.costing.method.apportion import in_order, own_families
from budgettracker.costing.method.inputs import (
    Activity,
    Member,
    Minutes,
    PostHeld,
    Scope,
    Share,
    WorkEntry,
)
from budgettracker.costing.rates.rules.build_up import Overhead, PostCost
from budgettracker.costing.rates.rules.deciding import DecidedFrom
from budgettracker.families.kinds import Arm
from budgettracker.periods import FOREVER, Period
from budgettracker.worktime.kinds import ActivityClass, ActivityKind

FIRST = date(2026, 3, 20)
DATES = Period(FIRST, date(2026, 5, 12))
CHANGE = date(2026, 4, 14)
WORKERS = ("ann", "ben", "cal")
WITHOUT_POST = "dee"
"""Decides now and then, and holds no post."""
FAMILIES = ("F1", "F2", "F3", "F4", "F8")
"""F8 is never a member."""
INTERVENTIONS = (None, "Devolved budget", "Conference")
POSTS = ("P", "Q")

OPENED, CLOSED = FIRST + timedelta(days=9), date(2026, 4, 20)
"""The days some families are open from, and before which some are closed."""
MOVED = date(2026, 5, 4)
AGAIN = date(2026, 5, 1)
"""Some families that were closed are open again from then on."""
"""The first day of Ann's second post."""

EDGES = tuple(
    day + timedelta(days=passed)
    for day in (FIRST, OPENED, CLOSED, CHANGE, MOVED, date(2026, 4, 6), DATES.end)
    for passed in (-1, 0)
    if day + timedelta(days=passed) in DATES
)
"""First and last days: of the study, of families' open days, of a cost, of a post and of a year of miles."""
days = st.one_of(
    st.sampled_from(EDGES), st.integers(0, DATES.days - 1).map(lambda passed: FIRST + timedelta(days=passed))
)
minutes = st.one_of(st.just(0), st.integers(1, 60), st.integers(1, 481))
activities = st.builds(
    Activity,
    st.sampled_from(["Visit", "Meeting", "Training"]),
    st.sampled_from([ActivityKind.DIRECT] * 4 + [ActivityKind.ABSENT, ActivityKind.DECIDING]),
    st.sampled_from([ActivityClass.RUNNING] * 4 + [ActivityClass.SET_UP, ActivityClass.EVALUATION]),
    st.sampled_from(INTERVENTIONS),
)
shares = st.lists(st.builds(Share, st.sampled_from([*FAMILIES, None]), st.integers(1, 7)), max_size=4).map(in_order)


@st.composite
def post_costs(draw: st.DrawFn) -> list[PostCost]:
    """Both posts, each with a change of cost (and perhaps of the kind of ratio) in the middle of April.

    Now and then a minute costs exactly half a penny, so that odd minutes are ties.
    """
    if draw(st.integers(0, 3)) == 0:
        return [
            PostCost(
                post=post,
                starts_on=date(2026, 1, 1),
                price_year="2025/26",
                salary_pence=500_00,
                oncosts_pence=0,
                minutes_per_year=100_000,
                overhead_direct=Overhead(basis_points=0),
                ratio_thousandths=1_000,
                ratio_kind=draw(st.sampled_from(RatioKind)),
            )
            for post in POSTS
        ]
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
def some_members(draw: st.DrawFn) -> dict[str, Member]:
    """Some of the families, some of them leaving or arriving within the study's dates."""
    known = {}
    for family in draw(st.sets(st.sampled_from(FAMILIES[:-1]))):
        opened = draw(st.sampled_from([date(2026, 1, 1), OPENED]))
        closed = draw(st.sampled_from([FOREVER, CLOSED]))
        periods = [Period(opened, closed)]
        if closed == CLOSED and draw(st.booleans()):
            periods.append(Period(AGAIN, FOREVER))
        allocated = draw(st.sampled_from([None, opened, CLOSED, AGAIN]))
        known[family] = Member(draw(st.sampled_from(Arm)), tuple(periods), draw(st.integers(0, 3)), allocated)
    return known


@st.composite
def entries(draw: st.DrawFn) -> list[WorkEntry]:
    """Up to twenty entries of three workers, grouped by worker."""
    logged = [
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
            passengers=draw(st.sampled_from([0, 0, 1])),
            by_manager=draw(st.integers(0, 9)) == 0,
        )
        for number in range(draw(st.integers(0, 20)))
    ]
    logged = [
        entry._replace(worker=WITHOUT_POST)
        if entry.activity.kind is ActivityKind.DECIDING and draw(st.integers(0, 2)) == 0
        else entry
        for entry in logged
    ]
    return sorted(logged, key=lambda entry: entry.worker)


World = tuple[Scope, list[PostCost], list[WorkEntry]]
"""A study of one authority, its posts' costs and its entries."""


@st.composite
def worlds(draw: st.DrawFn, mode: Mode) -> World:
    """A study of one authority, its posts' costs and its entries. Ann changes her post on 4 May."""
    known = draw(some_members())
    logged = draw(entries())
    named = [
        (intervention, share.family)
        for entry in logged
        for share in entry.shares
        if share.family and (intervention := entry.intervention or entry.activity.intervention)
    ]
    held: dict[str, tuple[PostHeld, ...]] = {
        worker: (PostHeld(POSTS[0], Period(date(2020, 1, 1), FOREVER)),) for worker in WORKERS
    }
    held["ann"] = (PostHeld("P", Period(date(2020, 1, 1), MOVED)), PostHeld("Q", Period(MOVED, FOREVER)))
    scope = Scope(
        authority="Westmoor",
        mode=mode,
        dates=DATES,
        members=known,
        posts_held=held,
        intervention=draw(st.sampled_from(INTERVENTIONS)),
        own_families=own_families(named, known, ["Devolved budget", "Conference"]),
        miles_before={"ann": 9_600_00},
        deciding=draw(
            st.sampled_from([(), (DecidedFrom(OPENED, DecidingBy.SCHEME), DecidedFrom(CLOSED, DecidingBy.LOGS))])
        ),
    )
    return scope, draw(post_costs()), logged


def full_world(mode: Mode) -> tuple[Scope, list[PostCost], list[WorkEntry]]:
    """A world in which everything happens: each reason to leave time out, ties of half a penny, first and last days.

    Ann's minute costs half a penny with a client-related ratio; from 4 May she holds a post with a face-to-face one.
    """
    halves = PostCost("P", date(2026, 1, 1), "2025/26", 500_00, 0, 100_000, ratio_thousandths=1_000)
    halves = replace(halves, ratio_kind=RatioKind.CLIENT_RELATED)
    face_to_face = replace(halves, post="Q", ratio_thousandths=1_500, ratio_kind=RatioKind.FACE_TO_FACE)
    visit = Activity("Visit", intervention="Devolved budget")
    deciding = visit._replace(name="Deciding", kind=ActivityKind.DECIDING)
    last = DATES.end - timedelta(days=1)

    def entry(number: int, day: date, *families: str | None, **more: object) -> WorkEntry:
        values: dict[str, object] = {"activity": visit, "minutes": Minutes(61, 31, 11), **more}
        shared = tuple(Share(family, weight) for weight, family in enumerate(families, 1))
        return WorkEntry(ref=f"E{number:02}", worker="ann", worked_on=day, shares=shared, **values)  # type: ignore[arg-type]

    logged = [
        entry(1, FIRST, "F1", "F2", "F8", None, expenses_pence=3, miles_hundredths=500_00),
        entry(2, OPENED - timedelta(days=1), "F1", "F3"),
        entry(3, OPENED, "F1", "F3", activity=deciding, by_manager=True),
        entry(4, date(2026, 4, 6), "F2", miles_hundredths=7, passengers=1),
        entry(5, CLOSED - timedelta(days=1), "F1", "F2"),
        entry(6, CLOSED, "F1", "F2", by_manager=True),
        entry(
            7,
            CLOSED,
            "F2",
            activity=Activity("Research", activity_class=ActivityClass.EVALUATION),
            intervention="Devolved budget",
        ),
        entry(8, CLOSED, "F2", activity=Activity("Leave", ActivityKind.ABSENT)),
        entry(9, CLOSED, "F2", "F3", intervention="Conference"),
        entry(10, MOVED - timedelta(days=1), "F1", None),
        entry(11, MOVED, "F2"),
        entry(12, last, "F2", "F3"),
        entry(13, FIRST, activity=Activity("Meeting", ActivityKind.GENERAL)),
        entry(14, CHANGE),
        entry(
            15, CHANGE, activity=Activity("Setting up", ActivityKind.GENERAL, ActivityClass.SET_UP, "Devolved budget")
        ),
        entry(16, CHANGE, intervention="Conference"),
        entry(17, last, activity=Activity("Leave", ActivityKind.ABSENT)),
        entry(19, CHANGE, activity=deciding, by_manager=True),
        entry(20, CHANGE, activity=Activity("Research", ActivityKind.GENERAL, ActivityClass.EVALUATION)),
        entry(
            21,
            CHANGE,
            "F2",
            activity=Activity("Setting up", activity_class=ActivityClass.SET_UP),
            intervention="Devolved budget",
        ),
    ]
    alone = WorkEntry("E18", "ben", MOVED, Activity("Meeting", ActivityKind.GENERAL), Minutes(preparation=77))
    members = {
        "F1": Member(Arm.BUDGET, (Period(date(2026, 1, 1), CLOSED),), 1, date(2026, 12, 31)),
        "F2": Member(Arm.BUDGET, (Period(date(2026, 1, 1), FOREVER),), 2),
        "F3": Member(Arm.COMPARISON, (Period(OPENED, FOREVER),)),
    }
    always = Period(date(2020, 1, 1), FOREVER)
    scope = Scope(
        authority="Westmoor",
        mode=mode,
        dates=DATES,
        members=members,
        posts_held={
            "ann": (PostHeld("P", Period(always.start, MOVED)), PostHeld("Q", Period(MOVED, FOREVER))),
            "ben": (PostHeld("P", always),),
        },
        intervention="Devolved budget",
        own_families=own_families([("Devolved budget", "F1"), ("Devolved budget", "F3")], members),
        miles_before={"ann": 9_600_00},
    )
    return scope, [halves, face_to_face], [*logged, alone]
