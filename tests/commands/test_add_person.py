"""The console adds the first administrator, who sets a password by the link and signs in."""

import re

from click.testing import CliRunner
from flask import Flask

from budgettracker.commands import people
from tests.client import PageClient
from tests.world import PASSWORD, World


def run(app: Flask, *words: str) -> tuple[int, str]:
    original = people.ready_program
    people.ready_program = lambda: app
    try:
        found = CliRunner().invoke(
            people.add_person_command, [*words, "--name", "Nia Noor", "--email", "nia@example.org"]
        )
    finally:
        people.ready_program = original
    return found.exit_code, found.output


def test_the_first_administrator_of_a_new_authority_signs_in_by_the_printed_link(
    app: Flask, client: PageClient
) -> None:
    code, said = run(app, "--role", "administrator", "--authority", "Northdale")
    assert code == 0
    link = re.search(r"/password/\S+", said)
    assert link
    chosen = "a quite unlikely sentence"
    assert client.send(link[0], new_password=chosen).status == 303
    client.sign_out()
    assert "Nia Noor" in client.sign_in("nia@example.org", chosen).text


def test_an_address_in_use_is_refused_in_one_line(app: Flask, world: World, client: PageClient) -> None:
    assert run(app, "--role", "evaluator")[0] == 0
    code, said = run(app, "--role", "evaluator")
    assert (code, said.startswith("Error: "), said.count("\n")) == (1, True, 1)
    assert PASSWORD not in said
