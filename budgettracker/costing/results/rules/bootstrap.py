"""Resampling whole families within authority and arm: the bias-corrected and accelerated interval (Efron 1987), by scipy."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from budgettracker.costing.results.rules.observed import Interval, Observed, strata, whole_pence

REPLICATES = 5_000
AT_A_TIME = 2_000_000
"""Numbers in memory together: 16 MiB of each kind."""

Sums = list[tuple[Any, Any]]
"""Of each stratum the sums of pence and of what they stand over; arrays over replicates."""


def bca(families: Sequence[Observed], statistic: Callable[[Sums], Any], seed: int) -> Interval | None:
    """The 95% interval of a statistic of the strata's sums; None where the replicates say nothing (all alike).

    Each stratum, an arm in an authority, has at least two families. The same families, order and seed give the same
    interval.
    """
    # scipy takes a second to load: only who asks for an interval waits for it.
    from scipy.stats import bootstrap

    groups = strata(families)
    if all(len({(family.pence, family.base) for family in group}) == 1 for group in groups):
        return None
    ordered = [family for group in groups for family in group]
    pence = np.asarray([family.pence for family in ordered], dtype=np.float64)
    base = np.asarray([family.base for family in ordered], dtype=np.float64)

    ends = np.cumsum([len(group) for group in groups])
    spans = [slice(end - len(group), end) for end, group in zip(ends, groups, strict=True)]

    def over(*drawn: Any, axis: int = -1) -> Any:
        """Of families that count one each the pence themselves are drawn; else their places, to add up both."""
        if single:
            return statistic([(each.sum(axis=axis), each.shape[axis]) for each in map(np.asarray, drawn)])
        chosen = [np.asarray(each).astype(np.intp, copy=False) for each in drawn]
        return statistic([(pence[each].sum(axis=axis), base[each].sum(axis=axis)) for each in chosen])

    single = bool((base == 1).all())
    places = [pence[span] if single else np.arange(span.start, span.stop) for span in spans]
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = bootstrap(
            places,
            over,
            n_resamples=REPLICATES,
            method="BCa",
            vectorized=True,
            batch=max(1, AT_A_TIME // len(ordered)),
            rng=np.random.default_rng(seed),
        ).confidence_interval
    if not (np.isfinite(low) and np.isfinite(high)):
        return None
    return Interval(whole_pence(low), whole_pence(high))
