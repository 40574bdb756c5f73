"""The slip that a family signs for vouchers is their receipt, and lists of purchases call it so."""

from flask import Flask
from sqlalchemy import select

from budgettracker.database import db, transaction
from budgettracker.vouchers import actions
from budgettracker.vouchers.models import VoucherCount
from budgettracker.vouchers.queries import issued_for
from tests.client import PageClient
from tests.factories.decisions import afternoon
from tests.factories.home import counted
from tests.factories.spend import bought, document, limit
from tests.factories.vouchers import WHEN, batch, in_hand, issued
from tests.factories.world import NOON, World


def test_the_signed_slip_is_the_receipt(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = afternoon
    limit(world, 1_000_00)
    bought(world.alice, world.family, 800_00)
    with transaction():
        batch(world)
        spend = issued(world, world.alice, world.family, "A100", "A101")
        actions.return_vouchers(world.alice, spend, [issued_for(spend.id)[0].voucher.id], NOON.date(), **WHEN)
    client.as_(world.mary.email)
    filled = {
        "vouchers": str(in_hand(world)["A102"]),
        "bought_what": "Food",
        "purpose": "Food",
        "bought_on-month": "3",
    }
    filled["category"] = str(world.scheme.categories[0].id)
    refused = client.send(f"/families/{world.family_id}/vouchers", **filled)
    assert refused.status == 422
    assert "A102 came into the stock on" in refused.text
    for address, words in (
        (f"/spend/{spend.id}", "Signed slip missing"),
        (f"/spend/{spend.id}", "The signed slip is still missing."),
        (f"/families/{world.family_id}", "Signed slip missing"),
        (f"/families/{world.family_id}/close", ": the signed slip"),
        ("/team", "Signed slip missing"),
        (f"/spend/{spend.id}/receipt", "Add the signed slip"),
        (f"/spend/{spend.id}/no-receipt", "has no signed slip."),
        (f"/spend/{spend.id}/vouchers", "the signed slip is the receipt."),
        (f"/spend/{spend.id}/vouchers", "Kept by the family £25.00"),
    ):
        page = client.get(address).text
        assert words in page, address
        # How many are missing of a family, of whichever kind, is said in one sum.
        assert "eceipt missing" not in page.replace("Receipt missing Add 1 receipt", ""), address
    assert "Food vouchers, £25.00, " in client.get(f"/families/{world.family_id}/close").text, (
        "what the family kept, as its list says"
    )
    assert "1 waiting" in client.get(f"/vouchers/{world.team.id}").text, "the menu counts on a page about counts too"
    with transaction():
        document(world.alice, spend)
    assert "lip missing" not in client.get(f"/spend/{spend.id}").text
    assert "Nothing is missing here." in client.get(f"/spend/{spend.id}/vouchers").text


def test_of_vouchers_that_all_came_back_no_slip_is_missing(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = afternoon
    limit(world, 1_000_00)
    with transaction():
        batch(world)
        spend = issued(world, world.alice, world.family, "A100", "A101")
        first, second = (each.voucher.id for each in issued_for(spend.id))
        actions.return_vouchers(world.alice, spend, [first], NOON.date(), **WHEN)
        assert spend.lacks_receipt, "one is kept still"
        actions.return_vouchers(world.alice, spend, [second], NOON.date(), **WHEN)
    client.as_(world.mary.email)
    for address in (
        f"/spend/{spend.id}",
        f"/families/{world.family_id}",
        f"/families/{world.family_id}/close",
        "/team",
    ):
        page = client.get(address).text
        assert "lip missing" not in page, address
        assert "slip is still missing" not in page, address
        assert ": the signed slip" not in page, address
    assert "None is needed: all the vouchers came back." in client.get(f"/spend/{spend.id}").text
    assert "Every purchase has its receipt." in client.get("/team").text
    assert "A100: £25.00, shop voucher (Harvest Foods)" in client.get(f"/families/{world.family_id}/vouchers").text


def test_of_a_large_stock_some_are_listed_and_others_handed_over_by_number(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = afternoon
    limit(world, 1_000_00)
    with transaction():
        for letter in "ABCDEFGHIJ":
            batch(world, *(f"{letter}{number:03}" for number in range(100)))
    address = f"/families/{world.family_id}/vouchers"
    client.as_(world.alice.email)
    with counted() as answer:
        page = client.get(address)
    assert len(page.html) < 60_000
    assert len(answer) <= 25
    assert "1,000 are in hand" in page.text
    filled = {"bought_what": "Food", "purpose": "Food", "category": str(world.scheme.categories[0].id)}
    refused = client.send(address, **filled, numbers="J099\nK001")
    assert refused.status == 422
    assert "K001: not in hand." in refused.text
    assert "J099" in refused.form()["numbers"], "what was typed stays"
    slip = client.follow(client.send(address, **filled, numbers="j099\nJ098").location)
    assert "J099" in slip.text
    assert "J098" in slip.text
    counting = f"/vouchers/{world.team.id}/count"
    with counted() as answer:
        page = client.get(counting)
    assert len(page.html) < 60_000
    assert len(answer) <= 25
    listed = [str(box.get("value")) for box in page.page.iter("input") if box.get("name") == "there"]
    assert len(listed) == 40
    refused = client.send(counting, there=listed, numbers="A040 to Z999")
    assert "Z999: not in hand." in refused.text
    count = client.send(counting, there=listed, numbers="a040 to J097")
    assert count.status == 303
    assert db.session.execute(select(VoucherCount.expected, VoucherCount.counted)).tuples().all() == [(998, 998)]
    client.as_(world.fiona.email)
    bought = client.send(f"/vouchers/{world.team.id}/bought", serials="Z1\nA001", value="-1")
    assert bought.status == 422
    assert "A001: already in a stock." in bought.text, "a number that is there is said with the other mistakes"
    assert "Say where they can be spent." in bought.text
