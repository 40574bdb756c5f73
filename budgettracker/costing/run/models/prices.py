"""The indices that a run in the prices of one year froze, and what its families cost as logged."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.costing.kinds import PriceUse
from budgettracker.database import Base, WithId, one_of


class RunPrice(Base):
    """An index that a run in the prices of one year had at hand, with its series and edition: indices are revised."""

    __tablename__ = "run_price"
    __table_args__ = (one_of("price_use", PriceUse),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    price_use: Mapped[str] = mapped_column(String(20), primary_key=True)  # pay or goods
    price_year: Mapped[str] = mapped_column(String(7), primary_key=True)  # the financial year it is of
    ten_thousandths: Mapped[int]  # the index
    series: Mapped[str] = mapped_column(String(200))  # what its publisher calls it
    edition: Mapped[str] = mapped_column(String(200))  # which publication of it
    published_on: Mapped[date]  # the day of that edition
    source: Mapped[str] = mapped_column(Text)


class RunAsLogged(Base):
    """What a family of a run in the prices of one year cost in the prices of each cost's own year, in whole pence."""

    __tablename__ = "run_as_logged"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    purchases_pence: Mapped[int]  # purchases, refunds off, as paid
    time_pence: Mapped[int]  # every part of running time
    other_help_pence: Mapped[int]  # other help, beside the total
    deciding_pence: Mapped[int]  # deciding its limits and purchases, beside the total
    set_up_pence: Mapped[int]  # setting up, beside the total
    evaluation_pence: Mapped[int]  # evaluation, beside the total


class RunOtherCost(WithId, Base):
    """A cost that an authority stated besides, as a run found it, and what of it falls on the run's days; beside the total."""

    __tablename__ = "run_other_cost"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), index=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    what: Mapped[str] = mapped_column(String(200))  # in words
    cost_class: Mapped[str] = mapped_column(String(20))  # setting up or running
    used_from: Mapped[date]  # the first day it serves
    amount_pence: Mapped[int]  # as paid
    uprated_pence: Mapped[int]  # in the run's prices; as paid where nothing is uprated
    life_years: Mapped[int]  # whole years it serves; 0 counts it whole on its day
    rate_basis_points: Mapped[int]  # a year, by which it is spread over its life
    yearly_pence: Mapped[int]  # what a year of its life bears, in the run's prices
    days: Mapped[int]  # of the run on which it serves
    counted_pence: Mapped[int]  # what of it falls on these days
    source: Mapped[str] = mapped_column(Text)  # where the figure is from
