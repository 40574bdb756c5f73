"""What two runs priced by differently is named figure by figure, and what it moved is counted post by post."""

import uuid
from datetime import date
from fractions import Fraction
from math import floor

from budgettracker.costing.kinds import Destination
from budgettracker.costing.results.kinds import Cause
from budgettracker.costing.results.queries.beside import differences
from budgettracker.costing.results.queries.repriced import repriced_between
from budgettracker.costing.results.rules.price_figures import PriceFigure
from budgettracker.costing.results.rules.repriced import DatedFigures, RunPrices, repriced
from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine, RunMember, RunRate
from budgettracker.costing.run.queries.run_costs import PARTS
from budgettracker.database import db
from tests.factories.prices import DEFLATOR, PAY
from tests.factories.two_runs import RAISED, RAISED_ON, RATIO_ON, REVISED, SALARY, two_runs
from tests.factories.world import World

HERE = "Westmoor"


def hour(salary: int, lifted: Fraction = Fraction(1)) -> int:
    """Pence of an hour in the run's prices, by hand: 29% of salary and on-costs, £7,808 and 1,608 hours."""
    employed = salary + 11_200_03
    annual = employed + floor(employed * Fraction(29, 100) + Fraction(1, 2)) + 7_808_00
    rise = Fraction(PAY.indices["2026/27"], PAY.indices["2025/26"])
    return floor(Fraction(annual, 1_608) * rise * lifted + Fraction(1, 2))


def test_each_figure_that_differs_is_named_from_what_to_what(world: World) -> None:
    _, before, after = two_runs(world)
    names = (world.authority.name, world.elsewhere.name)
    rows = repriced_between(db.session(), before, after)
    assert [tuple(row) for row in rows] == sorted(
        [
            (PriceFigure.GOODS_SERIES, "", "", "", DEFLATOR.called, REVISED.called),
            (PriceFigure.GOODS_INDEX, "", "", "2026/27", 106_1001, 107_1001),
            (PriceFigure.SALARY, names[0], "Social worker", RAISED_ON, SALARY, RAISED),
            (PriceFigure.HOUR, names[0], "Social worker", RAISED_ON, hour(SALARY), hour(RAISED)),
            (PriceFigure.RATIO, names[1], "Family support worker", RATIO_ON, 1_200, 1_500),
            (
                PriceFigure.HOUR_WITH_RATIO,
                names[1],
                "Family support worker",
                RATIO_ON,
                hour(SALARY, Fraction(22, 10)),
                hour(SALARY, Fraction(25, 10)),
            ),
        ],
        key=lambda row: row[1],
    )
    assert repriced_between(db.session(), after, after) == []
    between = differences(db.session(), before.id, after.id)
    causes = {each.cause: each for each in between.causes}
    assert causes[Cause.ENTRIES_CORRECTED].number == 1
    by_post = by_hand(before, after)
    assert {(each.post, each.before_post): each.pence for each in between.posts} == {
        (post, post): pence for post, pence in by_post.items()
    }
    assert sum(by_post.values()) == causes[Cause.PRICE].pence != 0


def by_hand(before: CostingRun, after: CostingRun) -> dict[str, int]:
    """Line by line: what shares of entries in one version came to more for families of both runs, by the post of the rate."""
    of_both = families_of(before) & families_of(after)
    assert of_both < families_of(before)
    assert of_both < families_of(after)
    then, now = (entries_of(run, of_both) for run in (before, after))
    sums: dict[str, int] = {}
    for entry, (version, post, pence) in now.items():
        if entry in then and then[entry][0] == version and then[entry][2] != pence:
            sums[post] = sums.get(post, 0) + pence - then[entry][2]
    return sums


def families_of(run: CostingRun) -> set[uuid.UUID]:
    return {row.family_id for row in db.session.query(RunMember).filter_by(run_id=run.id)}


def entries_of(run: CostingRun, families: set[uuid.UUID]) -> dict[uuid.UUID, tuple[int, str, int]]:
    """Each entry's version, its post, and what families bear of it."""
    posts = {rate.id: rate.post for rate in db.session.query(RunRate).filter_by(run_id=run.id)}
    entries = {}
    for entry in db.session.query(RunEntry).filter_by(run_id=run.id):
        lines = db.session.query(sum(PARTS[1:], PARTS[0])).filter(
            RunLine.run_id == run.id,
            RunLine.entry_id == entry.entry_id,
            RunLine.destination == Destination.FAMILY,
            RunLine.family_id.in_(families),
        )
        entries[entry.entry_id] = (entry.version, posts[entry.rate_id], sum(row[0] for row in lines))
    return entries


def test_a_figure_that_changes_and_changes_back_is_told_once_for_each_stretch() -> None:
    """Dated figures beside each other: a rate known in both runs, corrected for some weeks, and one that only one run reaches."""

    def rate(day: int, pence: int, month: int = 4) -> DatedFigures:
        figures = {PriceFigure.SALARY: pence, PriceFigure.NI: 1_500, PriceFigure.ONCOSTS: pence // 10}
        return DatedFigures(HERE, "Worker", date(2026, month, day), figures)

    before = RunPrices(date(2026, 4, 6), date(2026, 5, 31), [rate(1, 100), rate(20, 120)], {})
    after = RunPrices(
        date(2026, 4, 1), date(2026, 6, 30), [rate(1, 110), rate(10, 110), rate(20, 120), rate(1, 130, 6)], {}
    )
    assert [tuple(row)[3:] for row in repriced(before, after)] == [(date(2026, 4, 6), 100, 110)]
    entered = DatedFigures(HERE, "Worker", date(2026, 4, 1), {PriceFigure.SALARY: 100, PriceFigure.ONCOSTS: 12})
    rows = repriced(before, after._replace(dated=[entered, rate(20, 120)]))
    assert [(row.figure, row.before_words, row.after_words) for row in rows] == [
        (PriceFigure.NI, "15%", "None"),
        (PriceFigure.ONCOSTS, "£0.10", "£0.12"),
    ]
    assert rows[0].words == f"Employer National Insurance: Worker, {HERE}, from 6 April 2026"
