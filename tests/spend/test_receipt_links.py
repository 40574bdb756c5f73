"""A receipt by a link: no sign-in, nothing shown, one purchase, once, for three days."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.spend import actions
from budgettracker.spend.actions.safe_receipt import SafeReceipt
from budgettracker.spend.models import Receipt, ReceiptLink, Spend
from tests.client import PageClient
from tests.factories.spend import bought, file, limit, noon, picture
from tests.factories.world import NOON, World


def link_for(world: World) -> tuple[Spend, str]:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 45_00)
    with transaction():
        return spend, actions.make_receipt_link(world.alice, spend, at=NOON)


def slip(number: int = 1) -> SafeReceipt:
    return SafeReceipt("image/png", b"slip", f"{number}" * 64)


def test_a_link_is_used_once_and_only_until_it_runs_out(app: Flask, world: World, tmp_path: Path) -> None:
    spend, token = link_for(world)
    assert token not in {row.token_digest for row in db.session.query(ReceiptLink)}
    for used, at in ((token, NOON + timedelta(hours=72)), (f"{token}x", NOON), ("", NOON)):
        with pytest.raises(Refusal, match="has run out"), transaction():
            actions.add_receipt_by_link(used, slip(), tmp_path, at=at)
    with transaction():
        receipt = actions.add_receipt_by_link(token, slip(), tmp_path, at=NOON + timedelta(hours=71))
    assert (receipt.spend_id, receipt.added_by_id) == (spend.id, world.alice.id)
    with pytest.raises(Refusal, match="has been used"), transaction():
        actions.add_receipt_by_link(token, slip(2), tmp_path, at=NOON + timedelta(hours=71))
    assert db.session.query(Receipt).count() == 1


def test_no_link_is_made_where_no_receipt_is_missing(app: Flask, world: World, tmp_path: Path) -> None:
    spend, token = link_for(world)
    with transaction():
        actions.add_receipt_by_link(token, slip(), tmp_path, at=NOON)
    with pytest.raises(Refusal, match="No receipt is missing"), transaction():
        actions.make_receipt_link(world.alice, db.session.get_one(Spend, spend.id), at=NOON)


@pytest.mark.pages
def test_the_page_of_a_link_shows_nothing_and_takes_a_picture(app: Flask, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 45_00)
    alice, nobody = PageClient(app), PageClient(app)
    alice.as_(world.alice.email)
    made = alice.send(f"/spend/{spend.id}/receipt-link")
    shown = alice.get(made.location).html
    address = shown[shown.index("/receipt/") :].split("<")[0].strip()
    assert "/receipt/" not in alice.get(f"/spend/{spend.id}/receipt-link").html, "it is shown once"
    page = nobody.get(address)
    assert page.status == 200
    for word in (world.family.reference, "Okafor", "washing", "45.00", "Westmoor", "Alice"):
        assert word not in page.html
    wrong = nobody.post(address, page.form())
    assert (wrong.status, "Choose a file" in wrong.text) == (422, True)
    sent = nobody.post(address, {**page.form(), "receipt": file(picture())})
    assert sent.status == 303
    assert "The receipt has come" in nobody.get(sent.location).text
    assert nobody.get(address).status == 410
    assert "had a receipt added by a link" in alice.get(f"/spend/{spend.id}").text
