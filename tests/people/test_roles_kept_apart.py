"""Roles that never meet in one account: every way to them is refused in words, and accounts from before stay as they are."""

from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from budgettracker.access import Role, kept_apart
from budgettracker.commands import people
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.models import Person
from budgettracker.people.queries import accounts_to_split
from budgettracker.people.rules.administering import require_roles
from tests.client import PageClient
from tests.factories import world as making
from tests.factories.imports import import_from, problems_in, write_tables
from tests.factories.world import NOON, World

TODAY = NOON.date()
R = Role
TOGETHER = {
    frozenset(pair)
    for pair in (
        (R.PRACTITIONER, R.MANAGER),
        (R.PRACTITIONER, R.SENIOR_MANAGER),
        (R.PRACTITIONER, R.BUSINESS_SUPPORT),
        (R.PRACTITIONER, R.ADMINISTRATOR),
        (R.MANAGER, R.SENIOR_MANAGER),
        (R.MANAGER, R.BUSINESS_SUPPORT),
        (R.SENIOR_MANAGER, R.BUSINESS_SUPPORT),
        (R.FINANCE, R.BUSINESS_SUPPORT),
        (R.BUSINESS_SUPPORT, R.ADMINISTRATOR),
    )
}
"""The pairs that one account may hold; every other pair is kept apart."""
APART = sorted({frozenset(pair) for pair in combinations(Role, 2)} - TOGETHER, key=sorted)


def test_each_pair_of_roles_may_meet_or_not() -> None:
    for pair in TOGETHER:
        assert kept_apart(pair) is None, pair
        require_roles(pair, of_installation=False)
    for pair in APART:
        assert set(kept_apart(pair) or ()) == pair
        with pytest.raises(Refusal):
            require_roles({*pair, R.BUSINESS_SUPPORT}, of_installation=False)
    assert kept_apart({R.PRACTITIONER, R.MANAGER, R.SENIOR_MANAGER}) is None
    assert len(APART) == 19


def test_every_way_to_such_an_account_is_refused_in_words(
    app: Flask, client: PageClient, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The forms for adding and changing, the operator's command, an import, and the deeds behind them."""
    app.config["CLOCK"] = lambda: NOON
    monkeypatch.setattr(people, "ready_program", lambda: app)
    command = ["--name", "Nia Noor", "--email", "nia@example.org", "--authority", "Westmoor"]
    client.as_("adam.able@example.org")
    before = db.session.scalar(select(func.count()).select_from(Person))
    of_an_authority = [sorted(pair) for pair in APART if R.EVALUATOR not in pair]
    for pair in of_an_authority:
        words = " and ".join(role.words for role in Role if role in pair)
        new = client.send("/people/add", name="Nia Noor", email="nia@example.org", roles=pair)
        changed = client.send(f"/people/{world.bob.id}/roles", roles=pair)
        for seen in (new, changed):
            assert seen.status == 422, pair
            assert f"One account cannot be {words}" in seen.text
        roles = [word for role in pair for word in ("--role", str(role))]
        done = CliRunner().invoke(people.add_person_command, [*command, *roles])
        assert (done.exit_code, words in done.output) == (1, True), done.output
        with transaction(), pytest.raises(Refusal, match=words):
            change_roles(None, world.bob, pair, TODAY, on=TODAY, at=NOON)
    rows = "\n".join(
        f"p{number}@example.org,Person {number},{'; '.join(pair)},North team"
        for number, pair in enumerate(of_an_authority)
    )
    folder = write_tables(tmp_path / "folder", people=f"email,name,roles,team\n{rows}")
    problems = problems_in(import_from(folder, "Westmoor"))
    assert len([line for line in problems if "One account cannot be" in line]) == len(of_an_authority), problems
    assert db.session.scalar(select(func.count()).select_from(Person)) == before
    assert db.session.get_one(Person, world.bob.id).roles_on(TODAY) == {R.PRACTITIONER}


def test_an_account_from_before_works_and_gets_no_further_role(app: Flask, world: World) -> None:
    with transaction():
        both = making.person(world.authority, "Ada Both", R.FINANCE, R.ADMINISTRATOR)
    assert [person.name for person in accounts_to_split(world.authority.id, TODAY)] == ["Ada Both"]
    with transaction():
        change_roles(world.adam, both, [R.FINANCE, R.ADMINISTRATOR], TODAY, on=TODAY, at=NOON)
        for more in ([R.FINANCE, R.ADMINISTRATOR, R.BUSINESS_SUPPORT], [R.FINANCE, R.BUSINESS_SUPPORT]):
            with pytest.raises(Refusal, match="holds finance and administrator from before"):
                change_roles(world.adam, both, more, TODAY, on=TODAY, at=NOON)
    assert db.session.get_one(Person, both.id).roles_on(TODAY) == {R.FINANCE, R.ADMINISTRATOR}
    with transaction():
        change_roles(world.adam, both, [R.FINANCE], TODAY, on=TODAY, at=NOON)
    with transaction():
        change_roles(world.adam, both, [R.FINANCE, R.BUSINESS_SUPPORT], TODAY, on=TODAY, at=NOON)
    assert accounts_to_split(world.authority.id, TODAY) == []


def test_such_accounts_are_listed_for_the_administrator_and_the_senior_manager(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = lambda: NOON
    client.as_("adam.able@example.org")
    assert "roles that should not meet" not in client.get("/people").text
    with transaction():
        making.person(world.authority, "Ada Both", R.AUDITOR, R.PRACTITIONER)
        making.person(world.elsewhere, "Ed Both", R.AUDITOR, R.PRACTITIONER)
    assert "1 account holds roles that should not meet" in client.get("/people").text
    for email in ("adam.able@example.org", "sam.stone@example.org"):
        client.as_(email)
        first = client.get("/people" if email.startswith("adam") else "/decisions")
        assert "1 account holds roles that should not meet" in first.text
        seen = client.get("/people/accounts")
        assert "Ada Both" in seen.text
        assert "Auditor, practitioner" in seen.text
        assert "Ed Both" not in seen.text
        assert (f'href="/people/{accounts_to_split(world.authority.id, TODAY)[0].id}"' in seen.html) == (
            email == "adam.able@example.org"
        )
