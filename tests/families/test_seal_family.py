"""A sealed record: by two, of a closed family, and then no page, search, file or history holds a word of it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from budgettracker.confirmations.actions import confirm, withdraw
from budgettracker.confirmations.queries import cases_of
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.actions import ask_to_reopen, ask_to_seal, open_by_reason, reopen_family
from budgettracker.families.kinds import SealedBecause
from budgettracker.families.models import Family
from budgettracker.families.queries import family_for, reference_only
from budgettracker.people.models import Person
from budgettracker.spend.actions import Purchase, log_other_help
from budgettracker.spend.models import Spend
from tests.factories import world as make
from tests.factories.families import TODAY
from tests.factories.second_hands import at, browser, go_live
from tests.factories.world import NOON, World

WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}
CANARIES = ("WM-0999", "Canaryname", "Canarycot", "Canarychild")


@pytest.fixture
def old(app: Flask, world: World) -> Family:
    """A closed family with a child and a purchase; its new record is another family."""
    at(app, NOON)
    go_live(world)
    with transaction():
        family = make.family(world.team, "WM-0999", "Canaryname", world.alice)
        make.child(family, "Canarychild")
        bought = Purchase(amount_pence=73_21, bought_what="Canarycot", bought_on=TODAY)
        log_other_help(world.alice, family, bought, **WHEN)
        make.family(world.team, "WM-0100", "Newlife", world.alice)
        make.ended(family, TODAY - timedelta(days=0))
    return family


def sealed(world: World, family: Family) -> Family:
    wish = ask_to_seal(world.alice, family, SealedBecause.ADOPTION, **WHEN)
    confirm(world.mary, wish, **WHEN)
    return family


def test_it_takes_two_and_a_closed_family(world: World, old: Family) -> None:
    with transaction():
        with pytest.raises(Refusal, match="Close the family first"):
            ask_to_seal(world.alice, db.session.get_one(Family, world.family_id), SealedBecause.FLIGHT, **WHEN)
        reopening = ask_to_reopen(world.alice, old, "They came back", **WHEN)
        with pytest.raises(Refusal, match="waits for a second person"):
            ask_to_seal(world.alice, old, SealedBecause.FLIGHT, **WHEN)
        withdraw(world.alice, reopening, at=NOON)
        wish = ask_to_seal(world.alice, old, SealedBecause.FLIGHT, **WHEN)
        for nobody in (world.alice, world.bob):
            with pytest.raises(Refusal):
                confirm(nobody, wish, **WHEN)
        assert wish.waits
        confirm(world.mary, wish, **WHEN)
        assert (old.sealed_on, old.details.own_reference) == (TODAY, "WM-0999")
        with pytest.raises(Refusal, match="sealed already"):
            ask_to_seal(world.alice, old, SealedBecause.FLIGHT, **WHEN)
        with pytest.raises(Refusal, match="sealed already"):
            reopen_family(world.sam, old, "They came back", asked_by=world.alice.id, **WHEN)
        for wish_about, plain in ((reopening, "Opening a closed family again"), (wish, "Sealing a record")):
            for person in (world.alice, world.mary):
                (case,) = cases_of([wish_about], TODAY)
                assert (case.title_for(person.id), case.seen_whole_by(person.id)) == (plain, False)


def test_nobody_reaches_it_and_its_money_stays(world: World, old: Family) -> None:
    with transaction():
        sealed(world, old)
        for person in (world.alice, world.mary, world.sam, world.audrey):
            with pytest.raises(NotTheirs):
                family_for(person, old.id, TODAY)
        for reference in ("WM-0999", old.reference):
            with pytest.raises(NotTheirs):
                reference_only(world.alice, reference)
            assert open_by_reason(world.bob, reference, "A call", **WHEN) is None
        assert open_by_reason(world.bob, "Canaryname", "A call", **WHEN) is None
        assert db.session.query(Spend).filter_by(family_id=old.id).one().paid_pence == 73_21


@pytest.mark.pages
def test_no_page_or_file_holds_a_word_of_it(app: Flask, world: World, old: Family) -> None:
    readers: tuple[Person, ...] = (world.alice, world.mary, world.sam, world.audrey, world.fiona, world.adam, world.bob)
    addresses = (
        *(
            "/my-families",
            "/families",
            "/families?text=Canary",
            "/decisions",
            "/incidents",
            "/hidden",
            "/confirmations",
        ),
        *("/ledger", "/time", "/time/new", "/team", "/audit", f"/families/{old.id}", f"/history/family/{old.id}"),
        *(f"/families/{old.id}/limits", f"/families/{old.id}/purchases", f"/families/{old.id}/seal"),
    )
    before = "".join(browser(app, world.alice).get(address).html for address in addresses)
    assert all(word in before for word in CANARIES), "it was there to be read"
    with transaction():
        sealed(world, db.session.merge(old))
    leaks = [
        (reader.name, address, word)
        for reader in readers
        for address in addresses
        for word in CANARIES
        if word in browser(app, reader).get(address).html
    ]
    assert leaks == []
    assert "73.21" in browser(app, world.fiona).get("/ledger").html, "the line stays, under a drawn reference"
