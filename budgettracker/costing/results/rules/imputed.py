"""Time that thin logs miss, filled in at what a worker's logged time came to: only where it is asked for, beside the run."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgettracker.money import half_up


class LoggedMonth(NamedTuple):
    """A worker's month: minutes expected (contracted less absence; None: not known) and logged, and what families bear of it."""

    worker: str
    expected_minutes: int | None
    logged_minutes: int
    families_pence: int
    supported: bool

    @property
    def missing_minutes(self) -> int:
        """What a thin log lacks of what is expected; nothing where it supports mode A or hours are not known."""
        return 0 if self.supported or self.expected_minutes is None else self.expected_minutes - self.logged_minutes


class Imputed(NamedTuple):
    """What a month misses, and what families would bear of that, in pence; None where the worker logged nothing at all."""

    missing_minutes: int
    pence: int | None


def imputed(months: Sequence[LoggedMonth]) -> list[Imputed]:
    """Of each month what it misses: at the mean of all minutes that its worker logged in the run, half up once a month.

    >>> ann = LoggedMonth("ann", 600, 600, 60_00, True)
    >>> imputed([ann, ann._replace(logged_minutes=200, families_pence=12_00, supported=False)])
    [Imputed(missing_minutes=0, pence=0), Imputed(missing_minutes=400, pence=3600)]
    """
    sums = _by_worker(months)
    rows = []
    for month in months:
        minutes, pence = sums[month.worker]
        missing = month.missing_minutes
        rows.append(Imputed(missing, half_up(missing * pence, minutes) if minutes else None if missing else 0))
    return rows


def _by_worker(months: Iterable[LoggedMonth]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for month in months:
        minutes, pence = sums.get(month.worker, (0, 0))
        sums[month.worker] = (minutes + month.logged_minutes, pence + month.families_pence)
    return sums
