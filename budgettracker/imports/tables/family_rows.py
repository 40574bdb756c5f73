"""The checked rows of families: as they were opened, again and again, who led them, and their children."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from budgettracker.families.kinds import Arm
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import Row
from budgettracker.outcomes.kinds import Outcome


@dataclass(frozen=True, slots=True)
class FamilyRow(Row):
    """A family, open from `opened_on` to `closed_on`, both included; its arm is as allocated."""

    file: ClassVar[TableName] = TableName.FAMILIES
    family_ref: str
    name: str | None
    team: str
    lead_email: str
    opened_on: date
    closed_on: date | None
    end_reason: str | None
    scheme: str | None
    arm: Arm | None
    allocated_on: date | None
    index_child: str | None
    cohort_reason: str | None
    legal_basis: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The family's reference."""
        return (self.family_ref,)


@dataclass(frozen=True, slots=True)
class PeriodRow(Row):
    """A time in which work with a family went on, both days included; a family's first equals its own row."""

    file: ClassVar[TableName] = TableName.PERIODS
    family_ref: str
    opened_on: date
    closed_on: date | None
    end_reason: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The family and the day it was opened."""
        return (self.family_ref, self.opened_on)


@dataclass(frozen=True, slots=True)
class LeadRow(Row):
    """Who led a family, and in which team, from a day until the next row; the family's own row says the first."""

    file: ClassVar[TableName] = TableName.LEADS
    family_ref: str
    starts_on: date
    team: str
    lead_email: str

    @property
    def key(self) -> tuple[object, ...]:
        """The family and the day."""
        return (self.family_ref, self.starts_on)


@dataclass(frozen=True, slots=True)
class ChildRow(Row):
    """A child of a family; `birth_month` is the first day of the month, `in_scope` is yes unless the file says no."""

    file: ClassVar[TableName] = TableName.CHILDREN
    family_ref: str
    child_ref: str
    birth_month: date | None
    need_code: str | None
    status_at_start: str | None
    in_scope: bool

    @property
    def key(self) -> tuple[object, ...]:
        """The family's and the child's reference: authorities number the children of each family from one."""
        return (self.family_ref, self.child_ref)


@dataclass(frozen=True, slots=True)
class OutcomeRow(Row):
    """What became of a family, or of one of its children, on a day; `code` is the council's own."""

    file: ClassVar[TableName] = TableName.OUTCOMES
    family_ref: str
    child_ref: str | None
    outcome: Outcome
    happened_on: date
    code: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The family, the child, what happened and the day."""
        return (self.family_ref, self.child_ref, self.outcome, self.happened_on)
