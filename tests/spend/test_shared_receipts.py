"""One receipt shared over families: each pays to the penny, bands judge the whole, and no share is a way round them."""

from importlib import import_module

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ledger.queries.second_hands import faults
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import LADDER
from budgettracker.spend import actions
from budgettracker.spend.actions import Share
from budgettracker.spend.actions.log_several import SeveralRefused
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Receipt, Spend, SpendProposal
from budgettracker.spend.queries import deciders_now
from budgettracker.spend.queries.books import faults as money_faults
from tests.access.one_of_everything import picture
from tests.factories.second_hands import at, browser, suspend_all
from tests.factories.spend import TODAY, bought, corrected, limit
from tests.factories.world import NOON, World, family, person, team

WORKER, MANAGER, SENIOR = LADDER


@pytest.fixture
def three(app: Flask, world: World) -> list[Family]:
    """Three families of a scheme, the third with a limit of £200 only."""
    at(app, NOON)
    with transaction():
        scheme = db.session.get_one(Scheme, world.scheme.id)
        others = [family(world.team, f"WM-06{number}", f"Birch{number}", world.bob, scheme) for number in (1, 2)]
    for of, pence in ((world.family, 5_000_00), (others[0], 5_000_00), (others[1], 200_00)):
        limit(world, pence, of)
    return [db.session.get_one(Family, each.id) for each in (world.family, *others)]


def shared(world: World, three: list[Family], *pence: int, whole: int | None = None, paid: bool = False) -> list[Spend]:
    """Alice logs a receipt of these shares, or of `whole`."""
    purchase = actions.Purchase(
        amount_pence=sum(pence) if whole is None else whole, bought_what="A trip", bought_on=TODAY, already_paid=paid
    )
    shares = [Share(of, each) for of, each in zip(three, pence, strict=False)]
    with transaction():
        return actions.log_shared(world.alice, shares, purchase, on=TODAY, at=NOON)


def spent(of: Family) -> tuple[int, int]:
    period = period_on(of.id, TODAY)
    assert period is not None
    return position_of(period).committed_pence, position_of(period).spent_pence


def test_the_whole_receipt_is_judged_and_each_family_pays_its_share(world: World, three: list[Family]) -> None:
    small = shared(world, three, 166_67, 166_67, 166_66)
    assert [(each.state, each.decided_as) for each in small] == [(SpendState.BOUGHT, WORKER)] * 3
    assert [spent(of) for of in three] == [(0, 166_67), (0, 166_67), (0, 166_66)]
    assert {(each.shared_id, each.shared_pence) for each in small} == {(small[0].shared_id, 500_00)}
    large = shared(world, three, 300_00, 200_01)
    assert [each.state for each in large] == [SpendState.REQUESTED] * 2, "each share is small, the receipt is not"
    assert [spent(of)[0] for of in three] == [300_00, 200_01, 0]
    again = shared(world, three, 200_00, 300_00)
    assert [each.state for each in again] == [SpendState.BOUGHT] * 2, "1,000 in all, in each family"
    over = bought(world.bob, three[0], 1)
    assert over.state == SpendState.REQUESTED, "the receipts count whole in the family's running total"
    assert bought(world.bob, three[2], 10_00).state == SpendState.BOUGHT
    with transaction():
        huge = shared(world, three, 1_000_00, 1_000_01)
    assert [deciders_now(each, each.period).roles for each in huge] == [(SENIOR,), (SENIOR,)]
    with transaction():
        with pytest.raises(Refusal, match="A senior manager decides it"):
            actions.approve_spend(world.mary, huge[0], on=TODAY, at=NOON)
        actions.approve_spend(world.sam, huge[0], on=TODAY, at=NOON)
        actions.approve_spend(world.mary, large[0], on=TODAY, at=NOON)
        dearer = actions.record_purchase(world.alice, large[0], 300_01, TODAY, on=TODAY, at=NOON)
    assert (dearer.review, dearer.shared_pence) == (Review.OPEN, 500_02), "a share has no margin of its own"
    assert (faults(), money_faults()) == ([], [])


def test_one_familys_total_sends_the_whole_receipt_up_and_gone_money_waits(world: World, three: list[Family]) -> None:
    bought(world.bob, three[1], 450_00)
    bought(world.bob, three[1], 450_00)
    answer = shared(world, three, 60_00, 60_00)
    assert [each.state for each in answer] == [SpendState.REQUESTED] * 2
    gone = shared(world, three, 900_00, 1_200_00, paid=True)
    assert [(each.state, each.review, each.decided_as) for each in gone] == [(SpendState.BOUGHT, Review.OPEN, None)] * 2
    with transaction():
        with pytest.raises(Refusal, match="A senior manager decides it"):
            actions.review_spend(world.mary, gone[0], accept=True, reason="Seen", on=TODAY, at=NOON)
        actions.review_spend(world.sam, gone[0], accept=True, reason="Seen", on=TODAY, at=NOON)
    assert faults() == []


