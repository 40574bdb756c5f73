"""Two worlds that differ only in a restricted family: whoever is not named reads the same bytes in both.

Every page and file that a senior manager reaches by links (at night a practitioner and a manager too) is read without the
family and with it, money, time and all that waits included; then what refusals, previews of imports and shared receipts tell of it.
"""

import io
import os
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from budgettracker.access import Role
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.database import db, transaction
from budgettracker.families import actions
from budgettracker.families.models import Family
from budgettracker.home.queries.clock import to_tell
from budgettracker.people.models import Person
from budgettracker.spend import actions as actions_of_spend
from budgettracker.spend.actions import (
    Purchase,
    hide_words,
    log_other_help,
    log_spend,
    refund_spend,
    reverse_spend,
)
from budgettracker.spend.actions.log_several import SeveralRefused
from budgettracker.spend.models import Spend
from budgettracker.worktime.actions import Part, Work, log_time, offer_time
from tests.factories import world as make
from tests.factories.families import TODAY, WHEN, own_family
from tests.factories.second_hands import at, browser, go_live
from tests.factories.walks import NUMBER, alike, difference, differences, of_family, plain, reachable
from tests.factories.worktime import activity
from tests.factories.world import NOON, World

OWN = "WM-0777"
LATER = TODAY + timedelta(days=20)
"""By then all that waits has waited too long."""
NIGHTLY = bool(os.environ.get("NIGHTLY"))
pytestmark = pytest.mark.timeout(1200 if NIGHTLY else 300)
"""At night more people read, on both engines."""


def told(pence: int, **more: Any) -> Purchase:
    return Purchase(amount_pence=pence, bought_what="Canarycot", bought_on=TODAY, **more)


def everything(world: World, mary: Person) -> Family:
    """A family that only alice and mary see, with one of all that is listed, counted or waits."""
    family = make.family(world.team, OWN, "Vesper", world.alice, world.scheme)
    make.child(family, "C7")
    approve_limit(mary, propose_limit(world.alice, family, world.scheme, 2_000_00, "Start", **WHEN), **WHEN)
    log_spend(world.alice, family, told(300_00), **WHEN)
    log_spend(world.alice, family, told(700_00), **WHEN)
    log_spend(world.alice, family, told(40_00, payment_method="own_money"), **WHEN)
    reverse_spend(world.alice, log_spend(world.alice, family, told(20_00), **WHEN), "Typed twice", **WHEN)
    refund_spend(world.alice, log_spend(world.alice, family, told(30_00), **WHEN), 10_00, TODAY, **WHEN)
    log_other_help(world.alice, family, told(600_00), **WHEN)
    hide_words(world.alice, log_spend(world.alice, family, told(25_00), **WHEN), "Wrong family", at=NOON)
    log_spend(world.alice, family, told(9_000_00, already_paid=True), **WHEN)
    propose_limit(world.alice, family, world.scheme, 3_000_00, "More", **WHEN)
    kind = activity(world.authority, "Call or meeting with the family")
    entry = log_time(world.alice, world.alice, Work(TODAY, kind.id, (Part(family.id),), 45), **WHEN)
    offer_time(world.alice, entry, world.bob, **WHEN)
    actions.restrict_family(world.alice, family, [mary], "Known here", **WHEN)
    actions.ask_to_name(world.alice, family, world.bob, "On duty", **WHEN)
    return family


@pytest.fixture
def people(app: Flask, world: World) -> dict[str, Person]:
    """A senior manager of the team, and at night bob and a manager: none of them will be named."""
    at(app, NOON)
    go_live(world)
    with transaction():
        make.child(own_family(world), "C3")
        kind = activity(world.authority, "Call or meeting with the family")
        log_time(world.alice, world.alice, Work(TODAY, kind.id, (Part(world.family_id),), 30), **WHEN)
        nina = make.person(world.authority, "Nina Nash", Role.MANAGER, teams=(world.team,))
        log_other_help(world.alice, own_family(world), told(15_00), **WHEN)
    return {"sam": world.sam} | ({"bob": world.bob, "nina": nina} if NIGHTLY else {})


@pytest.mark.pages
def test_whoever_is_not_named_reads_the_same_bytes(app: Flask, world: World, people: dict[str, Person]) -> None:
    before = {who: reachable(browser(app, person)) for who, person in people.items()}
    notices = to_tell(world.authority.id, LATER)
    with transaction():
        mary = db.session.merge(world.mary)
        family = everything(world, mary)
    more = to_tell(world.authority.id, LATER)
    assert {person for person, *_ in more} > {person for person, *_ in notices}, (
        "who is named is told that something waits"
    )
    unnamed = {person.id for person in people.values()}
    theirs, theirs_now = ({key: each[key] for key in each if key[0] in unnamed} for each in (notices, more))
    assert theirs == theirs_now, "nobody else has one notice more, or of more things"
    after = {who: reachable(browser(app, person)) for who, person in people.items()}
    for who, answers in before.items():
        assert len(answers) > 20, "the walk goes somewhere"
        assert differences(answers, after[who]) == {}, who
    mine = reachable(browser(app, world.mary))
    assert f"/families/{family.id}" in mine, "who is named goes there"
    assert not any(
        "Nina Nash" in page for address, page in mine.items() if "Vesper" in str(page) and "/limits/" in address
    )


