"""Say what an authority pays for pensions and miles."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.rates.actions.own import require_own
from budgettracker.costing.rates.models import (
    LocalMileageRate,
    LocalPensionRate,
)
from budgettracker.costing.rates.rules.mileage import MileageRate, require_rates
from budgettracker.database import db, unique
from budgettracker.errors import Refusal
from budgettracker.people.models import Authority, Person
from budgettracker.periods import inclusive, long_date


def add_pension_rate(
    by: Person | None,
    authority: Authority,
    *,
    starts_on: date,
    ends_on: date | None = None,
    rate_basis_points: int,
    source: str = "",
    at: datetime,
) -> LocalPensionRate:
    """Say the employer pension rate an authority pays from a day, in basis points of salary (1980 is 19.8%).

    Local: there is no default. Raises Refusal for a rate that is none, or days that have a rate already.
    """
    require_own(by, authority.id)
    if not 0 <= rate_basis_points <= 10_000:
        raise Refusal("rate", "Give the rate in percent of salary, from 0 to 100.")
    if ends_on is not None and ends_on < starts_on:
        raise Refusal("ends_on", "The last day is before the first. Check the two dates.")
    held = inclusive(starts_on, ends_on)
    for rate in db.session.scalars(select(LocalPensionRate).filter_by(authority_id=authority.id)):
        if inclusive(rate.starts_on, rate.ends_on).overlap(held):
            raise Refusal("starts_on", f"There is already a pension rate from {long_date(rate.starts_on)}.")
    made = LocalPensionRate(
        authority_id=authority.id,
        starts_on=starts_on,
        ends_on=ends_on,
        rate_basis_points=rate_basis_points,
        source=source.strip(),
    )
    with unique("starts_on", f"There is already a pension rate from {long_date(starts_on)}."):
        db.session.add(made)
    changes = {"starts_on": [None, starts_on], "rate_basis_points": [None, rate_basis_points]}
    record(by, Deed.PENSION_RATE_ADDED, made, changes, authority_id=authority.id, at=at)
    return made


def add_mileage_rate(by: Person | None, authority: Authority, rate: MileageRate, *, at: datetime) -> LocalMileageRate:
    """Say what an authority pays for a mile from a day on, by vehicle. Runs made from now on use it.

    Raises Refusal for a day that has rates already, or a rate that is none; NotTheirs.
    """
    require_own(by, authority.id)
    require_rates(rate)
    made = LocalMileageRate(authority_id=authority.id, **asdict(rate))
    with unique("starts_on", f"There are already mileage rates from {long_date(rate.starts_on)}. Choose another day."):
        db.session.add(made)
    changes = {name: [None, value] for name, value in asdict(rate).items() if name != "source"}
    record(by, Deed.MILEAGE_RATE_ADDED, made, changes, authority_id=authority.id, at=at)
    return made