def test_each_part_of_a_receipt_that_a_restricted_family_shared_stands_by_itself(
    world: World, three: list[Family]
) -> None:
    bought_ones = shared(world, three, 200_00, 150_00, 80_00)
    answer = shared(world, three, 1_000_00, 900_00, 100_00)
    assert [deciders_now(each, each.period).roles for each in answer] == [(MANAGER, SENIOR)] * 3
    more, room = shared(world, three[:2], 300_00, 310_00, paid=True)
    with transaction():
        actions.restrict_parted_family(world.alice, three[1], [world.mary], "Known here", on=TODAY, at=NOON)
    assert [each.shared_pence for each in (*bought_ones, *answer)] == [None] * 6
    assert (more.shared_pence, room.shared_pence, more.review) == (None, None, Review.OPEN)
    assert [each.state for each in answer] == [SpendState.REQUESTED] * 3, "what waits goes on waiting"
    assert deciders_now(more, more.period).roles == (MANAGER, SENIOR), "for somebody else, though it is within the band"
    large, small = shared(world, [three[0], three[2]], 490_00, 20_00)
    assert (small.state, small.route) == (SpendState.REQUESTED, "single")
    with transaction():
        for each in (large, small):
            actions.approve_spend(world.mary, each, on=TODAY, at=NOON)
        actions.record_purchase(world.alice, large, 490_00, TODAY, on=TODAY, at=NOON)
        proposal = corrected(world.alice, large, family=three[1])
    assert isinstance(proposal, SpendProposal)
    with transaction():
        actions.decide_proposal(world.mary, proposal, agree=True, reason="", on=TODAY, at=NOON)
    moved = db.session.scalars(select(Spend).filter_by(corrects_id=large.id)).one()
    assert (moved.shared_id, small.shared_id) == (None, None), "put with a restricted family it stands by itself"
    assert (moved.route, small.route) == ("front_line", "front_line"), "and so does what was shared with it"
    with transaction():
        actions.restrict_parted_family(world.alice, three[2], [world.mary], "Known here", on=TODAY, at=NOON)
    assert db.session.scalars(select(Spend).where(Spend.shared_id.is_not(None))).all() == []
    with transaction():
        for each in answer:
            actions.approve_spend(world.mary, each, on=TODAY, at=NOON)
    assert (faults(), money_faults()) == ([], [])


@pytest.mark.pages
def test_who_sees_not_every_family_reads_neither_the_whole_nor_what_it_is_judged_by(
    app: Flask, world: World, three: list[Family]
) -> None:
    with transaction():
        south = team(world.authority, "Far team")
        dora = person(world.authority, "Dora Dee", Role.PRACTITIONER, teams=(world.team, south))
        boss = person(world.authority, "Ben Boss", Role.MANAGER, teams=(south,))
        theirs = family(south, "WM-0650", "Ash", dora, db.session.get_one(Scheme, world.scheme.id))
        change = propose_limit(dora, theirs, world.scheme, 5_000_00, "Start", on=TODAY, at=NOON)
        approve_limit(boss, change, on=TODAY, at=NOON)
        purchase = actions.Purchase(amount_pence=511_00, bought_what="A trip", bought_on=TODAY)
        shares = [Share(three[0], 40_00), Share(theirs, 471_00)]
        mine, _ = actions.log_shared(dora, shares, purchase, on=TODAY, at=NOON)
    assert "whole receipt of £511.00" in browser(app, dora).get(f"/spend/{mine.id}").text
    for reader, page in (
        (world.bob, f"/spend/{mine.id}"),
        (world.mary, "/decisions"),
        (world.mary, f"/spend/{mine.id}"),
    ):
        seen = browser(app, reader).get(page).text
        assert "It was asked for before it was bought" in seen, page
        assert not any(word in seen for word in ("511.00", "Over £500", "receipt of", "WM-0650")), page


def test_what_cannot_be_shared_and_what_is_never_mended_alone(world: World, three: list[Family]) -> None:
    for pence, whole, words in (
        ((10_00, 10_00), 21_00, "The shares come to £20.00 and the receipt to £21.00"),
        ((10_00,), None, "at least two families"),
    ):
        with pytest.raises(Refusal, match=words):
            shared(world, three, *pence, whole=whole)
    with pytest.raises(Refusal, match="stands twice"):
        shared(world, [three[0], three[0]], 1_00, 1_00)
    with pytest.raises(SeveralRefused) as refused:
        shared(world, three, 100_00, 100_00, 200_01)
    assert list(refused.value.refusals) == [2]
    assert db.session.scalars(select(Spend)).all() == [], "all or none"
    mine, _ = shared(world, three, 30_00, 20_00)
    with transaction():
        proposal = actions.reverse_spend(world.alice, mine, "Typed twice", on=TODAY, at=NOON)
    assert isinstance(proposal, SpendProposal)
    assert mine.state == SpendState.BOUGHT


