"""The dated lines of a family: written once, used by every record, refused in words where a day cannot be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from budgettracker.database import transaction
from budgettracker.voice.actions import record_language, record_wishes
from budgettracker.voice.kinds import Interpreter, Language, Wishes
from budgettracker.voice.queries import language_line, languages_of, wishes_line, wishes_of
from tests.client import PageClient
from tests.factories.families import TODAY, WHEN, own_family, refusal
from tests.factories.spend import bought, limit
from tests.factories.world import World

AUTUMN = date(2026, 9, 15)


def test_the_latest_line_holds(world: World) -> None:
    with transaction():
        family = own_family(world)
        assert (wishes_line(family.id, TODAY), language_line(family.id)) == ("", "")
        record_wishes(world.alice, family, Wishes.HEARD, TODAY, AUTUMN, **WHEN)
        record_wishes(world.bob, family, Wishes.UNSAFE, TODAY - timedelta(days=9), TODAY + timedelta(days=1), **WHEN)
        record_language(world.bob, family, Language.BSL, Interpreter.THERE, TODAY, **WHEN)
    assert wishes_line(family.id, TODAY) == "Heard on 15 June 2026, next by 15 September 2026"
    assert "next was due by 15 September 2026" in wishes_line(family.id, AUTUMN + timedelta(days=1))
    assert [(row.wishes, name) for row, name in wishes_of(family.id)] == [
        ("heard", world.alice.name),
        ("unsafe", world.bob.name),
    ]
    assert wishes_line(family.id, TODAY - timedelta(days=1)).startswith("It was not safe to ask on 6 June 2026")
    assert wishes_line(family.id, TODAY - timedelta(days=10)) == "", "nothing was heard yet"
    assert language_line(family.id).startswith("British Sign Language. An interpreter comes along (asked on 15 June")
    assert len(languages_of(family.id)) == 1


@pytest.mark.parametrize(
    "field, happened, after",
    [
        ("happened_on", TODAY + timedelta(days=1), AUTUMN),
        ("happened_on", date(2019, 12, 31), date(2020, 6, 1)),
        ("next_on", TODAY - timedelta(days=5), TODAY),
        ("next_on", TODAY, TODAY + timedelta(days=367)),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_days_that_cannot_be_are_refused(world: World, field: str, happened: date, after: date) -> None:
    with refusal(field), transaction():
        record_wishes(world.alice, own_family(world), Wishes.HEARD, happened, after, **WHEN)


@pytest.mark.pages
def test_pages_write_a_line_and_every_record_uses_it(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 20_00)
    client.as_(world.alice.email)
    family = f"/families/{world.family_id}"
    assert "Section 17(4A)" in client.get(f"{family}/wishes").text
    refused = client.send(
        f"{family}/wishes", wishes="heard", **{"next_on-day": "1", "next_on-month": "6", "next_on-year": "2026"}
    )
    assert refused.status == 422
    assert "Choose a day to come" in refused.html
    sent = client.send(
        f"{family}/wishes", wishes="heard", **{"next_on-day": "1", "next_on-month": "9", "next_on-year": "2026"}
    )
    assert sent.status == 303
    assert client.send(f"{family}/language", language="polish", interpreter="by_phone").status == 303
    line = "Heard on 15 June 2026, next by 1 September 2026"
    shown = client.get(family).text
    assert line in shown
    assert "Polish. An interpreter by phone or video (asked on 15 June 2026" in shown
    assert line in client.get(f"/spend/{spend.id}/record").text
    assert f"Children's wishes: h{line[1:]}." in client.get(f"/spend/{spend.id}").html.replace("&#39;", "'")


@pytest.mark.pages
def test_the_record_of_a_decision_says_what_had_been_heard_by_then(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 20, 12, tzinfo=UTC)
    limit(world, 5_000_00)
    spend, later = bought(world.alice, world.family, 20_00), TODAY + timedelta(days=4)
    with transaction():
        at = datetime(2026, 6, 19, 12, tzinfo=UTC)
        record_wishes(world.alice, own_family(world), Wishes.HEARD, later, AUTUMN, on=later, at=at)
    client.as_(world.alice.email)
    assert "Children's wishes Not written down by then" in client.get(f"/spend/{spend.id}/record").text
    assert "Heard on 19 June 2026" in client.get(f"/families/{world.family_id}").text
