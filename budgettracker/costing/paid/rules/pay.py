"""Pay and on-costs as finance states them against the time that a run costed, at salary and on-costs alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from budgettracker.costing.kinds import Reason
from budgettracker.costing.paid.kinds import Cause
from budgettracker.costing.paid.rules.causes import PostTime, pay_causes, time_causes
from budgettracker.costing.paid.rules.expected import ByMonth, full_weeks, paid_by_month, pay_of, together
from budgettracker.costing.paid.rules.facts import FULL_WEEK, Costed, Holding, PaidFacts
from budgettracker.costing.paid.rules.patterns import Pays
from budgettracker.costing.paid.rules.statement import Candidate, Explained, Reconciled, StatementLine
from budgettracker.money import pounds
from budgettracker.periods import Period

OTHER_FAMILIES = (Reason.OTHER_FAMILIES, Reason.NOT_A_MEMBER)
AROUND = timedelta(days=31)
"""How far before and after its dates a run looks for what was paid in another month."""


@dataclass(slots=True)
class PostPay:
    """One post of a unit: what contracts come to by month, and by worker what they come to and what was costed."""

    expected: ByMonth = field(default_factory=dict)
    of_worker: dict[str, int] = field(default_factory=dict)
    costed: dict[str, int] = field(default_factory=dict)
    minutes_per_year: int = 0
    """Of the post's rate; 0 where it has several."""


@dataclass(slots=True)
class UnitPay:
    """One post (or group of posts): what was stated, what contracts come to, and what was costed of each worker."""

    unit: str
    stated: bool = False
    paid: ByMonth = field(default_factory=dict)
    paid_around: ByMonth = field(default_factory=dict)
    expected: dict[str, ByMonth] = field(default_factory=dict)
    expected_around: ByMonth = field(default_factory=dict)
    after_leaving: dict[str, ByMonth] = field(default_factory=dict)
    """What each who left would have been paid in the months after, had they stayed."""
    costed: dict[str, int] = field(default_factory=dict)
    twice: dict[str, int] = field(default_factory=dict)
    weekly_minutes: dict[str, int] = field(default_factory=dict)
    posts: dict[str, PostPay] = field(default_factory=dict)
    """Its posts that have contracts or costs in the run."""
    teams: dict[str, str] = field(default_factory=dict)
    managers: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    """Workers who logged nothing in the whole run."""

    @property
    def gap(self) -> ByMonth:
        """Paid above what contracts and the rate come to, month by month."""
        return together([self.paid, negative(together(self.expected.values()))])

    @property
    def gap_around(self) -> ByMonth:
        """The same of months before and after the run that finance stated."""
        stated = {first: pence for first, pence in self.expected_around.items() if first in self.paid_around}
        return together([self.paid_around, negative(stated)])

    @property
    def logging(self) -> list[str]:
        """Workers whose time is meant to be costed."""
        return sorted((set(self.expected) | set(self.costed)) - self.managers - self.silent)

    @property
    def pay_of_posts(self) -> dict[str, ByMonth]:
        """What contracts come to of each post that has any."""
        return {post: of.expected for post, of in sorted(self.posts.items()) if of.expected}

    @property
    def hidden_pence(self) -> int:
        """The most that what two of its posts differ by can hide in one another: all pay but that of the smallest post.

        No post is paid less than nothing, so that none lacks more than its contracts come to.
        """
        of_posts = list(self.pay_of_posts.values())
        if len(of_posts) < 2:
            return 0
        by_month = [[pay.get(first, 0) for pay in of_posts] for first in sorted(set().union(*of_posts))]
        return sum(sum(pays) - min(pays) for pays in by_month)

    def time_of_posts(self, logging: Iterable[str]) -> list[PostTime]:
        """Paid time and costed time of each post, of workers whose time is meant to be costed."""
        workers = set(logging)
        return [
            PostTime(
                post,
                sum(pence for worker, pence in of.of_worker.items() if worker in workers),
                sum(pence for worker, pence in of.costed.items() if worker in workers),
                of.minutes_per_year,
            )
            for post, of in sorted(self.posts.items())
        ]

    def expected_of(self, workers: Iterable[str]) -> int:
        """What contracts of some workers come to."""
        return sum(sum(self.expected.get(worker, {}).values()) for worker in workers)

    def costed_of(self, workers: Iterable[str]) -> int:
        """What was costed of some workers."""
        return sum(self.costed.get(worker, 0) for worker in workers)


