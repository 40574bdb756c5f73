"""What a run comes to, reckoned once and kept beside it: its results, each family's cost, and its cuts."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.costing.results.kinds import Cut
from budgettracker.database import Base, WithId, one_of


class RunResult(Base):
    """A run's results as they were reckoned, with what they were reckoned by; a row of it says that all is kept.

    `results` is JSON text of the rules' `Results`, in the layout that `layout` numbers: another one is reckoned anew.
    """

    __tablename__ = "run_result"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    layout: Mapped[int]  # the order of what is kept: a program that keeps it otherwise reckons it anew
    seed: Mapped[int]  # of the replicates: a number of 32 bits that belongs to the run for good
    replicates: Mapped[int]  # of each bootstrap
    results: Mapped[str] = mapped_column(Text)
    sensitivity: Mapped[str | None] = mapped_column(Text)  # JSON of the rules' `Sensitivity`; empty: from before


class RunFamilyCost(Base):
    """What a family of a run cost by part, in whole pence: its rows of the run, summed once. What stands beside is apart."""

    __tablename__ = "run_family_cost"
    __table_args__ = (Index("ix_run_family_cost_run_total", "run_id", "total_pence"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    arm: Mapped[str] = mapped_column(String(20))
    started_on: Mapped[date]  # where its windows begin: allocation, else opening
    reason: Mapped[str | None] = mapped_column(String(200))  # why it was taken into the cohort, as its records say
    age_band: Mapped[str | None] = mapped_column(String(20))  # of its index child at the start
    open_days: Mapped[int]  # days open within the study's dates
    children_in_scope: Mapped[int]  # its children in scope
    purchases_pence: Mapped[int]  # purchases, refunds off, by the run's VAT rule
    other_help_pence: Mapped[int]  # other help, beside the total
    contact_pence: Mapped[int]  # time with the family
    preparation_pence: Mapped[int]  # preparing and writing up
    travel_pence: Mapped[int]  # time on the way
    mileage_pence: Mapped[int]  # miles
    expenses_pence: Mapped[int]
    indirect_share_pence: Mapped[int]
    total_pence: Mapped[int]  # purchases and every part of running time
    outside_pence: Mapped[int]  # of the total: between or after the times in which it was open
    deciding_pence: Mapped[int]  # deciding its limits and purchases, beside the total
    set_up_pence: Mapped[int]  # setting up, beside the total
    evaluation_pence: Mapped[int]  # evaluation, beside the total
    own_time_pence: Mapped[int]  # of the total: time of the run's own intervention


class RunCut(Base):
    """One row of a cut of a run's cost: what one column of one arm's families came to under one heading, in pence.

    In every cut the rows of a column add up to that column's sum over families.
    """

    __tablename__ = "run_cut"
    __table_args__ = (one_of("cut", Cut),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    position: Mapped[int] = mapped_column(
        primary_key=True
    )  # rows in order of cut, heading, authority, arm and counts_as
    cut: Mapped[str] = mapped_column(String(20))  # by what the cost is divided
    heading: Mapped[str] = mapped_column(String(200))  # a name, a month, a team's id; empty: no such heading
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    arm: Mapped[str] = mapped_column(String(20))
    counts_as: Mapped[str] = mapped_column(String(20))  # purchases, other help, running time, or time beside the total
    contact_pence: Mapped[int]  # time with the family
    preparation_pence: Mapped[int]  # preparing and writing up
    travel_pence: Mapped[int]  # time on the way
    mileage_pence: Mapped[int]  # miles
    expenses_pence: Mapped[int]
    indirect_share_pence: Mapped[int]
    other_pence: Mapped[int]  # purchases, other help, and decisions by the minutes of their scheme
    contact_minutes: Mapped[int]
    preparation_minutes: Mapped[int]
    travel_minutes: Mapped[int]
    pool_minutes: Mapped[int]  # the families' part of the minutes logged for nobody that are pooled
    contacts: Mapped[int]  # families' shares of entries with contact
    items: Mapped[int]  # purchases, or decisions; refunds apart


class RunDiscounted(Base):
    """What a family of a run cost in one year since its start, and what that counts for after discounting, in pence."""

    __tablename__ = "run_discounted"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"), primary_key=True)
    years: Mapped[int] = mapped_column(primary_key=True)  # completed years since its start
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    arm: Mapped[str] = mapped_column(String(20))
    total_pence: Mapped[int]  # purchases and running time
    other_help_pence: Mapped[int]  # other help, beside the total
    deciding_pence: Mapped[int]  # deciding, beside the total
    present_total_pence: Mapped[int]  # what purchases and running time count for
    present_other_help_pence: Mapped[int]  # what other help counts for
    present_deciding_pence: Mapped[int]  # what deciding counts for


class RunDifference(Base):
    """What a run differs by from another of its study: of neighbours kept with the results, of other pairs at the first look.

    `differences` is JSON text of the queries' `Differences`, in the layout that the run's results say.
    """

    __tablename__ = "run_difference"

    earlier_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("costing_run.id"), primary_key=True
    )  # the run set beside it
    later_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)  # the run
    differences: Mapped[str] = mapped_column(Text)


class RunFigure(WithId, Base):
    """An amount of a run whose lines somebody opened: how many there are of each kind and their sum, reckoned at that look.

    `figure` is JSON text of the rules' `Figure`, `sections` of their `Section`s.
    """

    __tablename__ = "run_figure"
    __table_args__ = (UniqueConstraint("run_id", "figure", "by_day"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"))
    figure: Mapped[str] = mapped_column(String(600))
    by_day: Mapped[bool]  # its lines stand in order of day; else of month only
    sections: Mapped[str] = mapped_column(Text)


class RunFigurePage(Base):
    """One page of the lines behind an amount that somebody opened, in their order, so that a look reads its own alone.

    `lines` is JSON text, by kind: the ids of the rows of the run, or, of pooled time by what filled it, the lines themselves.
    """

    __tablename__ = "run_figure_page"

    figure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("run_figure.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)  # counts up from 1
    lines: Mapped[str] = mapped_column(Text)


class RunBesidePaid(Base):
    """What of a run is set beside what was paid, reckoned at the first look: what was paid itself is read at each look.

    `own_side` is JSON text of the rules' `OwnSide`: time at pay alone, entries that stand twice, minutes written down late.
    """

    __tablename__ = "run_beside_paid"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    own_side: Mapped[str] = mapped_column(Text)
