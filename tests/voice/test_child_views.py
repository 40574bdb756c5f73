"""What children say: three questions, read by a second person, on no statement, in no wrong hands, never in words outside."""

import logging
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from budgettracker.database import db, transaction
from budgettracker.families.actions import restrict_family
from budgettracker.statements.actions import make_statement, tick_items
from budgettracker.statements.kinds import Audience
from budgettracker.voice.actions import read_child_view, record_child_view, record_we_did
from budgettracker.voice.kinds import ChildAnswer, ChildQuestion, Whose
from budgettracker.voice.queries import answers_of, child_views_of
from budgettracker.voice.rules.child_views import READ_BACK
from tests.client import PageClient
from tests.factories.exports import built, file_of, study_world
from tests.factories.families import TODAY, WHEN, own_family, refusal
from tests.factories.spend import bought, limit
from tests.factories.statements import ANY_ID, EVERYBODY, printed, reading_age, ticks, turned_on
from tests.factories.voice import ANSWERS, child_talked
from tests.factories.world import NOON, World

READ_ALOUD = (
    *(question.words for question in ChildQuestion),
    *(answer.words for answer in ChildAnswer),
    *READ_BACK.values(),
    *("You said", "We did", "We will tell you what we do.", "Is this right? You can tell us if it is not."),
    *("You do not have to answer. You can say that you do not want to say.", "Do you want to tell us more?"),
)
"""Every sentence of the pages that a child sees."""


def test_a_child_of_nine_reads_every_sentence() -> None:
    assert reading_age("\n".join(READ_ALOUD)) <= 9
    assert [line for line in READ_BACK.values() if reading_age(line) > 9] == []
    pages = "".join(Path(f"templates/voice/{name}.html").read_text() for name in ("child_view", "record_child_view"))
    assert [text for text in READ_ALOUD[-6:-1] if text not in pages] == []
    assert len(ChildQuestion) <= 3
    assert ChildAnswer.NOT_SAID in ChildAnswer


@pytest.mark.pages
def test_on_paper_a_childs_pages_are_read_at_nine_and_name_nothing(
    app: Flask, client: PageClient, world: World
) -> None:
    """All that is printed of them, whoever wrote it into a template; nothing of the program and of who the child is."""
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    with transaction():
        view = child_talked(world, own_family(world), dict.fromkeys(ChildQuestion, ChildAnswer.A_BIT))
        record_we_did(world.alice, view, "You chose the colour", at=NOON)
    client.as_(world.alice.email)
    for page in (f"/families/{world.family_id}/children/{view.child_id}/said", f"/children-said/{view.id}"):
        lines = printed(client.get(page).html)
        assert len(lines) > 7, page
        assert reading_age("\n".join(lines)) <= 9, page
        assert [line for line in lines if reading_age(line) > 11] == [], "no one sentence is hard either"
        assert not any(word in line for line in lines for word in ("tracker", "T1", "WM-", "Alice", "worker")), page


def test_a_second_person_reads_and_words_are_written_once(world: World) -> None:
    with transaction():
        family = own_family(world)
        view = child_talked(world, family, words="Canarychild")
        with refusal("better"):
            record_child_view(world.alice, family, view.child, {}, "", Whose.WORKER, TODAY, **WHEN)
        with refusal(None):
            read_child_view(world.alice, view, at=NOON)
        read_child_view(world.bob, view, at=NOON)
        with refusal(None):
            read_child_view(world.mary, view, at=NOON)
        for words in ("", "x" * 301):
            with refusal("words"):
                record_we_did(world.alice, view, words, at=NOON)
        record_we_did(world.alice, view, "You chose the colour", at=NOON)
    (row,) = child_views_of(family.id)
    assert answers_of(row) == ANSWERS
    assert [done.details.words for done in row.done] == ["You chose the colour"]


def test_the_database_refuses_one_person_as_both_hands(world: World) -> None:
    with transaction():
        view = child_talked(world, own_family(world))
    view.read_by_id, view.read_at = view.recorded_by_id, NOON
    with pytest.raises(IntegrityError, match="read_by_another"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.pages
def test_pages_ask_read_back_and_keep_what_is_refused(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    with transaction():
        child = child_talked(world, own_family(world)).child_id
    client.as_(world.alice.email)
    page = f"/families/{world.family_id}/children/{child}/said"
    shown = client.get(page)
    assert shown.html.count('value="not_said"') == len(ChildQuestion)
    assert shown.html.count('class="face"') == len(ChildQuestion) * len(ChildAnswer)
    refused = client.send(page, better="no", words="My bed is good")
    assert refused.status == 422
    assert "My bed is good" in refused.html
    sent = client.send(page, better="no", home="not_said", words="My bed is good", whose="child")
    answer = client.get(sent.location)
    assert "You said our help did not make things better." in answer.text
    assert "My bed is good" in answer.text
    assert "feel good at home" not in answer.text
    assert "I have read it" not in answer.html
    done = client.send(sent.location.partition("?")[0], words="We came again")
    assert "We came again" in client.get(done.location).text
    client.as_(world.bob.email)
    mine = client.get(sent.location.partition("?")[0])
    read = f"{sent.location.partition('?')[0]}/read"
    assert client.post(read, mine.form(read)).status == 303


@pytest.mark.pages
def test_a_childs_words_reach_nobody_else(
    app: Flask, client: PageClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """No page, statement, file, file's name or log of anybody else holds them; the same pages, byte for byte, without them."""
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    study = study_world(world).study
    limit(world, 5_000_00)
    cot = bought(world.alice, world.family, 20_00)
    others = (world.carol, world.audrey, world.fiona, world.adam, world.eve, world.dave)
    pages = ["/families", "/my-families", "/ledger", "/", f"/families/{world.family_id}", f"/spend/{cot.id}"]
    before = {(who.name, page): seen(client, who.email, page) for who in others for page in pages}
    with caplog.at_level(logging.DEBUG):
        with transaction():
            turned_on(world)
            family = own_family(world)
            view = child_talked(world, family, words="Canarywords")
            record_we_did(world.alice, view, "Canarydeed", at=NOON)
            read_child_view(world.bob, view, at=NOON)
            tick_items(world.alice, family, [ticks(cot, EVERYBODY, "A cot")], sure=False, at=NOON)
            made = [make_statement(world.alice, family, each, each.words, at=NOON) for each in Audience]
        for who in others:
            for page in [f"/children-said/{view.id}", f"/families/{world.family_id}/children-said"]:
                client.as_(who.email)
                assert client.get(page).status in (403, 404), (who.name, page)
            for page in pages:
                after = seen(client, who.email, page)
                assert "Canary" not in after, (who.name, page)
                if who is not world.audrey and who is not world.adam:
                    assert after == before[who.name, page], (who.name, page)
        client.as_(world.alice.email)
        assert "Canarywords" in client.get(f"/children-said/{view.id}").text
        for statement in made:
            assert "Canary" not in client.get(f"/statements/{statement.id}").html
        with transaction():
            restrict_family(world.alice, own_family(world), [world.mary], "Known here", **WHEN)
        client.as_(world.bob.email)
        assert client.get(f"/children-said/{view.id}").status == 404
    path = file_of(app, built(app, study))
    assert b"Canary" not in unzipped(path)
    assert "Canary" not in str(path)
    assert "Canary" not in caplog.text


def seen(client: PageClient, email: str, page: str) -> str:
    """A page as somebody sees it, without what changes with each answer."""
    client.as_(email)
    return ANY_ID.sub("-", client.get(page).html)


def unzipped(path: Path) -> bytes:
    """Every byte of a workbook's parts."""
    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())
