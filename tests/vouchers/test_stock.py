"""A stock of vouchers: bought by two, a family's cost once handed over, back with the voucher, counted by two."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from budgettracker.budgets.rules import Position
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, savepoint, transaction
from budgettracker.errors import Refusal
from budgettracker.families.actions import restrict_family
from budgettracker.families.models import Family
from budgettracker.ledger.queries.books import book_faults
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.spend import actions as spends
from budgettracker.spend.kinds import PaymentMethod, SpendKind, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import standing
from budgettracker.spend.rules import Purchase
from budgettracker.versions import version_of
from budgettracker.vouchers import actions, rules
from budgettracker.vouchers.models import VoucherMove
from budgettracker.vouchers.queries import in_stock, issued_for
from tests.factories.second_hands import at, browser
from tests.factories.spend import bought, limit, position
from tests.factories.vouchers import WHEN, batch, in_hand, issued, recorded
from tests.factories.walks import plain
from tests.factories.world import NOON, World

TODAY, EVE = NOON.date(), NOON.date() - timedelta(days=1)
NOT_YET = f"A100 came into the stock on {long_date(TODAY)}, after that day. Check the day"


def counted(world: World, by: Person, *there: str, finding: str = "", version: str = "") -> Confirmation:
    stock = [voucher for voucher, _, _ in in_stock(world.team.id, missing=True)]
    ticked = [voucher.id for voucher in stock if voucher.serial in there]
    opened = version or version_of(rules.standing(stock))
    return actions.count_stock(by, world.team, ticked, finding, version=opened, **WHEN)


def purchase_of(pence: int = 0) -> Purchase:
    return Purchase(amount_pence=pence, bought_what="Food", bought_on=TODAY, payment_method="voucher", purpose="x")


def test_a_batch_is_in_hand_once_a_second_person_confirms_it_and_costs_no_family_anything(world: World) -> None:
    limit(world, 1_000_00)
    with transaction():
        wish = recorded(world, "A100", "A101")
    assert in_hand(world) == {}
    for alone in (world.fiona, world.mary, world.alice):
        with pytest.raises(Refusal, match=r"somebody else confirms it|not yours to confirm"), transaction():
            confirm(alone, wish, **WHEN)
    with transaction():
        confirm(world.sam, wish, **WHEN)
    assert list(in_hand(world)) == ["A100", "A101"]
    assert position(world) == Position(1_000_00, 0, 0)
    assert db.session.scalar(select(func.count()).select_from(Spend)) == 0
    with pytest.raises(Refusal, match="A101: already in a stock") as refused, transaction():
        recorded(world, "A101")
    assert refused.value.field == "serials"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "each on its own line"),
        ("A1\nA2\nA1", "A1 is in the list twice"),
        ("x" * 61, "is too long"),
        ("\n".join(map(str, range(101))), "at most 100 in one batch"),
    ],
)
def test_serial_numbers_are_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        rules.serials_of(typed)
    assert refused.value.field == "serials"


def test_an_issue_is_the_familys_purchase_and_what_comes_back_is_its_cost_no_more(world: World) -> None:
    limit(world, 60_00)
    with transaction():
        batch(world)
    with pytest.raises(Refusal, match=r"£15.00 more than is left") as refused, transaction():
        issued(world, world.alice, world.family, "A100", "A101", "A102")
    assert (refused.value.field, len(in_hand(world))) == ("vouchers", 3)
    with pytest.raises(Refusal, match=NOT_YET) as refused, transaction():
        actions.issue_vouchers(
            world.alice, world.family, [in_hand(world)["A100"]], replace(purchase_of(), bought_on=EVE), **WHEN
        )
    assert refused.value.field == "bought_on"
    with transaction():
        spend = issued(world, world.alice, world.family, "A100", "A101")
    assert (spend.state, spend.paid_pence, spend.payment_method) == (SpendState.BOUGHT, 50_00, PaymentMethod.VOUCHER)
    assert position(world) == Position(60_00, 0, 50_00)
    assert list(in_hand(world)) == ["A102"]
    first, second = (each.voucher.id for each in issued_for(spend.id))
    with pytest.raises(Refusal, match="not in hand any more"), transaction():
        actions.issue_vouchers(
            world.bob, world.family, [first], Purchase(amount_pence=0, bought_what="It", bought_on=TODAY), **WHEN
        )
    with transaction():
        actions.return_vouchers(world.bob, spend, [first], TODAY, **WHEN)
    assert position(world) == Position(60_00, 0, 25_00)
    assert sorted(in_hand(world)) == ["A100", "A102"]
    assert [each.returned for each in issued_for(spend.id)] == [True, False]
    with pytest.raises(Refusal, match="has come back already"), transaction():
        actions.return_vouchers(world.bob, spend, [first], TODAY, **WHEN)
    with transaction():
        issued(world, world.bob, world.family, "A100")
        actions.return_vouchers(world.bob, spend, [second], TODAY, **WHEN)
    assert position(world) == Position(60_00, 0, 25_00)
    assert len(book_faults(world.authority.id)) == 0


def test_vouchers_leave_the_books_in_no_other_way(world: World) -> None:
    limit(world, 1_000_00)
    with transaction():
        batch(world)
        spend = issued(world, world.alice, world.family, "A100")
    for deed in (
        lambda: spends.reverse_spend(world.alice, spend, "A mistake", **WHEN),
        lambda: spends.refund_spend(world.alice, spend, 5_00, TODAY, **WHEN),
        lambda: spends.correct_spend(
            *(world.alice, spend, world.family, purchase_of(20_00), SpendKind.DEVOLVED, "x"),
            version=version_of(standing(spend)),
            **WHEN,
        ),
    ):
        with pytest.raises(Refusal, match="These are vouchers from the stock"), transaction():
            deed()
    assert position(world) == Position(1_000_00, 0, 25_00)


def test_more_than_the_workers_band_is_asked_for_first_and_issued_once_it_is_approved(world: World) -> None:
    limit(world, 2_000_00)
    with transaction():
        batch(world, "B1", "B2", "B3", value_pence=300_00)
    with pytest.raises(Refusal, match=r"Vouchers of £600.00 need a decision first"), transaction():
        issued(world, world.alice, world.family, "B1", "B2")
    with transaction():
        spend = spends.log_spend(world.alice, world.family, purchase_of(700_00), **WHEN)
        spends.approve_spend(world.mary, spend, **WHEN)
        stock = in_hand(world)
    with pytest.raises(Refusal, match=NOT_YET.replace("A100", "B1")) as refused, transaction():
        actions.issue_approved(world.alice, spend, [stock["B1"]], EVE, **WHEN)
    assert refused.value.field == "bought_on"
    with transaction():
        actions.issue_approved(world.alice, spend, [stock["B1"], stock["B2"]], TODAY, **WHEN)
    assert (spend.state, spend.paid_pence, spend.from_stock) == (SpendState.BOUGHT, 600_00, True)
    assert position(world) == Position(2_000_00, 0, 600_00)
    with transaction():
        help_given = issued(world, world.alice, world.comparison, "B3")
    assert (help_given.kind, help_given.period_id) == (SpendKind.OTHER_HELP, None)
    assert len(book_faults(world.authority.id)) == 0


@pytest.mark.pages
def test_a_restricted_family_gets_none_of_the_teams_stock(app: Flask, world: World) -> None:
    """A colleague who is not named for it reads the same stock, and nothing that went out beside no family."""
    at(app, NOON)
    limit(world, 1_000_00)
    with transaction():
        batch(world)
        spend = spends.log_spend(world.alice, world.family, purchase_of(600_00), **WHEN)
        spends.approve_spend(world.mary, spend, **WHEN)
        stock = in_hand(world)
    alice, bob, page = browser(app, world.alice), browser(app, world.bob), f"/vouchers/{world.team.id}"
    before = plain(bob.get(page).html)
    forms = (f"/families/{world.family_id}/vouchers", f"/spend/{spend.id}/vouchers/issue")
    answers = {"bought_what": "Food", "purpose": "Food", "category": str(world.scheme.categories[0].id)}
    typed = {address: {**alice.get(address).form(), **answers, "vouchers": [str(stock["A100"])]} for address in forms}
    with transaction():
        restrict_family(world.alice, db.session.get_one(Family, world.family_id), [world.mary], "Known here", **WHEN)
    for address in (f"/families/{world.family_id}", f"/spend/{spend.id}"):
        assert not any(each in alice.get(address).html for each in forms)
    for address in forms:
        shown, refused = alice.get(address), alice.post(address, typed[address])
        assert (rules.OF_ITS_OWN in shown.text, str(stock["A100"]) in shown.html) == (True, False)
        assert (refused.status, rules.OF_ITS_OWN in refused.text) == (422, True)
    for deed in (
        lambda: issued(world, world.alice, db.session.get_one(Family, world.family_id), "A100"),
        lambda: actions.issue_approved(
            world.alice, db.session.get_one(Spend, spend.id), [stock["A100"]], TODAY, **WHEN
        ),
    ):
        with pytest.raises(Refusal, match="count the team's vouchers"), transaction():
            deed()
    assert plain(bob.get(page).html) == before
    assert bought(world.alice, world.family, 25_00, payment_method="voucher").paid_pence == 25_00


@pytest.mark.pages
def test_a_restricted_familys_vouchers_do_not_appear_in_the_stock_again(app: Flask, world: World) -> None:
    at(app, NOON)
    limit(world, 1_000_00)
    with transaction():
        batch(world)
        spend = issued(world, world.alice, world.family, "A100")
    alice, form = browser(app, world.alice), f"/spend/{spend.id}/vouchers/back"
    typed = alice.get(form).form()
    with transaction():
        restrict_family(world.alice, db.session.get_one(Family, world.family_id), [world.mary], "Known here", **WHEN)
    (voucher,) = (each.voucher.id for each in issued_for(spend.id))
    shown, refused = alice.get(form), alice.post(form, {**typed, "vouchers": [str(voucher)]})
    assert (rules.STAYS_WITH_IT in shown.text, refused.status) == (True, 422)
    assert not any(form in alice.get(address).html for address in (f"/spend/{spend.id}", f"/spend/{spend.id}/vouchers"))
    with pytest.raises(Refusal, match="come back from a family they do not know of"), transaction():
        actions.return_vouchers(world.mary, db.session.get_one(Spend, spend.id), [voucher], TODAY, **WHEN)
    assert (list(in_hand(world)), position(world).spent_pence) == (["A101", "A102"], 25_00)


@pytest.mark.pages
def test_how_many_there_were_is_for_finance_and_auditors(app: Flask, world: World) -> None:
    """Beside what is in hand now it would come to how many went out."""
    at(app, NOON)
    with transaction():
        stock = batch(world)
        confirm(world.mary, counted(world, world.alice, "A100", "A101", "A102"), **WHEN)
        waiting = recorded(world, "A103", "A104")
    page, history = f"/vouchers/{world.team.id}", f"/history/voucher_batch/{stock}"
    for who, knows in ((world.alice, False), (world.mary, False), (world.sam, False), (world.fiona, True)):
        shown, story = (browser(app, who).get(address).text for address in (page, history))
        assert "3 in hand, worth £75.00." in shown
        assert [words in shown for words in ("3 of £25.00", "By the record", "3, £75.00")] == [knows] * 3
        assert "Paid for all" in story or not knows
        assert ("£75.00" in story) is knows
    assert "£50.00 of vouchers for North team" in browser(app, world.sam).get(f"/confirmations/{waiting.id}").text
    with transaction():
        confirm(world.sam, db.session.get_one(Confirmation, waiting.id), **WHEN)
    assert "£50.00" not in browser(app, world.sam).get(f"/confirmations/{waiting.id}").text


def test_a_count_stands_by_two_and_what_differs_is_a_finding(world: World) -> None:
    with transaction():
        batch(world)
        same = counted(world, world.alice, "A100", "A101", "A102")
    with pytest.raises(Refusal, match="somebody else confirms it"), transaction():
        confirm(world.alice, same, **WHEN)
    with pytest.raises(Refusal, match="not yours"), transaction():
        confirm(world.carol, same, **WHEN)
    with transaction():
        confirm(world.mary, same, **WHEN)
    with pytest.raises(Refusal, match=r"not what the record says \(A102\)") as refused, transaction():
        counted(world, world.alice, "A100", "A101")
    assert refused.value.field == "finding"
    with transaction():
        less = counted(world, world.alice, "A100", "A101", finding="Not in the safe; the key was lent to South team")
    for none in (world.bob, world.mary):
        with pytest.raises(Refusal, match="not yours to confirm"), transaction():
            confirm(none, less, **WHEN)
    assert len(in_hand(world)) == 3
    with transaction():
        confirm(world.fiona, less, **WHEN)
    assert list(in_hand(world)) == ["A100", "A101"]
    with transaction():
        again = counted(world, world.bob, "A100", "A101", "A102", finding="It lay behind the drawer")
        confirm(world.sam, again, **WHEN)
    assert list(in_hand(world)) == ["A100", "A101", "A102"]
    assert len(book_faults(world.authority.id)) == 0


def test_a_count_from_an_old_list_is_refused(world: World) -> None:
    limit(world, 1_000_00)
    with transaction():
        batch(world)
        opened = version_of(rules.standing([voucher for voucher, _, _ in in_stock(world.team.id)]))
        less = counted(world, world.alice, "A100", "A101", finding="One is gone")
        issued(world, world.bob, world.family, "A102")
    with pytest.raises(Refusal, match="Somebody else has corrected this"), transaction():
        counted(world, world.alice, "A100", "A101", version=opened)
    with pytest.raises(Refusal, match="has moved since"), transaction():
        confirm(world.sam, less, **WHEN)


def broken(statement: str, **values: Any) -> None:
    with pytest.raises(DatabaseError), savepoint():
        db.session.execute(text(statement), values)


def test_the_database_lets_no_voucher_out_twice_and_check_books_tells_what_differs(world: World) -> None:
    limit(world, 1_000_00)
    with transaction():
        batch(world)
        spend = issued(world, world.alice, world.family, "A100")
        (voucher,) = issued_for(spend.id)
    last = db.session.scalars(select(VoucherMove).where(VoucherMove.spend_id == spend.id)).one()

    def again(number: int, kind: str = "issued") -> VoucherMove:
        return VoucherMove(
            authority_id=world.authority.id,
            voucher_id=voucher.voucher.id,
            number=number,
            kind=kind,
            spend_id=spend.id,
            moved_on=TODAY,
            by_id=world.alice.id,
            moved_at=NOON,
        )

    for number in (1, 2):
        with pytest.raises(DatabaseError), transaction():
            db.session.add(again(number))
    broken("UPDATE voucher_move SET number = 7 WHERE id = :id", id=_plain(last.id))
    broken("DELETE FROM voucher_move")
    db.session.rollback()
    with transaction():
        db.session.add(again(3))
    names = {(fault.kind, fault.words) for fault in book_faults(world.authority.id).records}
    assert names == {
        ("voucher", "something that happened to this voucher is missing from the record"),
        ("spend", "the family was charged £25.00 for vouchers of £50.00"),
    }


def _plain(an_id: uuid.UUID) -> str:
    return an_id.hex if db.engine.dialect.name == "sqlite" else str(an_id)
