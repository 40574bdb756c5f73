"""Reading posts for their pages: an authority's list, one post, and every dated cost with its working."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.rates.queries.posts import as_entered, pension_rates
from budgettracker.costing.rates.rules import oncosts
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook, rate_book
from budgettracker.costing.rates.rules.working import Working, shares_of, working
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Authority, Person, Post
from budgettracker.periods import inclusive


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post with its rate of a day, worked out, or what is missing, in words."""

    post: Post
    working: Working | None
    missing: str


@dataclass(frozen=True, slots=True)
class DatedWorking:
    """What a post costs from a day: the cost as entered, worked out, or what is missing; newest first on its page.

    `with_qualifications` is the same counting qualifications, where the cost states any.
    """

    cost: PostCost
    starts_on: date
    working: Working | None
    with_qualifications: Working | None
    missing: str


def authority_of(person: Person) -> Authority:
    """The authority whose posts a person looks after; raises NotTheirs for people of none."""
    if person.authority is None:
        raise NotTheirs
    return person.authority


def post_for(person: Person, post_id: uuid.UUID) -> Post:
    """A post of the person's own authority; raises NotTheirs for any other."""
    query = select(Post).where(Post.id == post_id, Post.authority_id == person.authority_id)
    post = db.session.scalars(query).one_or_none()
    if post is None:
        raise NotTheirs
    return post


def posts_listed(authority_id: uuid.UUID, on: date, page: int, size: int) -> tuple[list[ListedPost], int]:
    """One page of an authority's posts by name, each with its rate of a day, and how many posts there are."""
    ours = select(Post).where(Post.authority_id == authority_id)
    total = db.session.scalar(select(func.count()).select_from(ours.subquery())) or 0
    shown = list(db.session.scalars(ours.order_by(Post.name, Post.id).limit(size).offset((page - 1) * size)))
    costs = _costs([post.id for post in shown])
    settings = _settings(authority_id)
    return [_listed(post, costs.get(post.id, []), settings, on) for post in shown], total


def workings_of(post: Post) -> list[DatedWorking]:
    """Everything known of what a post costs, the latest first; on-costs that are computed change within a year."""
    settings = _settings(post.authority_id)
    costs = _costs([post.id]).get(post.id, [])
    plain, counting = _book(costs, settings), _book(costs, settings, with_qualifications=True)
    workings = []
    for rate, other in zip(plain.dated(post.name), counting.dated(post.name), strict=True):
        cost = next(each for each in reversed(costs) if each.starts_on <= rate.starts_on)
        both = [_worked(cost, each, settings) if isinstance(each, PostRate) else None for each in (rate, other)]
        missing = rate.message if isinstance(rate, MissingRate) else ""
        workings.append(
            DatedWorking(cost, rate.starts_on, both[0], both[1] if cost.qualifications_pence else None, missing)
        )
    return workings[::-1]


def _settings(authority_id: uuid.UUID) -> oncosts.Settings:
    local = [
        oncosts.PensionRate(inclusive(rate.starts_on, rate.ends_on), rate.rate_basis_points, rate.source)
        for rate in pension_rates(authority_id)
    ]
    return oncosts.Settings(pensions=local)


def _costs(post_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[PostCost]]:
    """Dated costs by post, by date."""
    by_post: dict[uuid.UUID, list[PostCost]] = {}
    query = select(PostCost).where(PostCost.post_id.in_(post_ids)).order_by(PostCost.post_id, PostCost.starts_on)
    for cost in db.session.scalars(query):
        by_post.setdefault(cost.post_id, []).append(cost)
    return by_post


def _book(costs: list[PostCost], settings: oncosts.Settings, *, with_qualifications: bool = False) -> RateBook:
    return rate_book([as_entered(cost) for cost in costs], settings, with_qualifications=with_qualifications)


def _listed(post: Post, costs: list[PostCost], settings: oncosts.Settings, on: date) -> ListedPost:
    rate = _book(costs, settings).on(post.name, on)
    if isinstance(rate, MissingRate):
        return ListedPost(post, None, rate.message)
    cost = next(each for each in reversed(costs) if each.starts_on <= rate.starts_on)
    return ListedPost(post, _worked(cost, rate, settings), "")


def _worked(cost: PostCost, rate: PostRate, settings: oncosts.Settings) -> Working:
    entered = as_entered(cost)
    day = oncosts.within_year(rate.starts_on, parse_price_year(entered.price_year))
    return working(rate, shares_of(entered, rate.oncosts_pence, *oncosts.in_force(settings, day)))
