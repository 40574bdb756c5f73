"""Posts, what they cost a year from a date, and an authority's own pension rates."""

import uuid
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.costing.kinds import DecidingBy, RatioKind
from budgettracker.costing.rates.models import (
    DecidingSource,
    LocalMileageRate,
    LocalPensionRate,
    OtherCostEntry,
    PostCost,
)
from budgettracker.costing.rates.queries.deciding import DECIDING
from budgettracker.costing.rates.queries.other_costs import interventions_of
from budgettracker.costing.rates.queries.posts import deciding_sources
from budgettracker.costing.rates.rules.build_up import NO_OVERHEAD, Overhead
from budgettracker.costing.rates.rules.mileage import MileageRate, require_rates
from budgettracker.costing.rates.rules.other_cost import OtherCost, require_other_cost
from budgettracker.costing.rates.rules.post_cost import require_no_minus, require_ratio, require_year
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.database import db, unique
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Authority, Person, Post
from budgettracker.people.queries import is_live
from budgettracker.periods import inclusive, long_date

_SOURCE_STANDS = "There is already a source from {}. Choose another day."


def add_post(by: Person | None, authority: Authority, name: str, *, at: datetime) -> Post:
    """Add a kind of staff to an authority's list; `by` None is the operator. Raises Refusal(name), NotTheirs."""
    _require_own(by, authority.id)
    text = " ".join(name.split())
    if not text or len(text) > 200:
        raise Refusal("name", "Enter the post's name, at most 200 characters.")
    same = select(Post.id).where(Post.authority_id == authority.id, func.lower(Post.name) == text.lower())
    if db.session.scalars(same).first() is not None:
        raise Refusal("name", f"There is already a post called {text}.")
    post = Post(authority_id=authority.id, name=text)
    db.session.add(post)
    db.session.flush()
    record(by, Deed.POST_ADDED, post, authority_id=authority.id, at=at)
    return post


def add_post_cost(
    by: Person | None,
    post: Post,
    *,
    starts_on: date,
    price_year: str,
    salary_pence: int,
    minutes_per_year: int,
    oncosts_pence: int | None = None,
    qualifications_pence: int = 0,
    overhead_direct: Overhead = NO_OVERHEAD,
    overhead_indirect: Overhead = NO_OVERHEAD,
    capital_pence: int = 0,
    ratio_thousandths: int | None = None,
    ratio_kind: RatioKind | None = None,
    source: str = "",
    at: datetime,
) -> PostCost:
    """Say what a post costs a year from a day: pence a year, full-time equivalent; minutes paid and worked a year.

    It holds until the post's next cost; nothing is ever replaced. On-costs that are not given are computed by a run from
    dated National Insurance and pension rates. Raises Refusal with words for a field: a cost of that day is there
    already, no salary, no or too many hours, a ratio without its kind, a price year that is none.
    """
    _require_own(by, post.authority_id)
    parse_price_year(price_year)
    require_year(salary_pence, minutes_per_year)
    require_no_minus(oncosts_pence, qualifications_pence, capital_pence, overhead_direct, overhead_indirect)
    require_ratio(ratio_thousandths, ratio_kind)
    cost = PostCost(
        post_id=post.id,
        starts_on=starts_on,
        price_year=price_year.strip(),
        salary_pence=salary_pence,
        oncosts_pence=oncosts_pence,
        qualifications_pence=qualifications_pence,
        overhead_direct_pence=overhead_direct.pence,
        overhead_direct_basis_points=overhead_direct.basis_points,
        overhead_indirect_pence=overhead_indirect.pence,
        overhead_indirect_basis_points=overhead_indirect.basis_points,
        capital_pence=capital_pence,
        minutes_per_year=minutes_per_year,
        ratio_thousandths=ratio_thousandths,
        ratio_kind=ratio_kind,
        source=source.strip(),
    )
    with unique("starts_on", f"The post “{post.name}” already has a cost from {long_date(starts_on)}."):
        db.session.add(cost)
    changes = {
        "cost": [None, cost.id],
        "starts_on": [None, starts_on],
        "salary_pence": [None, salary_pence],
        "oncosts_pence": [None, oncosts_pence],
        "minutes_per_year": [None, minutes_per_year],
        "ratio_thousandths": [None, ratio_thousandths],
    }
    record(by, Deed.POST_COST_ADDED, post, changes, authority_id=post.authority_id, at=at)
    return cost


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
    _require_own(by, authority.id)
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
    _require_own(by, authority.id)
    require_rates(rate)
    made = LocalMileageRate(authority_id=authority.id, **asdict(rate))
    with unique("starts_on", f"There are already mileage rates from {long_date(rate.starts_on)}. Choose another day."):
        db.session.add(made)
    changes = {name: [None, value] for name, value in asdict(rate).items() if name != "source"}
    record(by, Deed.MILEAGE_RATE_ADDED, made, changes, authority_id=authority.id, at=at)
    return made


