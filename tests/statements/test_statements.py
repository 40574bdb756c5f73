"""A statement says what was ticked for its reader, and nothing from which the rest could be worked out."""

import itertools
import logging
import re
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgettracker.database import db, transaction
from budgettracker.families.actions import restrict_family
from budgettracker.people.models import Authority, Notice, OutgoingMessage
from budgettracker.spend.actions import hide_words
from budgettracker.spend.models import Spend
from budgettracker.statements import rules
from budgettracker.statements.actions import make_statement, tick_items
from budgettracker.statements.kinds import Audience
from budgettracker.statements.models import Statement
from budgettracker.statements.queries import lines_of
from budgettracker.statements.rules import Item, lines_for, think_twice
from tests.client import PageClient
from tests.factories.families import WHEN, own_family, refusal
from tests.factories.spend import bought, limit
from tests.factories.statements import ANY_ID, EVERYBODY, printed, reading_age, ticks, turned_on
from tests.factories.world import NOON, World

SOME = st.sets(st.sampled_from(Audience)).map(frozenset)
ITEMS = st.lists(
    st.builds(
        Item,
        st.integers(1, 99).map(lambda number: uuid.UUID(int=number)),
        st.integers(1, 12).map(lambda month: date(2026, month, 1)),
        st.sampled_from(("A cot", "a cot", "Shoes", "Door lock", "Ä bed")),
        st.just(""),
        SOME,
    ),
    max_size=8,
)
READERS = {Audience.ADULT_A: "Ada", Audience.ADULT_B: "Ben", Audience.CHILD: "Cleo"}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ITEMS, st.sampled_from(Audience))
def test_lines_are_the_same_without_what_is_kept_off(items: list[Item], audience: Audience) -> None:
    shown = [item for item in items if audience in item.audiences]
    lines = [[line for _, line in lines_for(world, audience)] for world in (items, shown, [*reversed(shown)])]
    assert lines[0] == lines[1] == lines[2]
    assert len(lines[0]) == len(shown)


TELLING = (
    *("New front door lock", "Bus tickets to Leeds", "First month's rent and deposit", "A solicitor's letter"),
    *("SIM card", "Pay-as-you-go phone", "Six counselling sessions", "Fuel card", "One night in a hotel", "Passport"),
)


@pytest.mark.parametrize("words", TELLING)
def test_what_tells_too_much_stands_apart(words: str) -> None:
    assert think_twice(words)
    assert not think_twice("A cot and bedding", "Practical: bedding")


@pytest.mark.pages
def test_whoever_subtracts_learns_nothing(app: Flask, client: PageClient, world: World) -> None:
    """For every set of readers of one purchase, each reader's page is that of the world without it, unless it is theirs."""
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    limit(world, 5_000_00)
    plain, kept = bought(world.alice, world.family, 20_00), bought(world.alice, world.family, 30_00)
    client.as_(world.alice.email)
    with transaction():
        turned_on(world)
        tick_items(world.alice, own_family(world), [ticks(plain, EVERYBODY, "A cot")], sure=False, at=NOON)
    without = {reader: page_for(client, world, reader) for reader in Audience}
    sets = [frozenset(each) for size in range(4) for each in itertools.combinations(Audience, size)]
    for readers in sets:
        with transaction():
            tick_items(world.alice, own_family(world), [ticks(kept, readers, "Canarylock")], sure=False, at=NOON)
        for reader in Audience:
            page = page_for(client, world, reader)
            assert (page == without[reader]) is (reader not in readers), (reader, readers)
            assert ("Canarylock" in page) is (reader in readers)
    app.config["CLOCK"] = lambda: datetime(2026, 7, 15, 12, tzinfo=UTC)
    client.as_(world.alice.email)
    months = []
    for readers in (frozenset[Audience](), EVERYBODY - {Audience.ADULT_A}):
        with transaction():
            tick_items(world.alice, own_family(world), [ticks(kept, readers, "Canarylock")], sure=False, at=NOON)
        months.append(page_for(client, world, Audience.ADULT_A))
    assert months[0] == months[1] == without[Audience.ADULT_A].replace("15 June 2026", "15 July 2026"), (
        "a month later too"
    )
    rows = [db.session.query(each).count() for each in (Notice, OutgoingMessage)]
    assert rows == [0, 0], "no notice goes out about a statement, made or not"


