"""The same form twice: clicked twice, sent again after Back, retried after an answer that never came, from two tabs."""

from __future__ import annotations

import socket
import time
import urllib.parse
from pathlib import Path
from typing import Any

from flask import Flask

from budgettracker.audit.queries import history_of
from budgettracker.budgets import actions as budgets
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.idempotency import FormKey
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from budgettracker.web import now, today
from tests.factories.world import PASSWORD, World
from tests.live import Browser, LiveServer, serving
from tests.races.racing import click, purchase, together


def send_and_hang_up(server: LiveServer, cookies: str, path: str, form: dict[str, Any]) -> None:
    """Send a form whole, and lose the connection before the answer: a phone that goes into a tunnel."""
    body = urllib.parse.urlencode(form, doseq=True).encode()
    host = urllib.parse.urlparse(server.url)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host.netloc}\r\nCookie: {cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((host.hostname, host.port), timeout=10) as line:
        line.sendall(head.encode() + body)


def spends() -> list[int]:
    """The prices in the books, in pence."""
    db.session.rollback()
    return sorted(pence for (pence,) in db.session.query(Spend.paid_pence) if pence is not None)


def eventually(count: int) -> None:
    """Wait until so many purchases are in the books."""
    for _ in range(200):
        if len(spends()) >= count:
            return
        time.sleep(0.05)
    raise AssertionError(f"{count} purchases never came, only {spends()}")


def test_every_way_of_sending_a_form_twice_is_one_record(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 5_000_00, "x", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
        bought = actions.Purchase(amount_pence=800_00, bought_what="A bed", bought_on=today())
        request = actions.log_spend(world.alice, world.family, bought, on=today(), at=now()).id
    path, category = f"/families/{world.family_id}/spend/new", str(world.scheme.categories[0].id)
    emails = {name: getattr(world, name).email for name in ("alice", "bob", "mary", "sam")}
    db.session.remove()
    with serving(database_url, tmp_path, workers=3) as server:
        people = {name: Browser(server.url) for name in emails}
        for name, browser in people.items():
            browser.sign_in(emails[name], PASSWORD)
        alice, bob = people["alice"], people["bob"]

        # A double click: the same form twice at once.
        form = purchase(alice.form(path), "1.00", category)
        answers = together(click, [(server.url, alice.cookies, path, form)] * 2, 2)
        assert len(set(answers)) == 1
        assert answers[0][0] == 303

        # Back and send again, after other pages were looked at and another purchase was logged.
        assert alice.get(answers[0][1]).status == 200
        other = purchase(alice.form(path), "2.00", category)
        assert alice.post(path, other).status == 303
        again = alice.post(path, form)
        assert (again.status, again.location) == answers[0]

        # Two tabs are two forms: both are meant, each is one record.
        tabs = [purchase(alice.form(path), amount, category) for amount in ("4.00", "4.00")]
        places = {alice.post(path, tab).location for tab in tabs}
        assert len(places) == 2

        # The answer got lost; the retry with the same key gets it, as often as it asks.
        lost = purchase(alice.form(path), "8.00", category)
        before = len(spends())
        send_and_hang_up(server, alice.cookies, path, lost)
        eventually(before + 1)
        names = {(answer.status, answer.location) for answer in (alice.post(path, lost) for _ in range(2))}
        assert len(names) == 1
        assert "£8.00" in alice.get(names.pop()[1]).text
        retried_at_once = purchase(alice.form(path), "16.00", category)
        send_and_hang_up(server, alice.cookies, path, retried_at_once)
        assert alice.post(path, retried_at_once).status == 303

        # Another person's key neither clashes nor tells where the first one's form led.
        theirs = lost | {"csrf_token": bob.form(path)["csrf_token"], "amount": "32.00"}
        mine = bob.post(path, theirs)
        assert mine.status == 303
        assert mine.location != alice.post(path, lost).location
        assert bob.post(path, theirs | {"amount": "8.00"}).status == 409

        # Two tabs of one decision: the second is told what has happened, and nothing happens twice.
        decide = f"/spend/{request}/decide"
        first, second = (people["mary"].form(decide) | {"decision": "approve"} for _ in range(2))
        assert people["mary"].post(decide, first).status == 303
        late = people["mary"].post(decide, second)
        assert (late.status, "This purchase has been approved already." in late.text) == (422, True)
        assert people["mary"].post(decide, first).status == 303
    assert spends() == [1_00, 2_00, 4_00, 4_00, 8_00, 16_00, 32_00]
    assert [line.deed for line in history_of(request)].count("spend.approved") == 1
    assert db.session.query(FormKey).filter_by(key=lost["form_key"]).count() == 2
    assert faults() == []
