"""The sheets Voice and Devolution: what had been read by the time of the run, as codes; who decided, and how long it took."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.voice.actions import read_child_view, record_child_view, record_wishes
from budgettracker.voice.kinds import ChildAnswer, ChildQuestion, Whose, Wishes
from tests.factories import world as make
from tests.factories.exports import built, file_of, study_world
from tests.factories.families import own_family
from tests.factories.studies import AT
from tests.factories.workbooks import texts
from tests.factories.world import World

DAY = date(2026, 5, 4)
ANSWERS = {ChildQuestion.BETTER: ChildAnswer.NO, ChildQuestion.HOME: ChildAnswer.NOT_SAID}


def test_the_sheets_have_what_stood_when_the_run_was_made(app: Flask, world: World) -> None:
    study = study_world(world).study
    later = AT + timedelta(days=1)
    with transaction():
        family, other = own_family(world), db.session.get_one(Family, world.comparison.id)
        record_wishes(world.alice, other, Wishes.UNSAFE, DAY, date(2026, 12, 1), on=AT.date(), at=AT)
        record_wishes(world.alice, other, Wishes.HEARD, DAY, date(2026, 12, 1), on=AT.date(), at=later)
        child = make.child(family, "T1")
        for words, read_at in (("Canarywords", AT), ("Canarylate", later), ("Canaryunread", None)):
            view = record_child_view(world.alice, family, child, ANSWERS, words, Whose.CHILD, DAY, on=AT.date(), at=AT)
            if read_at is not None:
                read_child_view(world.bob, view, at=read_at)
    path = file_of(app, built(app, study))
    names = ("arm", "wishes", "whose", "better", "home", "listened")
    voice = texts(path, "Voice")
    assert sorted(tuple(row.get(name, "") for name in names) for row in voice) == [
        ("budget", "", "child", "no", "not_said", ""),
        ("comparison", "unsafe", "", "", "", ""),
    ]
    assert [row["arm"] for row in voice if "child" in row] == ["budget"]
    rows = texts(path, "Devolution")
    assert len(rows) == len(texts(path, "Families"))
    devolved = list(db.session.scalars(select(Spend).where(Spend.kind == SpendKind.DEVOLVED)))
    assert 0 < sum(int(row["purchases"]) for row in rows) <= len(devolved)
    for row in rows:
        decided = int(row["front_line"]) + int(row["by_manager"]) + int(row["by_senior_manager"])
        assert decided <= int(row["purchases"])