def page_for(client: PageClient, world: World, reader: Audience) -> str:
    """The page of a new statement for a reader, byte by byte, ids and secrets of the one answer left out."""
    made = client.send(f"/families/{world.family_id}/statements/new", audience=reader, reader=READERS[reader])
    assert made.status == 303
    return ANY_ID.sub("-", client.get(made.location).html)


def test_it_is_frozen_and_later_prints_obey_what_was_hidden(world: World) -> None:
    limit(world, 5_000_00)
    cot, bed = bought(world.alice, world.family, 20_00), bought(world.alice, world.family, 30_00)
    with transaction():
        turned_on(world)
        family = own_family(world)
        tick_items(
            world.alice, family, [ticks(cot, EVERYBODY, "A cot"), ticks(bed, EVERYBODY, "A bed")], sure=False, at=NOON
        )
        made = make_statement(world.alice, family, Audience.ADULT_A, " Ada  Okafor ", at=NOON)
        tick_items(world.alice, family, [ticks(cot, (), "A cot")], sure=False, at=NOON)
        later = make_statement(world.bob, family, Audience.ADULT_A, "ada okafor", at=NOON)
    assert made.details.reader == "Ada Okafor"
    assert [line.words for line in lines_of(made)] == ["A bed", "A cot"]
    assert [line.words for line in lines_of(later)] == ["A bed"]
    with transaction():
        hide_words(world.alice, db.session.get_one(Spend, bed.id), "Wrong family", at=NOON)
    assert [line.words for line in lines_of(db.session.get_one(Statement, made.id))] == ["A cot"]


def test_one_letter_is_one_person(world: World) -> None:
    limit(world, 5_000_00)
    cot = bought(world.alice, world.family, 20_00)
    with refusal(None), transaction():
        make_statement(world.alice, own_family(world), Audience.ADULT_A, "Ada", at=NOON)
    with transaction():
        turned_on(world)
        family = own_family(world)
        with refusal("audience"):
            make_statement(world.alice, family, Audience.ADULT_A, "Ada", at=NOON)
        tick_items(world.alice, family, [ticks(cot, EVERYBODY)], sure=False, at=NOON)
        make_statement(world.alice, family, Audience.ADULT_A, "Ada", at=NOON)
        for audience, name in (
            (Audience.ADULT_A, "Ben"),
            (Audience.ADULT_B, "ADA"),
            (Audience.CHILD, "Ada"),
            (Audience.CHILD, ""),
        ):
            with refusal("reader"):
                make_statement(world.alice, family, audience, name, at=NOON)
        for name in ("Cleo", "Dan"):
            make_statement(world.alice, family, Audience.CHILD, name, at=NOON)


