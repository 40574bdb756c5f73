"""Messages by e-mail: queued with the deed where the authority wants them, sent after it, and they tell nothing."""

import smtplib
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from budgettracker.commands import main
from budgettracker.database import db, transaction
from budgettracker.people.models import Authority, OutgoingMessage
from budgettracker.spend import actions
from tests.factories.second_hands import at
from tests.factories.spend import TODAY, bought, limit
from tests.factories.world import NOON, World


class Server:
    """A mail server that keeps what it takes, and takes nothing for whoever is in `refused`."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.refused: set[str] = set()

    def __call__(self, *_: object, **__: object) -> "Server":
        return self

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None: ...

    def ehlo(self) -> None: ...

    def has_extn(self, _: str) -> bool:
        return False

    def send_message(self, message: Any) -> None:
        if message["To"] in self.refused:
            raise smtplib.SMTPRecipientsRefused({})
        self.taken.append(message)


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    monkeypatch.setattr("budgettracker.commands.send_messages.ready_program", lambda: app)
    monkeypatch.setattr(smtplib, "SMTP", made)
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://mail.example.org")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://tracker.example.org")
    at(app, NOON)
    return made


def send() -> str:
    db.session.rollback()
    done = CliRunner().invoke(main, ["send-messages"])
    assert done.exit_code == 0, done.output
    db.session.rollback()
    return done.output


def decided(world: World, *, wanted: bool) -> None:
    with transaction():
        db.session.get_one(Authority, world.authority.id).sends_messages = wanted
    limit(world, 5_000_00)
    for pence in (700_00, 701_00):
        spend = bought(world.alice, world.family, pence)
        with transaction():
            actions.ask_about_spend(world.mary, spend, "Which shop?", on=TODAY, at=NOON)
            actions.approve_spend(world.mary, spend, "Agreed", on=TODAY, at=NOON)


def test_nothing_is_queued_until_the_authority_wants_it(server: Server, world: World) -> None:
    decided(world, wanted=False)
    assert db.session.query(OutgoingMessage).count() == 0
    assert "Messages sent: 0" in send()


def test_each_kind_is_told_once_with_nothing_in_it_and_never_twice(server: Server, world: World) -> None:
    decided(world, wanted=True)
    assert "Messages sent: 2" in send()
    assert {str(each["To"]) for each in server.taken} == {world.alice.email}
    text = "\n".join(str(each) for each in server.taken)
    assert "Something you asked for has been approved." in text
    assert "https://tracker.example.org" in text
    for word in (world.family.reference, "Okafor", "washing", "700", "701", "Mary", "Which shop", "Agreed"):
        assert word not in text, word
    assert "Messages sent: 0" in send()
    assert len(server.taken) == 2


def test_what_the_mail_server_refuses_waits_and_is_given_up_at_last(server: Server, world: World) -> None:
    server.refused = {world.alice.email}
    decided(world, wanted=True)
    assert "Messages sent: 0. Not taken by the mail server: 2" in send()
    server.refused = set()
    assert "Messages sent: 2" in send()
    server.refused = {world.alice.email}
    with transaction():
        db.session.query(OutgoingMessage).update({"sent_at": None, "attempts": 5})
    assert "Messages sent: 0. Not taken by the mail server: 0" in send()
