"""History is told as it happened: each purchase meets the limit and the bands of its own day."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.budgets.actions import confirm_opening
from budgettracker.budgets.models import BudgetPeriod, LedgerEntry, LimitChange
from budgettracker.budgets.queries import sums_sign, unresolved_of
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.actions import log_spend, review_spend
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.rules import Purchase
from tests.factories.imports import (
    BUDGETS,
    NOW,
    SPEND,
    TODAY,
    import_from,
    kelby_files,
    problems_in,
    spends,
    write_tables,
)


@pytest.fixture(autouse=True)
def _program(app: Flask) -> None:
    """Every test runs on both engines."""


def position() -> tuple[int, int, int, int]:
    """Limit, committed, spent and over of the only cap period."""
    db.session.rollback()
    one = db.session.scalars(select(BudgetPeriod)).one()
    return one.limit_pence, one.committed_pence, one.spent_pence, one.over_pence


def spend(reference: str) -> Spend:
    return db.session.scalars(select(Spend).filter_by(reference=reference)).one()


def person(name: str) -> Person:
    return db.session.scalars(select(Person).filter_by(email=f"{name}@kelby.example")).one()


def good(folder: Path) -> None:
    outcome = import_from(folder)
    assert problems_in(outcome) == []
    assert faults() == []


def test_purchases_within_band_and_limit_are_spent(tmp_path: Path) -> None:
    good(kelby_files(tmp_path, spend=spends("A,,2026-02-01,60", "B,,2026-02-02,40")))
    assert position() == (200_00, 0, 100_00, 0)
    one = spend("A")
    assert (one.state, one.review, one.route, one.imported) == (SpendState.BOUGHT, Review.NONE, "front_line", True)
    assert (one.decided_by_id, one.decided_at, one.recorded_bought_at) == (None, None, NOW)


def test_what_passes_the_limit_of_its_day_is_over_it_and_no_later_limit_takes_it_in(tmp_path: Path) -> None:
    later = BUDGETS + "\nK-1,Fund,900,iris@kelby.example,kay@kelby.example,2026-03-01,More"
    good(kelby_files(tmp_path, budgets=later, spend=spends("A,,2026-01-20,90", "B,,2026-02-25,95", "C,,2026-02-27,50")))
    assert position() == (900_00, 0, 200_00, 35_00)
    assert (spend("C").over_pence, spend("C").review) == (35_00, Review.OPEN)
    assert spend("B").over_pence == 0
    with transaction():
        period = db.session.scalars(select(BudgetPeriod)).one()
        assert unresolved_of(period.id, person("iris").id)
        review_spend(person("kay"), spend("C"), accept=True, reason="Fine", on=TODAY, at=NOW)
    assert position() == (900_00, 0, 235_00, 0)


def test_a_limit_counts_from_its_own_day_on(tmp_path: Path) -> None:
    good(kelby_files(tmp_path, spend=spends("A,,2026-01-09,50", "B,,2026-01-10,50")))
    assert (spend("A").over_pence, spend("B").over_pence) == (50_00, 0)
    assert position() == (200_00, 0, 50_00, 50_00)


def test_limits_in_an_earlier_import_still_count_by_their_day(tmp_path: Path) -> None:
    later = BUDGETS + "\nK-1,Fund,900,iris@kelby.example,kay@kelby.example,2026-03-01,More"
    good(kelby_files(tmp_path, budgets=later))
    good(
        kelby_files(
            tmp_path / "second",
            budgets=later,
            spend=spends("A,,2026-01-20,150,,,,,kay@kelby.example", "B,,2026-02-25,90"),
        )
    )
    assert (spend("A").over_pence, spend("B").over_pence) == (0, 40_00)
    assert position() == (900_00, 0, 200_00, 40_00)


def test_the_cap_holds_when_later_purchases_are_in_the_books_already(tmp_path: Path) -> None:
    good(kelby_files(tmp_path))
    with transaction():
        family = db.session.scalars(select(Family).filter_by(reference="K-1")).one()
        period = db.session.scalars(select(BudgetPeriod)).one()
        confirm_opening(person("lea"), period, sums_sign(period), on=TODAY, at=NOW)
        purchase = Purchase(amount_pence=90_00, bought_what="Today's", bought_on=TODAY, category_id=None)
        log_spend(person("iris"), family, purchase, on=TODAY, at=NOW)
    good(kelby_files(tmp_path / "second", spend=spends("A,,2026-02-01,90", "B,,2026-03-05,90")))
    assert (spend("A").over_pence, spend("B").over_pence) == (0, 70_00)
    assert position() == (200_00, 0, 200_00, 70_00)


def test_above_the_band_without_a_decision_it_waits_for_a_manager(tmp_path: Path) -> None:
    good(kelby_files(tmp_path, spend=spends("A,,2026-02-01,100", "B,,2026-02-20,60", "C,,2026-04-01,100.01")))
    assert [(spend(each).route, spend(each).review) for each in "ABC"] == [
        ("front_line", Review.NONE),
        ("running", Review.OPEN),
        ("single", Review.OPEN),
    ]
    assert position() == (200_00, 0, 200_00, 60_01)


def test_a_decision_in_the_deciders_band_stands_with_its_names_and_moments(tmp_path: Path) -> None:
    rows = spends(
        "A,,2026-02-03,150,,,,2026-02-01 09:00,kay@kelby.example,2026-02-02 10:30",
        "B,,2026-02-04,40,,,,,joe@kelby.example,2026-02-03",
    )
    good(kelby_files(tmp_path, spend=rows))
    one = spend("A")
    assert (one.decided_by_id, one.review, one.route, one.approved_pence) == (
        person("kay").id,
        Review.NONE,
        "single",
        150_00,
    )
    assert (f"{one.requested_at:%d %H:%M}", f"{one.decided_at:%d %H:%M}") == ("01 09:00", "02 10:30")
    # Joe is no manager: his decision is kept, and waits for one.
    assert (spend("B").decided_by_id, spend("B").review) == (person("joe").id, Review.OPEN)


def test_a_decision_above_the_deciders_own_band_is_flagged(tmp_path: Path) -> None:
    budgets = "family_ref,scheme,limit,approved_by,approved_on\nK-1,Fund,1000,kay@kelby.example,2026-01-10"
    rows = spends("A,,2026-02-03,301,,,,,kay@kelby.example", "B,,2026-03-20,301,,,,,lea@kelby.example")
    good(kelby_files(tmp_path, budgets=budgets, spend=rows))
    assert [spend(each).review for each in "AB"] == [Review.OPEN, Review.NONE]


def test_refunds_make_good_what_was_over_first_and_have_references_of_their_own(tmp_path: Path) -> None:
    rows = spends("A,,2026-01-20,150,,,,,kay@kelby.example", "B,,2026-02-25,90", "R,,2026-03-01,50,,,,,,,,B")
    good(kelby_files(tmp_path, spend=rows))
    back = db.session.scalars(select(Refund)).one()
    assert (back.reference, back.amount_pence, back.over_pence) == ("R", 50_00, 40_00)
    assert position() == (200_00, 0, 190_00, 0)


def test_money_that_came_back_is_room_for_the_next_purchase(tmp_path: Path) -> None:
    rows = spends(
        "A,,2026-01-20,150,,,,,kay@kelby.example", "R,,2026-02-01,100,,,,,,,,A", "B,,2026-02-01,60", "C,,2026-02-02,90"
    )
    good(kelby_files(tmp_path, spend=rows))
    assert (spend("B").over_pence, spend("C").over_pence) == (10_00, 0)


def test_the_order_of_the_files_rows_does_not_matter(tmp_path: Path) -> None:
    rows = ["A,,2026-01-20,90", "B,,2026-02-25,95", "C,,2026-02-27,50"]
    good(kelby_files(tmp_path, spend=spends(*reversed(rows))))
    assert [spend(each).over_pence for each in "ABC"] == [0, 0, 35_00]
    days = db.session.scalars(
        select(Spend.bought_on).join(LedgerEntry, LedgerEntry.spend_id == Spend.id).order_by(LedgerEntry.sequence)
    ).all()
    assert days == sorted(day for day in days if day)


def test_limits_keep_their_days_names_and_reasons(tmp_path: Path) -> None:
    good(kelby_files(tmp_path))
    change = db.session.scalars(select(LimitChange)).one()
    assert change.decided_at is not None
    assert (str(change.decided_at.date()), change.decided_by_id) == ("2026-01-10", person("kay").id)
    assert (change.proposed_by_id, change.imported) == (person("iris").id, True)
    assert change.details is not None
    assert change.details.decision_reason == "First plan"
    assert db.session.scalars(select(LedgerEntry)).one().at == NOW


def test_other_help_is_for_every_arm_and_outside_every_limit(tmp_path: Path) -> None:
    rows = spends("A,K-2,2026-02-01,500,,,,,,,other_help", "B,K-1,2026-02-01,700,travel,,,,,,other_help")
    good(kelby_files(tmp_path, spend=rows))
    assert [(spend(each).period_id, spend(each).review, spend(each).over_pence) for each in "AB"] == [
        (None, Review.NONE, 0)
    ] * 2
    assert position() == (200_00, 0, 0, 0)


def test_shares_of_one_receipt_are_judged_on_its_sum_and_regular_payments_are_marked(tmp_path: Path) -> None:
    """£60.00 is within the worker's band of £100.00, and the receipt of £120.00 is not."""
    heads = SPEND + ",regular,group"
    rows = (
        "A,K-1,2026-02-01,60,Bedding,A bunk bed,iris@kelby.example,,,,,,,R-7",
        "B,K-2,2026-02-01,60,Bedding,A bunk bed,joe@kelby.example,,,,other_help,,,R-7",
        "C,K-1,2026-02-02,15,Travel,A taxi,iris@kelby.example,,,,,,yes,",
    )
    folder = kelby_files(tmp_path, spend="\n".join([heads, *rows]))
    good(folder)
    one, other, taxi = (spend(reference) for reference in "ABC")
    assert (one.shared_pence, other.shared_pence) == (120_00, 120_00)
    assert one.shared_id == other.shared_id is not None
    assert (one.review, one.regular) == (Review.OPEN, False)
    assert (taxi.review, taxi.regular, taxi.shared_id) == (Review.NONE, True, None)
    assert import_from(folder).written.total() == 0, "the same rows again change nothing"
    wrong = f"{heads}\nD,K-1,2026-02-03,5,Bedding,Back,iris@kelby.example,,,,,A,,R-7"
    (problem,) = problems_in(import_from(write_tables(tmp_path / "back", spend=wrong)))
    assert "money that came back" in str(problem)
