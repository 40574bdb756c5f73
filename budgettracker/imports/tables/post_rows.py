"""The checked rows of posts: what they cost a year, and what an agency charges for an hour."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import Row
from budgettracker.spend.kinds import VatStatus


@dataclass(frozen=True, slots=True)
class PostRow(Row):
    """What a post costs a year from a day on: pence a year, minutes a year, `ratio_thousandths` indirect for each hour.

    `oncosts_pence` None means: to be computed where dated rates exist.
    """

    file: ClassVar[TableName] = TableName.POSTS
    post: str
    starts_on: date
    price_year: str
    salary_pence: int
    oncosts_pence: int | None
    qualifications_pence: int
    overhead_direct: Overhead
    overhead_indirect: Overhead
    capital_pence: int
    minutes_per_year: int
    ratio_thousandths: int | None
    ratio_kind: RatioKind | None
    source: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The post and the day its cost starts."""
        return (self.post, self.starts_on)


@dataclass(frozen=True, slots=True)
class AgencyRow(Row):
    """What an agency charges for an hour of a post from a day on, in pence, its fee and VAT included."""

    file: ClassVar[TableName] = TableName.AGENCY
    post: str
    starts_on: date
    price_year: str
    hour_pence: int
    vat_pence: int
    vat_status: VatStatus
    overhead_direct: Overhead
    overhead_indirect: Overhead
    ratio_thousandths: int | None
    ratio_kind: RatioKind | None
    source: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The post and the day its charge starts."""
        return (self.post, self.starts_on)
