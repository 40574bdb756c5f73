"""The sheets Distribution and Comparison: a run's results, as its page has them, live over Family_costs where a sum tells them."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple

from budgettracker.costing.kinds import Part
from budgettracker.costing.results.kinds import Basis, Counted, Method, NoInterval
from budgettracker.costing.results.queries.kept import results_of
from budgettracker.costing.results.rules.adjusted import Adjusted
from budgettracker.costing.results.rules.results import Compared, GroupResult
from budgettracker.exports.study.columns import circumstance, money, number, quasi_identifier, reference
from budgettracker.exports.study.formulas import text_in_formula
from budgettracker.exports.study.stated import EVENTS, OTHER_COSTS, StatedSheets
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up
from budgettracker.workbooks import Kind, Sheet, columns_of

ALL = "all authorities"
"""What stands for an authority where a row is about all of them."""
COLUMNS = {
    Counted.TOTAL: (Part.TOTAL,),
    Counted.WITH_OTHER_HELP: (Part.TOTAL, Part.OTHER_HELP),
    Counted.WITH_DECIDING: (Part.TOTAL, Part.OTHER_HELP, Part.DECIDING),
    Counted.WITH_ALL: (Part.TOTAL, Part.OTHER_HELP, Part.DECIDING, Part.SET_UP),
}
"""The columns of Family_costs that each way of counting adds up."""
BASES = {Basis.FAMILY_MONTH: "open_days", Basis.CHILD: "children_in_scope"}
"""The column of Family_costs that an average stands over; a family stands for itself."""
_METHOD = "How the interval was made: bca, families resampled within authority and arm; clusters, between lead workers; or none"
_COVERAGE = "Share of invented worlds of this shape in which such an interval held the truth; 0 where method is none"
_REASONS = (NONE, *NoInterval)
NO_BASELINE = Adjusted(None, 0, 0, None, Method.NONE, NoInterval.NOTHING)
"""Where neither age bands nor statuses nor earlier risks differ."""


class DistributionRow(NamedTuple):
    """What a family cost in one arm, counted one way."""

    authority: Annotated[str, quasi_identifier("The authority, or all of them together", "", width=24)]
    arm: Annotated[str, circumstance("The arm as allocated", "", values=tuple(Arm))]
    counted: Annotated[str, circumstance("What is counted of a family's cost", "", values=tuple(Counted), width=26)]
    families: Annotated[int, number("Families of the row", "")]
    mean: Annotated[int, money("Mean cost of a family")]
    interval_low: Annotated[int | None, money("Lower end of the mean's 95% interval; 0 where method is none")]
    interval_high: Annotated[int | None, money("Upper end of the mean's 95% interval; 0 where method is none")]
    method: Annotated[str, reference(_METHOD, values=tuple(Method))]
    coverage: Annotated[tuple[int, int] | None, reference(_COVERAGE, kind=Kind.DECIMAL, places=3)]
    why_no_interval: Annotated[str, reference("Why there is none", values=_REASONS, width=20)]
    other_costs: Annotated[int, money(f"For a family: {OTHER_COSTS}")]
    events: Annotated[int, money(f"For a family: {EVENTS}")]
    sd: Annotated[int | None, money("Standard deviation of the sample; 0 of one family")]
    smallest: Annotated[int, money("The smallest cost")]
    lower_quartile: Annotated[int, money("A quarter cost at most this, as QUARTILE.INC has it")]
    median: Annotated[int, money("Half cost at most this")]
    upper_quartile: Annotated[int, money("Three quarters cost at most this")]
    largest: Annotated[int, money("The largest cost")]
    zeros: Annotated[int, number("Families that cost nothing", "")]
    share_of_zeros: Annotated[
        tuple[int, int], reference("Share of families that cost nothing", kind=Kind.DECIMAL, places=4)
    ]
    lead_workers: Annotated[int, number("Lead workers of these families: the clusters of the interval", "")]
    alike_within_worker: Annotated[
        tuple[int, int] | None,
        reference(
            "Intra-class correlation by lead worker; 0 where families do not share one, or all do",
            kind=Kind.DECIMAL,
            places=3,
        ),
    ]
    worker_low: Annotated[int | None, money("Lower end of the interval between lead workers (CR2); 0 without one")]
    worker_high: Annotated[int | None, money("Upper end of the interval between lead workers (CR2); 0 without one")]
    why_no_worker_interval: Annotated[str, reference("Why there is none", values=_REASONS, width=20)]
    teams: Annotated[int, number("Teams of these families", "")]
    alike_within_team: Annotated[
        tuple[int, int] | None,
        reference(
            "Intra-class correlation by team; 0 where families do not share one, or all do", kind=Kind.DECIMAL, places=3
        ),
    ]
    team_low: Annotated[int | None, money("Lower end of the interval between teams (CR2); 0 without one")]
    team_high: Annotated[int | None, money("Upper end of the interval between teams (CR2); 0 without one")]
    why_no_team_interval: Annotated[
        str, reference("Why there is none; few_clusters: fewer than 5 teams", values=_REASONS, width=20)
    ]
    seed: Annotated[int, reference("Seed of the replicates, which belongs to the run", kind=Kind.WHOLE)]
    replicates: Annotated[int, reference("Replicates of a bootstrap", kind=Kind.WHOLE)]


class ComparisonRow(NamedTuple):
    """One way of counting and averaging: both arms, and what lies between them."""

    counted: Annotated[str, circumstance("What is counted of a family's cost", "", values=tuple(Counted), width=26)]
    basis: Annotated[str, circumstance("What it is averaged over", "", values=tuple(Basis), width=14)]
    budget_families: Annotated[int, number("Families with a budget that the average stands over", "")]
    comparison_families: Annotated[int, number("Families for comparison that the average stands over", "")]
    budget_mean: Annotated[int | None, money("Average of the arm with a budget; 0 without a family")]
    comparison_mean: Annotated[int | None, money("Average of the arm for comparison; 0 without a family")]
    difference_within: Annotated[
        int | None,
        money(
            "Budget less comparison within authorities that have both arms, each with the weight n1 n0 / (n1 + n0); 0 "
            "where authorities is 0. The one to quote"
        ),
    ]
    interval_low: Annotated[int | None, money("Lower end of its 95% interval; 0 where method is none")]
    interval_high: Annotated[int | None, money("Upper end of its 95% interval; 0 where method is none")]
    method: Annotated[str, reference(_METHOD, values=tuple(Method))]
    coverage: Annotated[tuple[int, int] | None, reference(_COVERAGE, kind=Kind.DECIMAL, places=3)]
    why_no_interval: Annotated[str, reference("Why there is none", values=_REASONS, width=20)]
    difference_adjusted: Annotated[
        int | None,
        money(
            "The same adjusted for strata (authority and age band of the index child) and baseline (that child's status at the "
            "start in categories, and risks_before; Families has them); 0 where figures_adjusted_for is 0 or arms cannot be told "
            "from them"
        ),
    ]
    figures_adjusted_for: Annotated[
        int, number("Independent figures of strata and baseline; 0 where none is recorded that differs", "")
    ]
    adjusted_low: Annotated[int | None, money("Lower end of its 95% interval; 0 where adjusted_method is none")]
    adjusted_high: Annotated[int | None, money("Upper end of its 95% interval; 0 where adjusted_method is none")]
    adjusted_method: Annotated[str, reference(_METHOD, values=tuple(Method))]
    adjusted_coverage: Annotated[tuple[int, int] | None, reference(_COVERAGE, kind=Kind.DECIMAL, places=3)]
    why_no_adjusted_interval: Annotated[str, reference("Why there is none", values=_REASONS, width=20)]
    difference_pooled: Annotated[
        int | None, money("All families, whatever their authority: another number; 0 where an arm has none")
    ]
    authorities: Annotated[int, number("Authorities with both arms", "")]
    seed: Annotated[int, reference("Seed of the replicates, which belongs to the run", kind=Kind.WHOLE)]
    replicates: Annotated[int, reference("Replicates of a bootstrap", kind=Kind.WHOLE)]


def results_sheets(data: StudyData, family_costs: Sheet, stated: StatedSheets) -> tuple[Sheet, Sheet]:
    """Both sheets. A run without families has empty ones, a run of one arm nothing to compare."""
    whole, replicates = results_of(data.session, data.run.id)
    groups = whole.in_order
    names = list(data.authorities.values())
    live = _Live(family_costs, names)
    distribution = Sheet(
        name="Distribution",
        columns=columns_of(
            DistributionRow,
            families={"formula": live.families},
            mean={"formula": live.mean},
            other_costs={"formula": live.of_family(stated.other_costs)},
            events={"formula": live.of_family(stated.events)},
        ),
        rows=(
            _group(each, stated.pence([each.authority] if each.authority else names, each.arm), whole.seed, replicates)
            for each in groups
        ),
        count=len(groups),
        description="What a family cost by authority and arm, then over all, with the interval its families and workers support",
    )
    comparison = Sheet(
        name="Comparison",
        columns=columns_of(
            ComparisonRow,
            budget_mean={"formula": live.average(Arm.BUDGET)},
            comparison_mean={"formula": live.average(Arm.COMPARISON)},
        ),
        rows=(_compared(each, whole.seed, replicates) for each in whole.compared),
        count=len(whole.compared),
        description="The difference between the arms, each way of counting and averaging; adjusted too for strata and baseline "
        "where they are recorded",
    )
    return distribution, comparison


class _Live:
    """Formulas over the rows of Family_costs: sums of the columns of an arm (and authority), exact to the penny."""

    def __init__(self, family_costs: Sheet, authorities: list[str]) -> None:
        self._sheet, self._authorities = family_costs, authorities

    def families(self, row_number: int, row: Any) -> str:
        """How many families a row of Distribution is about."""
        return self._sum(self._group(row), ())

    def mean(self, row_number: int, row: Any) -> str:
        """The mean of a row of Distribution, half up in pence."""
        pence = f"ROUND(100*({self._sum(self._group(row), COLUMNS[Counted(row.counted)])}),0)"
        return f"ROUND({pence}/({self._sum(self._group(row), ())}),0)/100"

    def of_family(self, stated: Callable[[list[str], str], str | None]) -> Callable[[int, Any], str | None]:
        """What was stated besides of a row of Distribution, for each of its families."""

        def formula(row_number: int, row: Any) -> str | None:
            whole = stated(self._authorities if row.authority == ALL else [row.authority], row.arm)
            return whole and f"ROUND(ROUND(100*({whole}),0)/({self._sum(self._group(row), ())}),0)/100"

        return formula

    def average(self, arm: Arm) -> Callable[[int, Any], str | None]:
        """The average of an arm on a row of Comparison; none where it has nothing to average over."""

        def formula(row_number: int, row: Any) -> str | None:
            if (row.budget_mean if arm is Arm.BUDGET else row.comparison_mean) is None:
                return None
            base = BASES.get(Basis(row.basis))
            chosen = [("arm", f'="{arm}"'), *([(base, ">0")] if base else [])]
            pence = f"ROUND(100*({self._sum(chosen, COLUMNS[Counted(row.counted)])}),0)"
            over = self._sum(chosen, (base,) if base else ())
            if row.basis == Basis.FAMILY_MONTH:
                return f"ROUND({pence}*36525/(1200*({over})),0)/100"
            return f"ROUND({pence}/({over}),0)/100"

        return formula

    @staticmethod
    def _group(row: Any) -> list[tuple[str, str]]:
        chosen = [("arm", f'="{row.arm}"')]
        return chosen if row.authority == ALL else [*chosen, ("authority", f"={text_in_formula(row.authority)}")]

    def _sum(self, chosen: list[tuple[str, str]], columns: Sequence[str]) -> str:
        """The sum of some columns over the rows that meet every condition; without a column, how many rows do."""
        conditions = [(self._sheet.whole(name).split(","), test) for name, test in chosen]
        cells = [self._sheet.whole(name).split(",") for name in columns]
        terms = []
        for part in range(len(conditions[0][0])):
            met = "*".join(f"({ranges[part]}{test})" for ranges, test in conditions)
            summed = "+".join(ranges[part] for ranges in cells)
            terms.append(f"SUMPRODUCT({met}*({summed or 1}))")
        return "+".join(terms)


def _group(each: GroupResult, stated: tuple[int, int], seed: int, replicates: int) -> DistributionRow:
    described, estimate = each.described, each.estimate
    interval, workers, teams = estimate.interval, estimate.workers, estimate.teams
    assert estimate.mean_pence is not None
    return DistributionRow(
        authority=each.authority or ALL,
        arm=each.arm,
        counted=each.counted,
        families=described.number,
        mean=estimate.mean_pence,
        interval_low=interval.low_pence if interval else None,
        interval_high=interval.high_pence if interval else None,
        method=estimate.method,
        coverage=_thousandths(estimate.coverage_thousandths),
        why_no_interval=estimate.why_not or NONE,
        other_costs=half_up(stated[0], described.number),
        events=half_up(stated[1], described.number),
        sd=described.sd_pence,
        smallest=described.smallest_pence,
        lower_quartile=described.lower_pence,
        median=described.median_pence,
        upper_quartile=described.upper_pence,
        largest=described.largest_pence,
        zeros=described.zeros,
        share_of_zeros=(described.zeros, described.number),
        lead_workers=workers.clusters,
        alike_within_worker=_thousandths(workers.alike_thousandths),
        worker_low=workers.interval.low_pence if workers.interval else None,
        worker_high=workers.interval.high_pence if workers.interval else None,
        why_no_worker_interval=workers.why_not or NONE,
        teams=teams.clusters,
        alike_within_team=_thousandths(teams.alike_thousandths),
        team_low=teams.interval.low_pence if teams.interval else None,
        team_high=teams.interval.high_pence if teams.interval else None,
        why_no_team_interval=teams.why_not or NONE,
        seed=seed,
        replicates=replicates,
    )


def _thousandths(value: int | None) -> tuple[int, int] | None:
    return None if value is None else (value, 1_000)


def _compared(each: Compared, seed: int, replicates: int) -> ComparisonRow:
    difference = each.difference
    interval, baseline = difference.interval, difference.adjusted or NO_BASELINE
    return ComparisonRow(
        counted=each.counted,
        basis=each.basis,
        budget_families=each.families[Arm.BUDGET],
        comparison_families=each.families[Arm.COMPARISON],
        budget_mean=each.means[Arm.BUDGET],
        comparison_mean=each.means[Arm.COMPARISON],
        difference_within=difference.adjusted_pence,
        interval_low=interval.low_pence if interval else None,
        interval_high=interval.high_pence if interval else None,
        method=difference.method,
        coverage=_thousandths(difference.coverage_thousandths),
        why_no_interval=difference.why_not or NONE,
        difference_adjusted=baseline.value_pence,
        figures_adjusted_for=baseline.figures,
        adjusted_low=baseline.interval.low_pence if baseline.interval else None,
        adjusted_high=baseline.interval.high_pence if baseline.interval else None,
        adjusted_method=baseline.method,
        adjusted_coverage=_thousandths(baseline.coverage_thousandths),
        why_no_adjusted_interval=baseline.why_not or NONE,
        difference_pooled=difference.pooled_pence,
        authorities=len(difference.authorities),
        seed=seed,
        replicates=replicates,
    )