@pytest.mark.pages
def test_no_refusal_tells_of_its_reference(app: Flask, world: World, people: dict[str, Person]) -> None:
    with transaction():
        family = everything(world, db.session.merge(world.mary))
    assert family.reference.startswith("R-")
    assert family.details.own_reference == OWN
    bob = browser(app, world.bob)
    joint = {"joint": OWN, "families": "joint", "contact": "1"}
    kind = str(activity(world.authority, "Call or meeting with the family").id)
    refused = bob.post("/time/new", bob.get("/time/new").form() | joint | {"activity": kind})
    nobodys = bob.post("/time/new", bob.get("/time/new").form() | joint | {"activity": kind, "joint": "WM-0888"})
    assert plain(refused.html).replace(OWN, "WM-0888") == plain(nobodys.html)
    page = bob.get("/families/new")
    sent = bob.post("/families/new", page.form() | {"reference": OWN, "name": "Another"})
    assert sent.status == 303, "it is free to everybody, as one that nobody has"
    with transaction():
        wish = actions.ask_to_lift(world.alice, family, "It is over", **WHEN)
        actions.lift_restriction(db.session.merge(world.mary), wish, TODAY, NOON)
    assert family.reference.startswith("R-"), "the other family has it by now"


def test_lifting_gives_the_councils_own_reference_back(world: World, people: dict[str, Person]) -> None:
    with transaction():
        family = everything(world, db.session.merge(world.mary))
        assert actions.open_by_reason(world.bob, f" {OWN.lower()} ", "A call at night", **WHEN) is family
        wish = actions.ask_to_lift(world.alice, family, "It is over", **WHEN)
        actions.lift_restriction(db.session.merge(world.mary), wish, TODAY, NOON)
        assert (family.reference, family.details.own_reference) == (OWN, None)


FILES = {
    "families": f"family_ref,name,team,opened_on\n{OWN},Another,North team,2026-06-01\n",
    "spend": "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,kind\n"
    f"S-1,{OWN},2026-06-02,12.00,Travel,Bus,alice.archer@example.org,other_help\n"
    "S-2,wm-777,2026-06-02,13.00,Travel,Bus,alice.archer@example.org,other_help\n",
}


@pytest.mark.pages
def test_no_preview_of_an_import_tells_of_it(app: Flask, world: World, people: dict[str, Person]) -> None:
    fiona = browser(app, world.fiona)

    def previews() -> list[str]:
        rows = []
        for some in (("families",), ("spend",), ("families", "spend")):
            files = [FileStorage(io.BytesIO(FILES[name].encode()), filename=f"{name}.csv") for name in some]
            sent = fiona.post("/imports", {**fiona.get("/imports").form(""), "files": files})
            rows.append(NUMBER.sub("-", plain(fiona.get(sent.location).html)))
        return rows

    before = previews()
    assert len({OWN in each for each in before}) == 1, "the previews name it themselves"
    with transaction():
        everything(world, db.session.merge(world.mary))
    assert [difference(*pair) for pair in zip(before, previews(), strict=True)] == [""] * 3


@pytest.mark.pages
def test_no_share_of_a_receipt_tells_of_it(app: Flask, world: World, people: dict[str, Person]) -> None:
    """Little is shared with one family and much with the other, and once those are restricted both read the same.

    What was bought within the band reads as a purchase that was never shared.
    """
    with transaction():
        mary = db.session.merge(world.mary)
        names = ("WM-0701", "WM-0702", "WM-0703", "WM-0711", "WM-0712")
        families = [make.family(world.team, name, "Birch", world.alice, world.scheme) for name in names]
        for each in families:
            approve_limit(mary, propose_limit(world.alice, each, world.scheme, 6_000_00, "Start", **WHEN), **WHEN)
        little, much, alone, *hidden = families
        rests = (45_00, 600_00, 471_00), (455_00, 3_000_00, 2_471_00)
        for mine, other, rest in zip((little, much), hidden, rests, strict=True):
            for own, its, paid in zip((45_00, 30_00, 40_00), rest, (False, True, False), strict=True):
                shares = [actions_of_spend.Share(mine, own), actions_of_spend.Share(other, its)]
                actions_of_spend.log_shared(world.alice, shares, told(own + its, already_paid=paid), **WHEN)
        plainly = log_spend(world.alice, alone, told(45_00), **WHEN)
        first = db.session.scalars(select(Spend).filter_by(family_id=much.id, paid_pence=45_00)).one()
        record = db.session.scalars(select(Spend).filter_by(family_id=much.id, planned_pence=40_00)).one()
        ids = {
            each.id: list(db.session.scalars(select(Spend.id).filter_by(family_id=each.id))) for each in (little, much)
        }
    who_reads = people | {"audrey": world.audrey} if NIGHTLY else {"sam": people["sam"]}
    readers = {who: browser(app, person) for who, person in who_reads.items()}
    assert all("a receipt of £2,511.00" in each.get(f"/spend/{record.id}").text for each in readers.values())
    with transaction():
        for each in hidden:
            actions_of_spend.restrict_parted_family(world.alice, db.session.merge(each), [mary], "Known here", **WHEN)
    for who, reader in readers.items():
        of_little, of_much = (of_family(reader, each.id, ids[each.id]) for each in (little, much))
        assert len(of_little) > 8, "the walk goes somewhere"
        assert differences(of_little, of_much) == {}, who
        pages = [f"{page}/{each.id}" for each in (first, plainly) for page in ("/spend", "/history/spend")]
        shown = [alike(reader.get(page).html) for page in pages]
        assert difference(shown[0], shown[2]) == "", who
        assert difference(shown[1], shown[3]) == "", who
    waiting = readers["sam"].get("/decisions").text
    assert waiting.count("It was asked for before it was bought") == 2
    assert not any(word in waiting for word in ("511", "£3,0", "Over £500", "receipt of"))
    with transaction(), pytest.raises(SeveralRefused) as refused:
        actions_of_spend.log_shared(world.alice, shares, told(2_511_00), **WHEN)
    assert list(refused.value.refusals) == [1]
