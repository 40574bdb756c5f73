"""What a run is set beside what was paid by: plain facts. Amounts are whole pence, time whole minutes.

Workers, teams and families go by whatever the caller may show: a study's own names for them. `post` is a unit: a post
with its authority, or a group of posts (see `units`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.paid.kinds import InFile
from budgettracker.periods import Period

FULL_WEEK = 37 * 60
"""Minutes of a full-time week where finance states no other: that of the national agreement for local government."""


class PaidFact(NamedTuple):
    """What finance states of some days (both included): pay with on-costs of a post, or purchases of an authority."""

    post: str
    starts_on: date
    ends_on: date
    pence: int
    people: int | None = None
    full_week: int = FULL_WEEK


class PayRate(NamedTuple):
    """Salary and on-costs of a post in pence a year from a day on, and the minutes of a year the run divides them by."""

    post: str
    starts_on: date
    yearly_pence: int
    minutes_per_year: int


class Holding(NamedTuple):
    """Days on which a worker holds a post, with the minutes of their contract's week, their team, and whether they manage."""

    post: str
    worker: str
    team: str
    held: Period
    weekly_minutes: int
    manages: bool = False


class Costed(NamedTuple):
    """Time of a worker that the run costed, priced month by month at salary and on-costs alone, and where it went."""

    post: str
    worker: str
    went: Destination
    reason: Reason | None
    pence: int
    minutes: int = 0


class Twice(NamedTuple):
    """A worker's entries that stand again: same day, activity, minutes and families; priced at salary and on-costs."""

    post: str
    worker: str
    pence: int


class PostMonth(NamedTuple):
    """A worker's month: contracted minutes (None: not known), time away, logged, for families, pooled, entered late."""

    post: str
    worker: str
    month: date
    contracted: int | None
    absence: int
    logged: int
    families: int
    pooled: int
    late: int = 0


class Bought(NamedTuple):
    """A purchase, or money back (below zero), as finance would state it, and as the run counts it."""

    authority: str
    code: str
    family: str
    on: date
    pence: int
    counted_pence: int
    in_study: bool
    other_help: bool = False
    id: str = ""
    """Of the purchase or refund itself, by which a finance file's payments are found; it leaves no page."""


class FilePayment(NamedTuple):
    """A payment of the scheme in a finance file on a day (of a month alone: its first); `match` is empty where nobody
    confirmed a purchase for it."""

    called: str
    on: date
    pence: int
    match: str = ""
    detail: str = ""


class FilePurchase(NamedTuple):
    """A purchase or refund beside the finance files: the match it is in, and what it comes to on the file's basis."""

    id: str
    standing: InFile
    match: str = ""
    due_pence: int = 0


@dataclass(frozen=True, slots=True)
class FinanceFiles:
    """One authority's finance files around a run's days: payments, each once, and how its purchases stand beside them."""

    payments: tuple[FilePayment, ...]
    purchases: tuple[FilePurchase, ...]


@dataclass(frozen=True, slots=True)
class PaidFacts:
    """Everything a reconciliation is reckoned from. `paid` reaches a month beyond the run's dates on both sides."""

    dates: Period
    paid: tuple[PaidFact, ...] = ()
    rates: tuple[PayRate, ...] = ()
    holdings: tuple[Holding, ...] = ()
    costed: tuple[Costed, ...] = ()
    twice: tuple[Twice, ...] = ()
    months: tuple[PostMonth, ...] = ()
    paid_purchases: tuple[PaidFact, ...] = ()
    bought: tuple[Bought, ...] = ()
    files: Mapping[str, FinanceFiles] = field(default_factory=dict)
    """By authority; those whose finance files have no day of the run are not in it."""
