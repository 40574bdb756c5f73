"""The console adds the first administrator, who signs in by the link, and lets in or keeps out whom nobody else could."""

import re
from datetime import timedelta

from click import Command
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from budgettracker.commands import people
from budgettracker.database import db, transaction
from budgettracker.people.models import Authority, Person
from budgettracker.people.queries import unread_of
from tests.client import PageClient
from tests.factories.second_hands import go_live
from tests.factories.world import NOON, PASSWORD, World

CHOSEN = "a quite unlikely sentence"


def run(app: Flask, *words: str, email: str = "nia@example.org") -> tuple[int, str]:
    return run_command(app, people.add_person_command, *words, "--name", "Nia Noor", "--email", email)


def run_command(app: Flask, command: Command, *words: str) -> tuple[int, str]:
    original = people.ready_program  # type: ignore[attr-defined]
    people.ready_program = lambda: app  # type: ignore[attr-defined]
    try:
        result = CliRunner().invoke(command, words)
    finally:
        people.ready_program = original  # type: ignore[attr-defined]
    return result.exit_code, result.output


def link_in(words: str) -> str:
    result = re.search(r"/password/\S+", words)
    assert result, words
    return result[0]


def test_the_first_administrator_of_a_new_authority_signs_in_by_the_printed_link(
    app: Flask, client: PageClient
) -> None:
    code, words = run(app, "--role", "administrator", "--authority", "Northdale")
    assert code == 0
    assert "Added Nia Noor to Northdale, a new authority." in words
    assert client.send(link_in(words), new_password=CHOSEN).status == 303
    client.sign_out()
    assert "Nia Noor" in client.sign_in("nia@example.org", CHOSEN).text


def test_an_address_in_use_is_refused_in_one_line(app: Flask, world: World, client: PageClient) -> None:
    assert run(app, "--role", "evaluator")[0] == 0
    code, words = run(app, "--role", "evaluator")
    assert (code, words.startswith("Error: "), words.count("\n")) == (1, True, 1)
    assert PASSWORD not in words


def test_an_authority_typed_another_way_is_the_same_authority(app: Flask) -> None:
    words = ("--role", "administrator", "--authority")
    assert run(app, *words, "Northdale  Council")[0] == 0
    code, answer = run(app, *words, " northdale council", email="ola@example.org")
    assert (code, "Added Nia Noor to Northdale Council." in answer) == (0, True), answer
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Authority)) == 1


def test_an_only_administrator_without_a_password_is_let_in_by_a_new_link(app: Flask, client: PageClient) -> None:
    first = link_in(run(app, "--role", "administrator", "--authority", "Northdale")[1])
    code, words = run_command(app, people.invite_command, "--email", "Nia@Example.org ")
    assert code == 0
    assert client.get(first).status == 410
    assert client.send(link_in(words), new_password=CHOSEN).status == 303
    assert "Nia Noor" in client.sign_in("nia@example.org", CHOSEN).text


def test_an_evaluator_who_left_is_kept_out_and_let_in_again(app: Flask, client: PageClient) -> None:
    link = link_in(run(app, "--role", "evaluator")[1])
    assert client.send(link, new_password=CHOSEN).status == 303
    assert client.sign_in("nia@example.org", CHOSEN).status == 200
    assert run_command(app, people.suspend_command, "--email", "nia@example.org")[0] == 0
    assert client.get("/studies").status == 302
    code, words = run_command(app, people.invite_command, "--email", "nia@example.org")
    assert (code, "This person is suspended." in words) == (1, True)
    assert run_command(app, people.suspend_command, "--email", "nia@example.org", "--lift")[0] == 0
    assert client.sign_in("nia@example.org", CHOSEN).status == 200
    assert client.get("/studies").status == 200


def test_the_last_administrator_and_unknown_addresses_are_refused_in_one_line(app: Flask, client: PageClient) -> None:
    link = link_in(run(app, "--role", "administrator", "--authority", "Northdale")[1])
    assert client.send(link, new_password=CHOSEN).status == 303
    code, words = run_command(app, people.suspend_command, "--email", "nia@example.org")
    assert (code, "last administrator" in words, words.count("\n")) == (1, True, 1), words
    for command in (people.suspend_command, people.invite_command):
        code, words = run_command(app, command, "--email", "nobody@example.org")
        assert (code, words) == (1, "Error: Nobody signs in with nobody@example.org. Check the address.\n")


def test_the_operator_lets_in_whom_nobody_else_could_and_the_authority_is_told(app: Flask, world: World) -> None:
    """Suspended, with a last day that is over: one command ends both, and never in silence."""
    app.config["CLOCK"] = lambda: NOON
    go_live(world)
    with transaction():
        bob = db.session.get_one(Person, world.bob.id)
        bob.suspended_at, bob.active_to = NOON, NOON.date() - timedelta(days=1)
    for code in (0, 1):
        done, words = run_command(app, people.suspend_command, "--email", world.bob.email, "--lift")
        assert done == code, words
    assert "not suspended any more" in words
    db.session.expire_all()
    bob = db.session.get_one(Person, world.bob.id)
    assert (bob.suspended_at, bob.active_to) == (None, None)
    news = [[row.text for row in unread_of(each.id)] for each in (bob, world.sam, world.adam, world.mary)]
    rest = "given leave to sign in again: whoever runs the tracker did it with a command."
    assert [rows[0].split(" If you")[0] if rows else "" for rows in news] == [
        f"You were {rest}",
        f"Bob Brown was {rest}",
        f"Bob Brown was {rest}",
        "",
    ]
