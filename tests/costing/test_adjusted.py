"""The difference adjusted for strata and baseline: least squares as statsmodels has it, and when no interval is offered."""

import os
from typing import Any

import numpy as np
import pytest

from budgettracker.costing.results.kinds import Method, NoInterval
from budgettracker.costing.results.rules.adjusted import adjusted
from budgettracker.costing.results.rules.difference import difference
from budgettracker.costing.results.rules.observed import Interval, Observed, whole_pence
from budgettracker.families.kinds import Arm

BUDGET, COMPARISON = Arm.BUDGET, Arm.COMPARISON
BANDS, STATUSES = ("0-4", "5-9", "10-16"), ("child in need", "child protection plan", "looked after", "")


def world(families: int, workers: int, seed: int = 3, spread: float = 0.3) -> list[Observed]:
    """Families of two authorities, unlike at the start and dealt to workers in turn; a budget makes them 200.00 dearer."""
    rng = np.random.default_rng(seed)
    made = []
    for arm in (BUDGET, COMPARISON):
        for at in range(families):
            band, status, risks = (
                int(rng.integers(3)),
                int(rng.choice(4, p=(0.4, 0.3, 0.2, 0.1))),
                int(rng.poisson(0.4)),
            )
            mean = 1_000_00 + 150_00 * band + 250_00 * status + 80_00 * risks
            pence = int(mean * rng.lognormal(-(spread**2) / 2, spread)) + (200_00 if arm is BUDGET else 0)
            place = "Westmoor" if at % 3 else "Eastfield"
            worker = f"{arm} {at % workers}"
            made.append(Observed(arm, place, worker, f"{place} team", pence, 1, BANDS[band], STATUSES[status], risks))
    return made


def by_statsmodels(families: list[Observed]) -> Any:
    """The same regression as a formula of statsmodels, weighted by what averages stand over."""
    import pandas as pd
    import statsmodels.formula.api as formulas

    table = pd.DataFrame([each._asdict() for each in families])
    table["y"], table["arm"] = table.pence / table.base, (table.arm == BUDGET).astype(float)
    table["stratum"] = table.authority + table.band
    return formulas.wls("y ~ arm + C(stratum) + C(status) + risks_before", table, weights=table.base).fit()


@pytest.mark.parametrize("bases", [(1,), (1, 2, 5)])
def test_it_is_the_coefficient_of_weighted_least_squares(bases: tuple[int, ...]) -> None:
    families = [
        each._replace(base=bases[at % len(bases)], pence=each.pence * bases[at % len(bases)])
        for at, each in enumerate(world(60, 12))
    ]
    of = difference(families, 1).adjusted
    assert of is not None
    answer = by_statsmodels(families)
    assert of.value_pence == whole_pence(answer.params["arm"])
    # Two authorities of three bands, three statuses more, and risks.
    assert (of.figures, of.families) == (6 + 3 + 1, 120)
    assert of.value_pence != difference(families, 1).adjusted_pence, "not the plain one"


def test_with_a_family_to_each_worker_its_error_is_hc2() -> None:
    families = [each._replace(worker=f"own {at}") for at, each in enumerate(world(100, 100))]
    of = difference(families, 1).adjusted
    assert of is not None
    assert (of.method, of.why_not) == (Method.CLUSTERS, None)
    assert of.interval is not None
    answer = by_statsmodels(families)
    half = (of.interval.high_pence - of.interval.low_pence) / 2
    error = float(answer.HC2_se["arm"])
    # t on Satterthwaite's degrees, a little fewer than those left: between the normal's 1.96 and 5% more than t's.
    assert 1.96 * error < half < 1.05 * 1.973 * error
    middle = (of.interval.high_pence + of.interval.low_pence) / 2
    assert abs(middle - answer.params["arm"]) <= 1


def test_arms_that_stood_unlike_before_are_compared_as_if_alike() -> None:
    """Looked after costs 500.00 more and is all but confined to one arm: the plain difference is that, the adjusted nothing."""
    families = [
        Observed(arm, "Westmoor", f"{arm} {at % 8}", "team", 1_000_00 + 500_00 * status + at % 5, 1, "", str(status), 0)
        for arm, share in ((BUDGET, 8), (COMPARISON, 2))
        for at in range(40)
        for status in [int(at % 10 < share)]
    ]
    result = difference(families, 1)
    assert result.adjusted_pence is not None
    assert abs(result.adjusted_pence - 300_00) < 5
    assert result.adjusted is not None
    assert abs(result.adjusted.value_pence or 0) < 5


def test_what_stands_against_it_is_named() -> None:
    families = world(60, 12)
    alike = [each._replace(band="", status="", risks_before=0) for each in families]
    assert difference(alike, 1).adjusted is None, "nothing to adjust for"
    assert adjusted([], NoInterval.NOTHING, None) is None
    confounded = [each._replace(status=str(each.arm), band="", risks_before=0) for each in families]
    apart = difference(confounded, 1).adjusted
    assert apart is not None
    assert (apart.value_pence, apart.why_not) == (None, NoInterval.NOT_TOLD_APART)
    few = difference(world(45, 12), 1).adjusted
    assert few is not None
    assert (few.value_pence is not None, few.interval, few.why_not) == (True, None, NoInterval.MANY_FIGURES)
    workers = difference([each._replace(worker=f"{each.arm} {at % 4}") for at, each in enumerate(families)], 1)
    assert workers.adjusted is not None
    assert workers.adjusted.why_not is workers.why_not is NoInterval.FEW_CLUSTERS
    skewed = difference(world(60, 12, spread=2.0), 1)
    assert skewed.adjusted is not None
    assert (skewed.adjusted.interval, skewed.adjusted.why_not) == (None, NoInterval.COVERS_TOO_LITTLE)


@pytest.mark.nightly
@pytest.mark.parametrize("families, workers, spread", [(60, 10, 0.25), (100, 10, 0.4), (100, 20, 0.25), (100, 20, 0.4)])
def test_where_it_is_offered_it_covers(families: int, workers: int, spread: float) -> None:
    """At least 92%, two standard errors of the simulation allowed; the truth is 200.00 whatever the baseline."""
    rounds = int(os.environ.get("NIGHTLY_ROUNDS", "1000"))
    held = offered = 0
    for seed in range(rounds):
        of = difference(world(families, workers, seed, spread), 1).adjusted
        interval: Interval | None = of.interval if of else None
        if interval is not None:
            offered += 1
            held += interval.low_pence <= 200_00 <= interval.high_pence
    assert offered > rounds / 2
    assert held / offered >= 0.92 - 2 * (0.92 * 0.08 / offered) ** 0.5, (held, offered)
