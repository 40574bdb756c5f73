"""Posts, their dated costs and pension rates: kept side by side, refused in words, on record."""

from datetime import date
from typing import Any

import pytest

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.actions import add_pension_rate, add_post, add_post_cost
from budgettracker.costing.rates.models import LocalPensionRate, PostCost
from budgettracker.costing.rates.queries.posts import pension_rates, post_costs, rate_book_of
from budgettracker.costing.rates.rules.build_up import Overhead, PostRate
from budgettracker.costing.rates.rules.rate_book import MissingRate
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Post
from tests.factories.world import NOON, World

APRIL, NEXT = date(2025, 4, 1), date(2026, 4, 1)


def add_cost(by: Any, of: Post, **more: Any) -> PostCost:
    values: dict[str, Any] = {
        "starts_on": APRIL,
        "price_year": "2025/26",
        "salary_pence": 40_000_00,
        "minutes_per_year": 96_480,
        **more,
    }
    with transaction():
        return add_post_cost(by, of, at=NOON, **values)


def social_worker(world: World) -> Post:
    return db.session.query(Post).filter_by(authority_id=world.authority.id, name="Social worker").one()


def test_a_post_is_added_once_and_on_record(world: World) -> None:
    with transaction():
        made = add_post(world.adam, world.authority, "  Family   support worker ", at=NOON)
    assert made.name == "Family support worker"
    assert db.session.query(AuditRecord).filter_by(subject_id=made.id).one().deed == Deed.POST_ADDED
    for name in ("family support WORKER", "", "x" * 201):
        with pytest.raises(Refusal) as refused, transaction():
            add_post(world.adam, world.authority, name, at=NOON)
        assert refused.value.field == "name"
    with pytest.raises(NotTheirs), transaction():
        add_post(world.dave, world.authority, "Manager", at=NOON)


def test_costs_stand_beside_one_another_by_date_and_are_on_record(world: World) -> None:
    of = social_worker(world)
    first = add_cost(world.adam, of, oncosts_pence=11_000_00, overhead_direct=Overhead(basis_points=2900))
    later = add_cost(None, of, starts_on=NEXT, salary_pence=42_000_00, oncosts_pence=0)
    assert [cost.id for cost in post_costs(world.authority.id)] == [first.id, later.id]
    lines = db.session.query(AuditRecord).filter_by(subject_id=of.id, deed=Deed.POST_COST_ADDED)
    assert [line.by_id for line in lines.order_by(AuditRecord.sequence)] == [world.adam.id, None]
    book = rate_book_of(world.authority.id)
    rate = book.on("Social worker", date(2026, 3, 31))
    assert isinstance(rate, PostRate)
    assert (rate.annual_cost_pence, rate.overhead_direct_pence) == (65_790_00, 14_790_00)
    rate = book.on("Social worker", NEXT)
    assert isinstance(rate, PostRate)
    assert rate.annual_cost_pence == 42_000_00


@pytest.mark.parametrize(
    ("what", "field", "words"),
    [
        ({"starts_on": APRIL}, "starts_on", "already has a cost from 1 April 2025"),
        ({"salary_pence": 0}, "salary", "more than £0.00"),
        ({"minutes_per_year": 0}, "hours_per_year", "at most 8,784"),
        ({"minutes_per_year": 527_041}, "hours_per_year", "at most 8,784"),
        ({"price_year": "2025"}, "price_year", "like 2022/23"),
        ({"capital_pence": -1}, None, "without a minus sign"),
        ({"oncosts_pence": -1}, None, "without a minus sign"),
        ({"overhead_direct": Overhead(pence=-1)}, None, "without a minus sign"),
        ({"overhead_indirect": Overhead(basis_points=-1)}, None, "without a minus sign"),
        ({"ratio_thousandths": 380}, "ratio_kind", "together with the kind"),
        ({"ratio_kind": RatioKind.FACE_TO_FACE}, "ratio_kind", "together with the kind"),
        ({"ratio_thousandths": -1, "ratio_kind": RatioKind.FACE_TO_FACE}, "ratio", "without a minus sign"),
    ],
)
def test_a_cost_that_says_the_wrong_thing_is_refused_in_words(
    world: World, what: dict[str, Any], field: str | None, words: str
) -> None:
    of = social_worker(world)
    add_cost(None, of)
    with pytest.raises(Refusal, match=words) as refused:
        add_cost(world.adam, of, **{"starts_on": NEXT, **what})
    assert refused.value.field == field
    assert db.session.query(PostCost).count() == 1


def test_another_authoritys_post_is_nobodys_to_cost(world: World) -> None:
    of = social_worker(world)
    with pytest.raises(NotTheirs):
        add_cost(world.dave, of)


def test_on_costs_that_were_not_entered_need_a_pension_rate(world: World) -> None:
    """15% above 5,000 of 40,000 pounds is 5,250; 19.8% of 40,000 is 7,920: 13,170 together."""
    add_cost(None, social_worker(world))
    day = date(2025, 6, 1)
    missing = rate_book_of(world.authority.id).on("Social worker", day)
    assert isinstance(missing, MissingRate)
    assert "no employer pension rate for 2025/26" in missing.message
    with transaction():
        add_pension_rate(
            world.adam,
            world.authority,
            starts_on=APRIL,
            ends_on=date(2026, 3, 31),
            rate_basis_points=1_980,
            source="Pension fund",
            at=NOON,
        )
    rate = rate_book_of(world.authority.id).on("Social worker", day)
    assert isinstance(rate, PostRate)
    assert rate.oncosts_pence == 13_170_00
    kept = pension_rates(world.authority.id)
    assert [each.rate_basis_points for each in kept] == [1_980]
    assert db.session.query(AuditRecord).filter_by(subject_id=kept[0].id).one().deed == Deed.PENSION_RATE_ADDED


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"rate_basis_points": 10_001}, "rate"),
        ({"rate_basis_points": -1}, "rate"),
        ({"ends_on": date(2027, 3, 31)}, "ends_on"),
        ({"starts_on": date(2024, 4, 1)}, "starts_on"),
        ({"starts_on": date(2027, 3, 31)}, "starts_on"),
    ],
)
def test_a_pension_rate_that_is_none_or_overlaps_another_is_refused(
    world: World, what: dict[str, Any], field: str
) -> None:
    usual: dict[str, Any] = {"rate_basis_points": 1_980, "at": NOON}
    later = date(2027, 4, 1)
    with transaction():
        add_pension_rate(None, world.authority, starts_on=APRIL, ends_on=date(2027, 3, 31), **usual)
    with pytest.raises(Refusal) as refused, transaction():
        add_pension_rate(world.adam, world.authority, **{**usual, "starts_on": later, **what})
    assert refused.value.field == field
    with pytest.raises(NotTheirs), transaction():
        add_pension_rate(world.dave, world.authority, starts_on=later, **usual)
    with transaction():
        add_pension_rate(world.adam, world.authority, starts_on=later, **usual)
    assert db.session.query(LocalPensionRate).count() == 2
