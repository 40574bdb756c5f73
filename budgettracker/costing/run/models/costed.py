"""Frozen costing runs, with the rates and entry versions they used."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId


class CostingRun(WithId, Base):
    """A frozen calculation: its scope, its rates and every amount. Never overwritten; a change is a new run beside it.

    `modes` and `reconciliation` are JSON text of plain values (amounts in pence); `starts_on` and `ends_on` are included.
    """

    __tablename__ = "costing_run"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    intervention: Mapped[str | None] = mapped_column(String(200))
    modes: Mapped[str] = mapped_column(Text)
    with_qualifications: Mapped[bool] = mapped_column(default=False)
    vat_rule: Mapped[str] = mapped_column(String(30))
    reconciliation: Mapped[str] = mapped_column(Text)
    notices: Mapped[str] = mapped_column(Text)
    follows_closed: Mapped[bool] = mapped_column(default=True)  # costs of days between and after open periods count
    classes_apart: Mapped[bool] = mapped_column(default=True)  # deciding and setting up stand beside the total
    own_time_only: Mapped[bool] = mapped_column(default=False)  # work counts where it is the intervention's own
    counts_purchases: Mapped[bool] = mapped_column(default=True)  # purchases are part of the total
    price_year: Mapped[str | None] = mapped_column(String(7))  # the year whose prices it stands in; empty: as logged
    discount_basis_points: Mapped[int | None]  # a year, of costs beyond a family's first; empty: not discounted
    discount_source: Mapped[str | None] = mapped_column(Text)  # where that rate is from
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class RunRate(WithId, Base):
    """A post's rate as the run used it: every component in pence a year, and the minutes of the year."""

    __tablename__ = "run_rate"
    __table_args__ = (UniqueConstraint("run_id", "authority_id", "post", "starts_on"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    post: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    price_year: Mapped[str] = mapped_column(String(7))
    salary_pence: Mapped[int]
    oncosts_pence: Mapped[int]
    qualifications_pence: Mapped[int]
    stated_qualifications_pence: Mapped[int] = mapped_column(default=0)  # as the post states them, counted or not
    overhead_direct_pence: Mapped[int]
    overhead_indirect_pence: Mapped[int]
    capital_pence: Mapped[int]
    minutes_per_year: Mapped[int]
    ratio_thousandths: Mapped[int | None]
    ratio_kind: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(Text)
    oncosts_source: Mapped[str] = mapped_column(Text)
    ni_basis_points: Mapped[int | None]  # employer National Insurance on-costs were computed by; empty: entered
    ni_threshold_pence: Mapped[int | None]  # the salary of a year above which it is paid
    pension_basis_points: Mapped[int | None]  # employer pension on-costs were computed by; empty: entered
    overhead_direct_basis_points: Mapped[int | None]  # of salary and on-costs; empty: an amount was entered
    overhead_indirect_basis_points: Mapped[int | None]  # of salary and on-costs; empty: an amount was entered
    index_base: Mapped[int | None]  # ten-thousandths: the index of the run's price year; empty: not uprated
    agency_vat: Mapped[str | None] = mapped_column(String(20))  # VAT of an agency's hour comes back? empty: salaried
    index_of: Mapped[int | None]  # ten-thousandths: the index for pay of this rate's price year; empty: not uprated

    @property
    def overheads_pence(self) -> int:
        """Direct and indirect overheads together, in pence a year; capital is apart."""
        return self.overhead_direct_pence + self.overhead_indirect_pence

    @property
    def annual_pence(self) -> int:
        """A: the sum of the rate's components, in pence a year."""
        employed = self.salary_pence + self.oncosts_pence + self.qualifications_pence
        return employed + self.overheads_pence + self.capital_pence


class RunMileageRate(Base):
    """What an authority paid for a mile from a day on, as the run used it. Tenths of a penny a mile."""

    __tablename__ = "run_mileage_rate"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    car_tenths: Mapped[int]  # of a penny a mile, up to the miles of the limit
    car_after_tenths: Mapped[int]  # of a penny a mile beyond them
    car_limit_hundredths: Mapped[int]  # of a mile: a person's car miles of a year from 6 April at the first rate
    passenger_tenths: Mapped[int]  # of a penny a mile for each passenger of a car
    motorcycle_tenths: Mapped[int]  # of a penny a mile
    bicycle_tenths: Mapped[int]  # of a penny a mile
    source: Mapped[str] = mapped_column(Text)


class RunMember(Base):
    """A family of the study as the run found it: arm, days open within the study's dates, children in scope.

    Its team and lead worker are those of its last open day in the study.
    """

    __tablename__ = "run_member"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    arm: Mapped[str] = mapped_column(String(20))
    open_from: Mapped[date]
    open_days: Mapped[int]
    children_in_scope: Mapped[int]
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    lead_worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    status_at_start: Mapped[str | None] = mapped_column(String(60))  # of the index child; empty: not known
    risks_before: Mapped[int] = mapped_column(default=0)  # outcomes before its start that tell of risk


class RunPeriod(Base):
    """A time in which a member was open as the run found it, both days included, and why it ended."""

    __tablename__ = "run_period"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"), primary_key=True)
    opened_on: Mapped[date] = mapped_column(primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    closed_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(100))


class RunEntry(Base):
    """A work entry as the run costed it: its version, the rate used, minutes, and each part in whole pence."""

    __tablename__ = "run_entry"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_entry.id"), primary_key=True)
    version: Mapped[int]
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"))
    rate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("run_rate.id"))
    worked_on: Mapped[date]
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"))
    intervention: Mapped[str | None] = mapped_column(String(200))
    contact_minutes: Mapped[int]
    preparation_minutes: Mapped[int]
    travel_minutes: Mapped[int]
    contact_cost_pence: Mapped[int]
    preparation_cost_pence: Mapped[int]
    travel_cost_pence: Mapped[int]
    mileage_cost_pence: Mapped[int]
    expenses_pence: Mapped[int]
    uplift_pence: Mapped[int]
    pooled: Mapped[bool]
    paid_mileage_pence: Mapped[int | None]  # its miles in the prices of their day; empty: nothing is uprated
    paid_expenses_pence: Mapped[int | None]  # its expenses in the prices of their day; empty: nothing is uprated


class RunLine(WithId, Base):
    """One entry's cost for one family (none: other families, or nobody), a column a part, in whole pence; never rounded again.

    `whole_..._minutes` are the entry's own minutes of the kinds this line shares; the lead worker is the family's on the
    day worked.
    """

    __tablename__ = "run_line"
    # Of the run alone: such an index grows at its end, and leads through a run's lines in the order they lie in.
    __table_args__ = (Index("ix_run_line_run_id", "run_id"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"))
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_entry.id"))
    position: Mapped[int]
    family_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("family.id"))
    destination: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(30))
    share_from: Mapped[int]
    share_to: Mapped[int]
    share_of: Mapped[int]
    whole_contact_minutes: Mapped[int]
    whole_preparation_minutes: Mapped[int]
    whole_travel_minutes: Mapped[int]
    contact_minutes: Mapped[int]
    preparation_minutes: Mapped[int]
    travel_minutes: Mapped[int]
    contact_cost_pence: Mapped[int]
    preparation_cost_pence: Mapped[int]
    travel_cost_pence: Mapped[int]
    mileage_cost_pence: Mapped[int]
    expenses_pence: Mapped[int]
    indirect_share_pence: Mapped[int]
    lead_worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    outside_periods: Mapped[bool]


class RunPool(WithId, Base):
    """Mode A: a worker's time for nobody in a calendar month (cut to the study's dates), in pence and minutes."""

    __tablename__ = "run_pool"
    __table_args__ = (Index("ix_run_pool_run_id", "run_id"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    month: Mapped[date]
    intervention: Mapped[str | None] = mapped_column(String(200))
    activity_class: Mapped[str] = mapped_column(String(20))
    cost_pence: Mapped[int]
    minutes: Mapped[int]
    family_minutes: Mapped[int]


class RunPoolLine(WithId, Base):
    """What of a pool falls to one family (none: other families, or unallocated), in whole pence."""

    __tablename__ = "run_pool_line"
    __table_args__ = (Index("ix_run_pool_line_run_id", "run_id"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"))
    pool_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("run_pool.id"))
    position: Mapped[int]
    family_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("family.id"))
    destination: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(30))
    minutes: Mapped[int]
    share_from: Mapped[int]
    share_to: Mapped[int]
    share_of: Mapped[int]
    indirect_share_pence: Mapped[int]
    outside_periods: Mapped[bool]


class RunPurchase(WithId, Base):
    """A purchase, refund or other help as the run counted it: `counted_pence` by the run's VAT rule, refunds negative."""

    __tablename__ = "run_purchase"
    __table_args__ = (Index("ix_run_purchase_run_family", "run_id", "family_id"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    refund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("refund.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    kind: Mapped[str] = mapped_column(String(20))
    bought_on: Mapped[date]
    counted_pence: Mapped[int]
    outside_periods: Mapped[bool]


class RunDecision(WithId, Base):
    """A decision about a family's limit or purchase, priced by the minutes of its scheme; beside the family's total.

    Minutes of a decision over a cohort are shared over its families as an entry's are. A decider without a post has no
    rate, and the decision costs nothing.
    """

    __tablename__ = "run_decision"
    __table_args__ = (Index("ix_run_decision_run_family", "run_id", "family_id"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    about: Mapped[str] = mapped_column(String(20))  # limit, purchase, or review: money that had left outside the rules
    subject_id: Mapped[uuid.UUID]  # the change of the limit, or the purchase
    decided_on: Mapped[date]  # the day of the decision
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # who decided
    rate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("run_rate.id"))
    whole_minutes: Mapped[int]  # the scheme's minutes of a decision
    share_from: Mapped[int]
    share_to: Mapped[int]
    share_of: Mapped[int]
    minutes: Mapped[int]
    cost_pence: Mapped[int]  # what this family's share of the decision costs


class RunMonth(Base):
    """How complete a worker's log of a calendar month (cut to the study's dates) was, and what of it nobody paid."""

    __tablename__ = "run_month"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    contracted_minutes: Mapped[int | None]  # empty: contracted hours are not known
    absence_minutes: Mapped[int]  # minutes away
    logged_minutes: Mapped[int]  # minutes logged, absence apart
    family_minutes: Mapped[int]  # of them for families of any kind
    pool_minutes: Mapped[int]  # of them for nobody, shared over families
    supported: Mapped[bool]  # the log reaches the share that mode A stands on
    families_pence: Mapped[int]  # what the study's families bear of it, miles and expenses apart
    unpaid_pence: Mapped[int]  # of that, what lies above the hours paid
