"""The interval of a mean of 5,000 families by 5,000 replicates, against scipy's bootstrap alone.

    python -m tests.bench.replicates [--families 5000] [--rounds 3]

Ours is `estimate.resampled`: families of two authorities, resampled within them, as a run's results have it; once over
families, once over months open, where every replicate adds up pence and months. The peer is `scipy.stats.bootstrap` on the bare
costs of one authority with a mean of numpy, as many replicates, in batches of the same size. Processor time of this process,
the lowest of the rounds; memory is the highest above what was held before. Exit code 1 if ours takes more than twice the peer's
time, or 300 MiB.
"""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from scipy.stats import bootstrap

from budgettracker.costing.results.rules.bootstrap import AT_A_TIME, REPLICATES
from budgettracker.costing.results.rules.estimate import resampled
from budgettracker.costing.results.rules.observed import Observed
from budgettracker.families.kinds import Arm
from tests.bench.telling import Figure, tell
from tests.bench.workbook_build import forget_highest, held

MOST_RATIO, MOST_MEBIBYTES = 2, 300


def families_of(number: int, base: Callable[[int], int]) -> list[Observed]:
    """Families with skewed costs, and what each is averaged over."""
    drawn = np.random.default_rng(1).lognormal(11, 0.5, number)
    return [
        Observed(Arm.BUDGET, "AB"[at % 2], str(at % 600), "team", int(pence) * base(at), base(at))
        for at, pence in enumerate(drawn)
    ]


def scipy_alone(families: list[Observed]) -> None:
    """The same replicates of the bare costs."""
    values = np.asarray([each.pence for each in families], dtype=float)
    batch = max(1, AT_A_TIME // len(values))
    bootstrap(
        (values,), np.mean, n_resamples=REPLICATES, method="BCa", batch=batch, rng=np.random.default_rng(1)
    ).confidence_interval


def fastest(deed: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Processor seconds, the lowest of the rounds; and the highest memory above what was held before, in MiB."""
    deed()
    before = held("VmRSS")
    forget_highest()
    took = []
    for _ in range(rounds):
        started = time.process_time()
        deed()
        took.append(time.process_time() - started)
    return min(took), held("VmHWM") - before


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    plain = families_of(options.families, lambda at: 1)
    peer, _ = fastest(partial(scipy_alone, plain), options.rounds)
    kept = []
    for over, families in (
        ("families", plain),
        ("months open", families_of(options.families, lambda at: 30 + at % 300)),
    ):
        took, memory = fastest(partial(resampled, families, 1), options.rounds)
        what = f"{options.families:,} families with {REPLICATES:,} replicates, averaged over {over}"
        kept.append(tell(Figure(what, took, "scipy alone", peer, MOST_RATIO, bound_is_on_ratio=True)))
        kept.append(memory <= MOST_MEBIBYTES)
        print(f"{'PASS' if kept[-1] else 'FAIL'}  Memory: {memory:.0f} MiB (at most {MOST_MEBIBYTES})", flush=True)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