def ask_for_deciding_source(
    by: Person, authority: Authority, source: DecidingBy, *, starts_on: date, on: date, at: datetime
) -> Confirmation:
    """Ask that an authority's time of deciding come from somewhere else: a senior manager confirms it, since it moves costs.

    Before the authority is live whoever asks does both. Raises Refusal(starts_on) where that day has a source already, and
    where a change waits; NotTheirs.
    """
    _require_own(by, authority.id)
    if any(each.starts_on == starts_on for each in deciding_sources(authority.id)):
        raise Refusal("starts_on", _SOURCE_STANDS.format(long_date(starts_on)))
    role = Role.FINANCE if Role.FINANCE in by.roles_on(on) else Role.ADMINISTRATOR
    return ask(by, DECIDING, authority, {"source": source, "starts_on": starts_on}, as_role=role, on=on, at=at)


def confirm_deciding_source(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Set the source of deciding time that somebody asked for; raises Refusal where its day has one by now."""
    authority = db.session.get_one(Authority, confirmation.subject_id)
    source, starts_on = DecidingBy(confirmation.values["source"]), date.fromisoformat(confirmation.values["starts_on"])
    set_deciding_source(by, authority, source, starts_on=starts_on, asked_by=confirmation.asked_by_id, at=at)


def set_deciding_source(
    by: Person | None,
    authority: Authority,
    source: DecidingBy,
    *,
    starts_on: date,
    asked_by: uuid.UUID | None = None,
    at: datetime,
) -> DecidingSource:
    """Say from which day on an authority's time of deciding comes from its logs, from its schemes, or nowhere.

    `asked_by` asked for what `by` confirms. Raises Refusal(starts_on) where that day has a source already, and in a live
    authority without somebody who asked; NotTheirs.
    """
    _require_own(by, authority.id)
    if by is not None and asked_by is None and is_live(authority.id):
        raise Refusal(
            None, "Where deciding time comes from takes a senior manager. Ask for it, so that one confirms it."
        )
    made = DecidingSource(authority_id=authority.id, starts_on=starts_on, source=source)
    with unique("starts_on", _SOURCE_STANDS.format(long_date(starts_on))):
        db.session.add(made)
    changes: dict[str, object] = {"starts_on": [None, starts_on], "source": [None, str(source)]}
    if asked_by is not None:
        changes["asked_by"] = asked_by
    record(by, Deed.DECIDING_SET, made, changes, authority_id=authority.id, at=at)
    return made


def add_other_cost(by: Person | None, authority: Authority, cost: OtherCost, *, at: datetime) -> OtherCostEntry:
    """State a cost of a service that no post, purchase or entry holds. Runs made from now on show what falls on their days.

    Raises Refusal for the field: an amount, life or rate that is none, an intervention the authority does not have; NotTheirs.
    """
    _require_own(by, authority.id)
    require_other_cost(cost)
    if cost.intervention is not None and cost.intervention not in interventions_of(authority.id):
        raise Refusal("intervention", "Choose one of the authority's interventions.")
    made = OtherCostEntry(
        authority_id=authority.id,
        what=cost.what,
        cost_class=cost.cost_class,
        used_from=cost.used_from,
        amount_pence=cost.pence,
        life_years=cost.life_years,
        rate_basis_points=cost.rate_basis_points,
        intervention=cost.intervention,
        source=cost.source,
    )
    db.session.add(made)
    db.session.flush()
    changes = {
        "used_from": [None, cost.used_from],
        "amount_pence": [None, cost.pence],
        "life_years": [None, cost.life_years],
        "rate_basis_points": [None, cost.rate_basis_points],
    }
    record(by, Deed.OTHER_COST_ADDED, made, changes, authority_id=authority.id, at=at)
    return made


def withdraw_other_cost(by: Person, cost: OtherCostEntry, *, at: datetime) -> None:
    """Take back a cost that was stated wrongly: runs to come leave it out, those before keep it. Raises Refusal, NotTheirs."""
    _require_own(by, cost.authority_id)
    if cost.withdrawn_at is not None:
        raise Refusal(None, "This cost was taken back already.")
    cost.withdrawn_at = at
    record(by, Deed.OTHER_COST_WITHDRAWN, cost, {}, authority_id=cost.authority_id, at=at)


def _require_own(by: Person | None, authority_id: object) -> None:
    if by is not None and by.authority_id != authority_id:
        raise NotTheirs
