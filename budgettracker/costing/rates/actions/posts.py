"""Add posts, and what they cost a year or an hour from a day on."""

from datetime import date, datetime

from sqlalchemy import func, select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.actions.own import require_own
from budgettracker.costing.rates.models import (
    PostCost,
)
from budgettracker.costing.rates.rules.agency import MINUTES_OF_AN_HOUR, AgencyCharge, require_charge
from budgettracker.costing.rates.rules.build_up import NO_OVERHEAD, Overhead
from budgettracker.costing.rates.rules.post_cost import require_no_minus, require_ratio, require_year
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.database import db, unique
from budgettracker.errors import Refusal
from budgettracker.people.models import Authority, Person, Post
from budgettracker.periods import long_date


def add_post(by: Person | None, authority: Authority, name: str, *, at: datetime) -> Post:
    """Add a kind of staff to an authority's list; `by` None is the operator. Raises Refusal(name), NotTheirs."""
    require_own(by, authority.id)
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
    require_own(by, post.authority_id)
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


def add_agency_charge(
    by: Person | None,
    post: Post,
    charge: AgencyCharge,
    *,
    starts_on: date,
    price_year: str,
    overhead_direct: Overhead = NO_OVERHEAD,
    overhead_indirect: Overhead = NO_OVERHEAD,
    ratio_thousandths: int | None = None,
    ratio_kind: RatioKind | None = None,
    source: str = "",
    at: datetime,
) -> PostCost:
    """Say what an agency charges for an hour of a post from a day on: pence an hour, its fee and VAT included.

    It holds until the post's next cost. There are no on-costs; overheads are pence of an hour or basis points of what the
    hour costs. Raises Refusal with words for a field: a cost of that day is there already, a charge that is no hour's, more
    VAT than a sixth, a ratio without its kind, a price year that is none.
    """
    require_own(by, post.authority_id)
    parse_price_year(price_year)
    require_charge(charge)
    require_no_minus(0, 0, 0, overhead_direct, overhead_indirect)
    require_ratio(ratio_thousandths, ratio_kind)
    cost = PostCost(
        post_id=post.id,
        starts_on=starts_on,
        price_year=price_year.strip(),
        salary_pence=charge.counted_pence,
        oncosts_pence=0,
        overhead_direct_pence=overhead_direct.pence,
        overhead_direct_basis_points=overhead_direct.basis_points,
        overhead_indirect_pence=overhead_indirect.pence,
        overhead_indirect_basis_points=overhead_indirect.basis_points,
        minutes_per_year=MINUTES_OF_AN_HOUR,
        ratio_thousandths=ratio_thousandths,
        ratio_kind=ratio_kind,
        agency_hour_pence=charge.hour_pence,
        agency_vat_pence=charge.vat_pence,
        agency_vat=charge.vat,
        source=source.strip(),
    )
    with unique("starts_on", f"The post “{post.name}” already has a cost from {long_date(starts_on)}."):
        db.session.add(cost)
    changes = {
        "cost": [None, cost.id],
        "starts_on": [None, starts_on],
        "agency_hour_pence": [None, charge.hour_pence],
        "agency_vat_pence": [None, charge.vat_pence],
        "agency_vat": [None, str(charge.vat)],
        "ratio_thousandths": [None, ratio_thousandths],
    }
    record(by, Deed.AGENCY_CHARGE_ADDED, post, changes, authority_id=post.authority_id, at=at)
    return cost