def test_the_page_shares_evenly_keeps_the_receipt_with_each_and_says_what_it_is(
    app: Flask, world: World, three: list[Family]
) -> None:
    alice = browser(app, world.alice)
    page = f"/families/{three[0].id}/spend/shared"
    whole = {
        "amount": "100",
        "bought_what": "A trip",
        "purpose": "Time together",
        "category": str(world.scheme.categories[0].id),
        "payment_method": "invoice",
    }
    families = {f"shares-{number}-family": str(of.id) for number, of in enumerate(three)}
    done = alice.send(page, **whole, **families, receipt=picture())
    assert done.status == 303
    spends = db.session.scalars(select(Spend).join(Spend.family).order_by(Family.reference)).all()
    assert sorted(each.paid_pence or 0 for each in spends) == [33_33, 33_33, 33_34]
    assert len({receipt.digest for receipt in db.session.scalars(select(Receipt))}) == 1
    assert [len(each.receipts) for each in spends] == [1, 1, 1]
    shown = alice.get(f"/spend/{spends[0].id}").text
    assert "one family's share of a receipt of £100.00" in shown
    assert "WM-061 Birch1" in shown
    assert "The same file is with another purchase too" not in shown
    assert alice.send(f"/spend/{spends[0].id}/receipt", receipt=picture(50)).status == 303
    db.session.expire_all()
    assert [len(each.receipts) for each in spends] == [2, 2, 2]
    wrong = alice.send(page, **whole, **families, **{"shares-0-share": "90"})
    assert wrong.status == 422
    assert "The shares come to £90.00 and the receipt to £100.00" in wrong.text
    full = alice.send(page, **{**whole, "amount": "600"}, **families)
    assert full.status == 422
    assert "Family 3: " in full.text
    assert "Nothing was recorded" not in full.text
    families["shares-2-family"] = ""
    answer = alice.send(page, **{**whole, "amount": "501"}, **families, receipt=picture(40))
    assert answer.status == 422
    assert "needs a decision before anything is bought" in answer.text
    assert alice.send(page, **{**whole, "amount": "501"}, **families).status == 303
    waiting = browser(app, world.mary).get("/decisions").text
    assert "Over £500.00, judged as the whole receipt of £501.00 that families share" in waiting
    without = {"shares-0-family": families["shares-1-family"], "shares-1-family": str(three[2].id)}
    assert "Give this family a share" in alice.send(page, **whole, **without).text
    outside = browser(app, world.carol).get(page)
    assert outside.status == 404


def test_the_smallest_authority(world: World, three: list[Family]) -> None:
    """One manager and a senior manager on leave: the worker shares within the band, the manager decides above it."""
    suspend_all(world.sam)
    large = shared(world, three, 400_00, 200_00)
    with transaction():
        for each in large:
            actions.approve_spend(world.mary, each, on=TODAY, at=NOON)
    assert {each.decided_as for each in large} == {MANAGER}


def test_in_which_role_a_share_was_decided_is_told_until_its_receipt_comes_apart(
    app: Flask, world: World, three: list[Family]
) -> None:
    """A manager covers for the senior manager and decides a share above their own band; by itself it is within it."""
    with transaction():
        give_cover(world.sam, db.session.merge(world.sam), world.mary, TODAY, TODAY, on=TODAY, at=NOON)
    mine, _ = shared(world, three, 600_00, 1_500_00)
    after = bought(world.bob, three[0], 20_00)
    with transaction():
        actions.approve_spend(db.session.merge(world.mary), mine, on=TODAY, at=NOON)
    assert (mine.decided_as, mine.route) == (SENIOR, "single")
    page = f"/history/spend/{mine.id}"
    answer = browser(app, world.bob).get(page).text
    assert all(
        words in answer for words in ("Decided as: a senior manager", "As cover for: Sam Stone", "Waits for: a manager")
    )
    with transaction():
        actions.restrict_parted_family(world.alice, three[1], [world.mary], "Known here", on=TODAY, at=NOON)
    assert (mine.decided_as, mine.route, after.route) == (MANAGER, "single", "front_line")
    answer = browser(app, world.bob).get(page).text
    assert "Decided as: a manager" in answer
    assert not any(words in answer for words in ("senior", "Sam Stone"))
    assert (faults(), money_faults()) == ([], [])


def test_a_line_of_before_says_why_a_share_waited_as_its_amount_by_itself_would(
    app: Flask, world: World, three: list[Family], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(import_module("budgettracker.spend.actions.log_spend"), "told_by_itself", lambda *_: {})
        mine, _ = shared(world, three, 40_00, 2_000_00)
    with transaction():
        actions.restrict_parted_family(world.alice, three[1], [world.mary], "Known here", on=TODAY, at=NOON)
    answer = browser(app, world.bob).get(f"/history/spend/{mine.id}").text
    assert "Why it needed a decision: a manager was asked" in answer
    assert "Waits for: a manager" in answer