@pytest.mark.pages
def test_in_wales_it_is_in_welsh_too_or_it_is_refused(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    limit(world, 5_000_00)
    cot, taxi = bought(world.alice, world.family, 20_00), bought(world.alice, world.family, 30_00)
    with transaction():
        db.session.get_one(Authority, world.authority.id).nation = "wales"
        db.session.get_one(Spend, taxi.id).details.bought_what = "A taxi"
        turned_on(world)
    client.as_(world.alice.email)
    items = f"/families/{world.family_id}/statements/items"
    shown = client.get(items)
    assert shown.text.index("15 June 2026") < shown.text.index("Think twice") < shown.text.index("A taxi")
    assert "checked" not in shown.html
    answer = {f"who_{cot.id.hex}": "adult_a", f"words_{cot.id.hex}": "A cot"}
    refused = client.send(items, **answer)
    assert refused.status == 422
    assert "in Wales a statement is in both languages" in refused.text
    assert 'value="A cot"' in refused.html
    answer[f"welsh_{cot.id.hex}"] = "Crud"
    twice = client.send(items, **answer, **{f"who_{taxi.id.hex}": "adult_a", f"welsh_{taxi.id.hex}": "Tacsi"})
    assert twice.status == 422
    assert "Say that you thought about it" in twice.text
    assert client.send(items, **answer).status == 303
    made = client.send(f"/families/{world.family_id}/statements/new", audience="adult_a", reader="Ada")
    page = client.get(made.location)
    assert '<div class="statement" lang="cy">' in page.html
    assert "Crud Mehefin 2026" in page.text
    assert "A cot June 2026" in page.text
    assert "20.00" not in page.text
    assert "axi" not in page.text


@pytest.mark.pages
def test_a_restricted_family_has_statements_by_those_named_for_it(
    app: Flask, client: PageClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    limit(world, 5_000_00)
    cot = bought(world.alice, world.family, 20_00)
    with transaction():
        turned_on(world)
        family = own_family(world)
        restrict_family(world.alice, family, [world.mary], "Known here", **WHEN)
        tick_items(world.alice, family, [ticks(cot, EVERYBODY, "Canarycot")], sure=False, at=NOON)
        made = make_statement(world.alice, family, Audience.CHILD, "Canarychild", at=NOON)
    pages = [f"/statements/{made.id}"] + [
        f"/families/{world.family_id}/statements{end}" for end in ("", "/new", "/items")
    ]
    with caplog.at_level(logging.DEBUG):
        for person in (world.bob, world.sam, world.audrey, world.fiona, world.adam):
            client.as_(person.email)
            for page in [*pages, "/my-families", "/families", f"/history/family/{world.family_id}"]:
                answer = client.get(page)
                assert "Canary" not in answer.html, (person.name, page)
                assert page not in pages or answer.status in (403, 404), (person.name, page)
        client.as_(world.mary.email)
        assert "Canarycot" in client.get(pages[0]).text
    assert "Canary" not in caplog.text


def test_a_child_of_nine_reads_it() -> None:
    names = {"reader": "Sam", "maker": "Ann", "authority": "Leeds", "day": "3 May 2026"}
    texts = rules.ENGLISH
    whole = "\n".join((texts.title, *texts.filled(**names).values(), "A cot", "Shoes for school"))
    assert reading_age(whole) <= 9
    assert reading_age("Your personalised expenditure statement details discretionary purchases.") > 12
    assert reading_age("The cat sat on the mat.") < 6


@pytest.mark.pages
def test_on_paper_it_is_read_at_nine_and_names_nothing_of_the_program(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    limit(world, 5_000_00)
    cot, shoes = bought(world.alice, world.family, 20_00), bought(world.alice, world.family, 30_00)
    with transaction():
        turned_on(world)
        items = [ticks(cot, EVERYBODY, "A cot"), ticks(shoes, EVERYBODY, "Shoes for school")]
        tick_items(world.alice, own_family(world), items, sure=False, at=NOON)
    client.as_(world.alice.email)
    for reader in Audience:
        made = client.send(f"/families/{world.family_id}/statements/new", audience=reader, reader=READERS[reader])
        lines = printed(client.get(made.location).html)
        assert {"A cot", "Shoes for school"} <= set(lines)
        assert reading_age("\n".join(lines)) <= 9
        assert not any(word in line for line in lines for word in ("tracker", "budget", "WM-", "Okafor", "Print", "£"))


def test_every_sentence_stands_in_both_languages() -> None:
    names = {"reader": "R", "maker": "M", "authority": "A", "day": "D"}
    english, welsh = rules.ENGLISH.filled(**names), rules.WELSH.filled(**names)
    for name, sentence in english.items():
        assert set("RMAD") & set(re.findall(r"\b[RMAD]\b", sentence)) == set(re.findall(r"\b[RMAD]\b", welsh[name]))
    assert not re.search(
        r"\d|£|total|left|next|every|all ", " ".join((rules.ENGLISH.title, *english.values())).replace("D", "")
    )
    assert uuid.UUID(int=0).hex not in str(english)
    document = Path("docs/voice-and-statements.md").read_text()
    dots = dict.fromkeys(names, "...")
    for texts in (rules.ENGLISH, rules.WELSH):
        sentences = (texts.title, *texts.filled(**dots).values())
        assert [each for each in sentences if f"| {each} |" not in document] == [], (
            "a Welsh reader finds them all there"
        )
