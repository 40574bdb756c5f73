"""Examples in a manager's own wording, and why money stayed unused, asked once at closing where some did."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.families.actions import restrict_family
from budgettracker.voice.actions import retire_example, write_example
from budgettracker.voice.kinds import ExampleKind, UnusedReason
from budgettracker.voice.models import FamilyUnused
from budgettracker.voice.queries import examples_of
from tests.client import PageClient
from tests.factories import world as make
from tests.factories.families import refusal
from tests.factories.spend import TODAY, limit
from tests.factories.world import NOON, World


def test_an_example_has_both_halves_and_is_taken_off(world: World) -> None:
    with transaction():
        for words, answer, field in (("", "Sleep", "words"), ("A cot", "x" * 301, "answer")):
            with refusal(field):
                write_example(world.mary, world.scheme, ExampleKind.EXAMPLE, words, answer, at=NOON)
        row = write_example(world.mary, world.scheme, ExampleKind.EXAMPLE, "A cot", "Sleep", at=NOON)
        assert [each.details.answer for each in examples_of(world.scheme.id)] == ["Sleep"]
        retire_example(world.sam, row, at=NOON)
    assert examples_of(world.scheme.id) == []


def test_an_example_names_no_family_that_the_manager_knows(world: World) -> None:
    """Whoever is not named for a restricted family is not told that there is one of the name."""
    with transaction():
        hidden = make.family(world.team, "WM-777", "Hawthorn", world.alice, world.scheme)
    with transaction():
        restrict_family(world.alice, hidden, [world.sam], "Known here", on=TODAY, at=NOON)
    with transaction():
        for words, named in (
            (f"The {world.family.details.name.upper()}'s bed", world.family.details.name),
            (f"A bed ({world.family.reference.lower()})", world.family.reference),
        ):
            for field, both in (("words", (words, "Sleep")), ("answer", ("A bed", words))):
                with refusal(field) as refused:
                    write_example(world.mary, world.scheme, ExampleKind.EXAMPLE, *both, at=NOON)
                assert f"“{named}” is a family here" in str(refused.value)
        for words in (f"A {world.family.details.name}ish bed", "Hawthorn in the garden"):
            write_example(world.mary, world.scheme, ExampleKind.EXAMPLE, words, "Sleep", at=NOON)


@pytest.mark.pages
def test_everybody_reads_what_a_manager_writes(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    page = f"/schemes/{world.scheme.id}/examples"
    client.as_(world.mary.email)
    assert (
        client.send(f"{page}/new", kind="you_said", words="You waited too long", answer="Cards for all").status == 303
    )
    client.as_(world.alice.email)
    shown = client.get(page)
    assert "Cards for all" in shown.text
    assert "Take off" not in shown.html
    assert f'href="{page}"' in client.get(f"/families/{world.family_id}/spend/new").html


@pytest.mark.pages
def test_closing_asks_why_money_stayed_unused(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    client.as_(world.alice.email)
    page = f"/families/{world.family_id}/close"
    question = "Why did money stay unused?"
    assert question not in client.get(page).text
    limit(world, 5_000_00)
    assert question in client.get(page).text
    assert client.send(page, end_reason="plan ended", unused="process").status == 303
    (row,) = db.session.query(FamilyUnused).all()
    assert (row.reason, row.family_id) == (UnusedReason.PROCESS, world.family_id)
