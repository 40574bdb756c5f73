"""The indices that a run in the prices of one year froze, and what its families cost as logged."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.costing.kinds import PriceUse
from budgettracker.database import Base, one_of


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
