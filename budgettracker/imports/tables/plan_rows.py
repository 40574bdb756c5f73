"""The checked rows of plans of regular payments."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import Row
from budgettracker.spend.kinds import Rhythm, SpendKind
from budgettracker.spend.rules import Schedule


@dataclass(frozen=True, slots=True)
class PlanRow(Row):
    """Regular payments that were approved together: `payment_pence` each, from `first_on` to `last_on`, both included.

    `ended_on` is the day of the last payment of one that ended before its time.
    """

    file: ClassVar[TableName] = TableName.PLANS
    plan_ref: str
    family_ref: str
    payment_pence: int
    rhythm: Rhythm
    first_on: date
    last_on: date
    category: str
    purpose: str
    requested_by: str
    approved_by: str
    approved_on: date
    review_on: date | None
    afterwards: str | None
    ended_on: date | None
    kind: SpendKind | None

    @property
    def key(self) -> tuple[object, ...]:
        """The reference of the plan."""
        return (self.plan_ref,)

    @property
    def schedule(self) -> Schedule:
        """When its payments are due."""
        review_on, afterwards = self.review_on or self.last_on, self.afterwards or ""
        return Schedule(self.rhythm, self.payment_pence, self.first_on, self.last_on, review_on, afterwards)