def negative(series: ByMonth) -> ByMonth:
    """The same amounts below zero."""
    return {first: -pence for first, pence in series.items()}


def reconcile_pay(facts: PaidFacts, unit_of: Callable[[str], str]) -> Reconciled:
    """Set pay beside costed time. Posts without a statement of finance are costed and not paid: that is told of each."""
    units = _units(facts, unit_of)
    stated = [unit for unit in units if unit.stated]
    lines = [(line, paid_by_month(line, facts.dates)) for line in facts.paid]
    of_run = [(line, split) for line, split in lines if split.within]
    by_name = {unit.unit: unit for unit in units}
    went = _went(each for each in facts.costed if _counts(each, by_name[unit_of(each.post)]))
    apart = [StatementLine("Less setting up", -went["set_up"]), StatementLine("Less evaluation", -went["evaluation"])]
    managers_pence = sum(unit.expected_of(unit.managers) - unit.costed_of(unit.managers) for unit in stated)
    silent_pence = sum(unit.expected_of(unit.silent) for unit in stated)
    quantum = (
        StatementLine("Pay and on-costs as finance states them", sum(line.pence for line, _ in of_run)),
        StatementLine("Less days outside the run", -sum(sum(split.around.values()) for _, split in of_run)),
        StatementLine("Less people who log no time", -silent_pence),
        StatementLine("Less managers: overheads contain them", -managers_pence),
        *apart,
    )
    costed = (
        StatementLine("Time for the study's families", went["family"]),
        StatementLine("Deciding limits and purchases", went["deciding"]),
        StatementLine("Other families", went["other"]),
        StatementLine("Unallocated", went["unallocated"]),
        StatementLine("Left out for other reasons", went["left_out"]),
    )
    explained = [part for unit in units for part in _explained(unit)]
    return Reconciled(quantum, costed, tuple(explained), tuple(_silent(unit) for unit in stated if unit.silent))


def _counts(each: Costed, unit: UnitPay) -> bool:
    """Managers' time counts only where finance states their post: what is costed of it then lessens what is taken off."""
    return unit.stated or each.worker not in unit.managers


def _went(costed: Iterable[Costed]) -> dict[str, int]:
    sums = dict.fromkeys(("family", "deciding", "set_up", "evaluation", "other", "unallocated", "left_out"), 0)
    for each in costed:
        name = str(each.went)
        if each.reason in OTHER_FAMILIES:
            name = "other"
        elif each.reason is Reason.EVALUATION:
            name = "evaluation"
        sums[name] += each.pence
    return sums


def _units(facts: PaidFacts, unit_of: Callable[[str], str]) -> list[UnitPay]:
    units: dict[str, UnitPay] = {}

    def unit(post: str) -> UnitPay:
        name = unit_of(post)
        return units.setdefault(name, UnitPay(name))

    weeks = full_weeks(facts.paid)
    for line in facts.paid:
        split, of = paid_by_month(line, facts.dates), unit(line.post)
        of.stated = of.stated or bool(split.within)
        of.paid, of.paid_around = together([of.paid, split.within]), together([of.paid_around, split.around])
    for holding in facts.holdings:
        _hold(unit(holding.post), holding, facts, weeks.get(holding.post, FULL_WEEK))
    for each in facts.costed:
        of = unit(each.post)
        of.costed[each.worker] = of.costed.get(each.worker, 0) + each.pence
        post = of.posts.setdefault(each.post, PostPay())
        post.costed[each.worker] = post.costed.get(each.worker, 0) + each.pence
    for again in facts.twice:
        of = unit(again.post)
        of.twice[again.worker] = of.twice.get(again.worker, 0) + again.pence
    for of in units.values():
        for name, post in of.posts.items():
            years = {rate.minutes_per_year for rate in facts.rates if rate.post == name}
            post.minutes_per_year = years.pop() if len(years) == 1 else 0
    logged = {each.worker for each in facts.months if each.logged} | {each.worker for each in facts.costed}
    for of in units.values():
        of.silent = set(of.expected) - logged - of.managers
        _leaving(of, facts, weeks, unit_of)
    return sorted(units.values(), key=lambda of: of.unit)


