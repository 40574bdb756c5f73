"""The checked rows of the files: money in pence, time in minutes, days inclusive as people wrote them.

`label` and `number` are the row in the authority's file and no part of the content: two rows with the same content are equal.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from budgettracker.access import Role
from budgettracker.costing.kinds import Mode
from budgettracker.imports.cells.bands import BandCell
from budgettracker.imports.files.problems import Where
from budgettracker.imports.kinds import TableName
from budgettracker.spend.kinds import SpendKind, VatStatus
from budgettracker.studies.kinds import Profile
from budgettracker.worktime.kinds import ActivityClass, ActivityKind


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has been read; `file` names the contract it obeys."""

    file: ClassVar[TableName]
    label: str = field(compare=False)
    number: int = field(compare=False)

    @property
    def where(self) -> Where:
        """The row in the authority's file. Made when it is asked for: of 300,000 rows it would take 15 MB."""
        return Where(self.label, self.number)

    @property
    def key(self) -> tuple[object, ...]:
        """What identifies the row within its file and authority: the same key with other content is reported."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class PersonRow(Row):
    """Someone who signs in; `weekly_minutes` are contracted, the active days include both ends."""

    file: ClassVar[TableName] = TableName.PEOPLE
    email: str
    name: str
    roles: tuple[Role, ...]
    team: str | None
    post: str | None
    weekly_minutes: int | None
    active_from: date | None
    active_to: date | None

    @property
    def key(self) -> tuple[object, ...]:
        """The e-mail address."""
        return (self.email,)


@dataclass(frozen=True, slots=True)
class SchemeRow(Row):
    """An authority's rules: the cap (None is none stated), the bands, the role regular payments need."""

    file: ClassVar[TableName] = TableName.SCHEMES
    scheme: str
    cap_pence: int | None
    starts_on: date
    ends_on: date | None
    bands: tuple[BandCell, ...]
    regular_needs: Role | None
    categories: tuple[str, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """The scheme's name."""
        return (self.scheme,)


@dataclass(frozen=True, slots=True)
class BudgetRow(Row):
    """One decision on a family's limit; several rows are its history, and rows of one day keep the file's order."""

    file: ClassVar[TableName] = TableName.BUDGETS
    family_ref: str
    scheme: str
    limit_pence: int
    requested_by: str | None
    approved_by: str
    approved_on: date
    reason: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The whole decision: a file repeats it only by being read twice."""
        return (
            self.family_ref,
            self.scheme,
            self.limit_pence,
            self.approved_on,
            self.approved_by,
            self.requested_by,
        )


@dataclass(frozen=True, slots=True)
class SpendRow(Row):
    """A purchase, or with `refund_of` money that came back for one; `amount_pence` is gross and above zero in both.

    `kind` is None where the file leaves it out: devolved, and for a refund its purchase's kind. `payment_method` is
    a PaymentMethod or the authority's own word for another. `regular`: it was one of payments that were agreed together.
    Purchases of one `group` were one receipt, shared over families, and are judged on its sum. `plan` is the plan of
    regular payments that it is a payment of; `vouchers` are those of a stock that were handed over for it.
    """

    file: ClassVar[TableName] = TableName.SPEND
    spend_ref: str
    family_ref: str
    bought_on: date
    amount_pence: int
    category: str
    purpose: str
    recorded_by: str
    payment_method: str | None
    supplier: str | None
    vat_pence: int | None
    vat_status: VatStatus
    kind: SpendKind | None
    requested_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None
    refund_of: str | None
    regular: bool
    group: str | None
    plan: str | None
    vouchers: tuple[str, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """The spend's reference."""
        return (self.spend_ref,)


@dataclass(frozen=True, slots=True)
class ActivityRow(Row):
    """A kind of work in the authority's list, perhaps of one intervention."""

    file: ClassVar[TableName] = TableName.ACTIVITIES
    activity: str
    kind: ActivityKind
    activity_class: ActivityClass
    intervention: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The activity's name; capitals make no other."""
        return (self.activity.casefold(),)


@dataclass(frozen=True, slots=True)
class AbsenceRow(Row):
    """Time away from one day to another, both included: so many minutes of each, None for a fifth of the weekly hours.

    `in_hours`: the hours of a year of the person's post leave it out already. No reason is asked or kept.
    """

    file: ClassVar[TableName] = TableName.ABSENCES
    email: str
    starts_on: date
    ends_on: date
    minutes: int | None
    in_hours: bool

    @property
    def key(self) -> tuple[object, ...]:
        """The person and the first day."""
        return (self.email, self.starts_on)


@dataclass(frozen=True, slots=True)
class HoursRow(Row):
    """The contracted minutes a week of somebody from a day on; their own row says those of their first day."""

    file: ClassVar[TableName] = TableName.HOURS
    email: str
    starts_on: date
    weekly_minutes: int

    @property
    def key(self) -> tuple[object, ...]:
        """The person and the day."""
        return (self.email, self.starts_on)


@dataclass(frozen=True, slots=True)
class PayrollRow(Row):
    """What finance says was paid for a post from one day to another, both included, and to how many people."""

    file: ClassVar[TableName] = TableName.PAYROLL
    post: str
    starts_on: date
    ends_on: date
    pay_pence: int
    oncosts_pence: int
    people: int | None
    full_week_minutes: int | None
    note: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The post and the days."""
        return (self.post.casefold(), self.starts_on, self.ends_on)


@dataclass(frozen=True, slots=True)
class StudyRow(Row):
    """An evaluator's question: its days (both included), how indirect time is shared (A or B), what is costed."""

    file: ClassVar[TableName] = TableName.STUDIES
    study: str
    starts_on: date
    ends_on: date
    mode: Mode
    intervention: str | None
    price_year: str | None
    profile: Profile | None
    purpose: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The study's name, unique in the installation."""
        return (self.study,)
