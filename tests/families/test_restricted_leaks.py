"""Two worlds that differ only in a restricted family: whoever is not named reads the same bytes in both.

Every page and file that a practitioner, a manager and a senior manager reach by links is read without the family and with
it, money, time and all that waits included; then what refusals, previews of imports and shared receipts tell of it.
"""

import contextvars
import io
import os
import re
import zipfile
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from budgettracker.access import Role
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.database import db, transaction
from budgettracker.families import actions
from budgettracker.families.models import Family
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
from budgettracker.worktime.actions import Part, Work, log_time, offer_time
from tests.client import PageClient
from tests.factories import world as make
from tests.factories.families import TODAY, WHEN, own_family
from tests.factories.second_hands import at, browser, go_live
from tests.factories.worktime import activity
from tests.factories.world import NOON, World

OWN = "WM-0777"
NIGHTLY = bool(os.environ.get("NIGHTLY"))
STARTS = ("/", "/families", "/my-families", "/team", "/decisions", "/incidents", "/hidden", "/confirmations", "/time")
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|=[^&]*")
UNIQUE = re.compile(r'(?:csrf_token|form_key)"[^>]*value="[^"]*"|nonce="[^"]*"|data-keep="[^"]*"|nonce-[\w-]+')
"""What no two answers have in common."""
LINK = re.compile(r'href="(/[^"#]*)')
NEVER = ("/static", "/account", "/sign", "/set-password")


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


def plain(html: str) -> str:
    return UNIQUE.sub("", html)


def reachable(client: PageClient) -> dict[str, bytes | str]:
    """Pages and files that links lead to from where somebody starts: two of each kind of address."""
    answers: dict[str, bytes | str] = {}
    kinds: Counter[str] = Counter()
    waiting = list(STARTS)
    while waiting:
        address = waiting.pop(0).replace("&amp;", "&")
        kind = NUMBER.sub("-", address)
        if address in answers or address.startswith(NEVER) or kinds[kind] == 2:
            continue
        kinds[kind] += 1
        db.session.rollback()
        response = contextvars.Context().run(client.flask.get, address)
        mimetype = response.mimetype or ""
        if mimetype == "text/html":
            html = response.get_data(as_text=True)
            answers[address] = f"{response.status_code} {plain(html)}"
            waiting += LINK.findall(html)
        else:
            answers[address] = response.get_data() if "sheet" not in mimetype else parts_of(response.get_data())
    return answers


def parts_of(book: bytes) -> bytes:
    """What a workbook says, without the moment at which it was written."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return b"".join(parts.read(name) for name in sorted(parts.namelist()) if name != "docProps/core.xml")


def difference(one: bytes | str, other: bytes | str) -> str:
    """Where two answers begin to differ; empty where they are the same."""
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return "" if one == other else f"{one[place - 60 : place + 80]!r} {other[place - 60 : place + 80]!r}"


@pytest.fixture
def people(app: Flask, world: World) -> dict[str, Person]:
    """A senior manager of the team, and at night a manager, who will not be named, beside bob."""
    at(app, NOON)
    go_live(world)
    with transaction():
        make.child(own_family(world), "C3")
        kind = activity(world.authority, "Call or meeting with the family")
        log_time(world.alice, world.alice, Work(TODAY, kind.id, (Part(world.family_id),), 30), **WHEN)
        nina = make.person(world.authority, "Nina Nash", Role.MANAGER, teams=(world.team,))
        log_other_help(world.alice, own_family(world), told(15_00), **WHEN)
    return {"bob": world.bob, "sam": world.sam} | ({"nina": nina} if NIGHTLY else {})


@pytest.mark.pages
def test_whoever_is_not_named_reads_the_same_bytes(app: Flask, world: World, people: dict[str, Person]) -> None:
    before = {who: reachable(browser(app, person)) for who, person in people.items()}
    with transaction():
        mary = db.session.merge(world.mary)
        family = everything(world, mary)
    after = {who: reachable(browser(app, person)) for who, person in people.items()}
    for who, answers in before.items():
        assert len(answers) > 20, "the walk goes somewhere"
        assert sorted(answers) == sorted(after[who]), who
        differ = {address: difference(answers[address], after[who][address]) for address in answers}
        assert {address: words for address, words in differ.items() if words} == {}, who
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
        told = []
        for some in (("families",), ("spend",), ("families", "spend")):
            files = [FileStorage(io.BytesIO(FILES[name].encode()), filename=f"{name}.csv") for name in some]
            sent = fiona.post("/imports", {**fiona.get("/imports").form(""), "files": files})
            told.append(NUMBER.sub("-", plain(fiona.get(sent.location).html)))
        return told

    before = previews()
    assert len({OWN in each for each in before}) == 1, "the previews name it themselves"
    with transaction():
        everything(world, db.session.merge(world.mary))
    assert [difference(*pair) for pair in zip(before, previews(), strict=True)] == [""] * 3


@pytest.mark.pages
def test_no_share_of_a_receipt_tells_of_it(app: Flask, world: World, people: dict[str, Person]) -> None:
    with transaction():
        mary, mine = db.session.merge(world.mary), own_family(world)
        family = make.family(world.team, OWN, "Vesper", world.alice, world.scheme)
        for each in (family, mine):
            approve_limit(mary, propose_limit(world.alice, each, world.scheme, 500_00, "Start", **WHEN), **WHEN)
        shares = [actions_of_spend.Share(mine, 45_00), actions_of_spend.Share(family, 45_00)]
        share, _ = actions_of_spend.log_shared(world.alice, shares, told(90_00), **WHEN)
        large = [actions_of_spend.Share(each, 255_50) for each in (mine, family)]
        asked, _ = actions_of_spend.log_shared(world.alice, large, told(511_00), **WHEN)
    bob, alice, sam = (browser(app, each) for each in (world.bob, world.alice, world.sam))
    pages = (bob, f"/spend/{asked.id}"), (sam, f"/spend/{asked.id}"), (sam, "/decisions")
    assert all("511.00" in reader.get(page).text for reader, page in pages)
    assert "one family's share of a receipt of £90.00" in bob.get(f"/spend/{share.id}").text
    with transaction():
        actions.restrict_family(world.alice, db.session.merge(family), [mary], "Known here", **WHEN)
    seen = bob.get(f"/spend/{share.id}").text
    assert not any(word in seen for word in ("90.00", "share", "Vesper"))
    for reader, page in pages:
        seen = reader.get(page).text
        assert "255.50" in seen, page
        assert not any(word in seen for word in ("511.00", "500.00.", "Over £500", "share", "Vesper")), page
    assert "one family's share of a receipt of £90.00" in alice.get(f"/spend/{share.id}").text
    assert family.reference not in alice.get(f"/families/{mine.id}/spend/shared").html
    assert "shares no receipt" in alice.get(f"/families/{family.id}/spend/shared").text
    with transaction(), pytest.raises(SeveralRefused) as refused:
        actions_of_spend.log_shared(world.alice, shares, told(90_00), **WHEN)
    assert list(refused.value.refusals) == [1]