def _hold(unit: UnitPay, holding: Holding, facts: PaidFacts, week: int) -> None:
    dates = facts.dates
    within = pay_of(holding, dates, facts.rates, week)
    if within:
        unit.expected[holding.worker] = together([unit.expected.get(holding.worker, {}), within])
        post = unit.posts.setdefault(holding.post, PostPay())
        post.expected = together([post.expected, within])
        post.of_worker[holding.worker] = post.of_worker.get(holding.worker, 0) + sum(within.values())
        unit.weekly_minutes[holding.worker] = holding.weekly_minutes
        unit.teams[holding.worker] = holding.team
        if holding.manages:
            unit.managers.add(holding.worker)
    for side in (Period(dates.start - AROUND, dates.start), Period(dates.end, dates.end + AROUND)):
        unit.expected_around = together([unit.expected_around, pay_of(holding, side, facts.rates, week)])


def _leaving(unit: UnitPay, facts: PaidFacts, weeks: Mapping[str, int], unit_of: Callable[[str], str]) -> None:
    """What whoever left before the run's end would have been paid after, until its end."""
    last: dict[str, Holding] = {}
    for holding in facts.holdings:
        if unit_of(holding.post) == unit.unit:
            before = last.get(holding.worker)
            last[holding.worker] = holding if before is None or holding.held.end > before.held.end else before
    for worker, holding in last.items():
        if holding.held.end < facts.dates.end:
            start = max(holding.held.end, facts.dates.start)
            stayed = holding._replace(held=Period(start, facts.dates.end))
            unit.after_leaving[worker] = pay_of(stayed, facts.dates, facts.rates, weeks.get(holding.post, FULL_WEEK))


def _explained(unit: UnitPay) -> list[Explained]:
    """The parts of the difference that lie in one post: pay that contracts do not account for, paid time not costed."""
    if not unit.stated:
        workers = [worker for worker in sorted(unit.costed) if worker not in unit.managers]
        pence = -unit.costed_of(workers)
        words = "Costed, and finance states no pay for it"
        whole = [
            Candidate(Cause.AGENCY, unit.unit, worker, (), -unit.costed[worker], "no pay is stated for the post")
            for worker in workers
        ]
        return [Explained(unit.unit, words, pence, tuple(whole))] if pence else []
    paid_pence = sum(unit.gap.values())
    logging = unit.logging
    time_pence = unit.expected_of(logging) - unit.costed_of(logging)
    pays = Pays(unit.expected, unit.pay_of_posts, unit.after_leaving, unit.weekly_minutes)
    return [
        Explained(
            unit.unit,
            "Paid above what contracts and rates come to",
            paid_pence,
            pay_causes(unit.unit, unit.gap, unit.gap_around, pays),
            _blur(unit),
        ),
        Explained(
            unit.unit,
            "Paid time that was not costed",
            time_pence,
            time_causes(
                unit.unit,
                {worker: (unit.expected_of([worker]), unit.costed_of([worker])) for worker in logging},
                unit.twice,
                unit.time_of_posts(logging),
            ),
        ),
    ]


def _blur(unit: UnitPay) -> str:
    """What reading several posts as one can hide, in words; empty for a post that stands for itself."""
    if not unit.hidden_pence:
        return ""
    return (
        f"{len(unit.pay_of_posts)} posts are read as one here, so that nobody's own pay shows. What they differ by may add "
        f"up or hide in one another: at most {pounds(unit.hidden_pence)}, all their pay but the smallest post's. Where no "
        "one cause fits every month, two that fit together are shown, each with the other."
    )


def _silent(unit: UnitPay) -> Explained:
    """Who logs nothing: whole teams as such."""
    teams: dict[str, list[str]] = {}
    for worker in sorted(unit.silent):
        teams.setdefault(unit.teams.get(worker, ""), []).append(worker)
    candidates = []
    for team, workers in sorted(teams.items()):
        others = [worker for worker, of in unit.teams.items() if of == team and worker not in unit.silent]
        if team and not others:
            pence = unit.expected_of(workers)
            detail = f"nobody of the team in this post logs: {len(workers)} people"
            candidates.append(Candidate(Cause.NOT_LOGGING, unit.unit, team, (), pence, detail))
            continue
        candidates += [
            Candidate(Cause.NOT_LOGGING, unit.unit, worker, (), unit.expected_of([worker]), "no entry in the whole run")
            for worker in workers
        ]
    return Explained(unit.unit, "People who log no time", unit.expected_of(unit.silent), tuple(candidates))
