"""Whoever a thing is kept from reads the same bytes in a world with it and in one without: there is nothing to subtract.

Every address of the table and every history is asked in worlds of one of everything that differ in one thing alone: a
restricted family, a sealed record, what a child said. Where each answer by itself is the same in both worlds, so is every
pair of answers, of one month or two, and whatever anybody works out of them. Those who keep or audit the money, count a
study or protect data meet a restricted family as a number (`COUNTED`): there the worlds differ in whose it was and what was
bought, and the answers do not. Statements of each audience are subtracted in tests/statements.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.confirmations.actions import confirm
from budgettracker.database import db, transaction
from budgettracker.families.actions import ask_to_name, ask_to_seal, close_family, open_by_hand, restrict_family
from budgettracker.families.kinds import IncidentKind, SealedBecause
from budgettracker.families.models import Child, Family
from budgettracker.home.queries.clock import to_tell
from budgettracker.ledger.actions import set_pot
from budgettracker.outcomes.actions import record_outcome
from budgettracker.outcomes.kinds import Outcome
from budgettracker.spend import actions as spends
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.models import Spend
from budgettracker.voice.actions import read_child_view, record_child_view, record_wishes
from budgettracker.voice.kinds import Whose, Wishes
from budgettracker.worktime.actions import Part, Work, log_time, offer_time
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries import expenses_asked
from tests.access.histories import WHO
from tests.access.one_of_everything import TODAY, YESTERDAY, activity, picture
from tests.access.table import ACTORS, TABLE
from tests.access.whole_world import WholeWorld
from tests.factories import world as make
from tests.factories.spend import weekly
from tests.factories.statements import statement_made
from tests.factories.voice import ANSWERS, child_talked
from tests.factories.walks import differences, parts_of
from tests.factories.world import NOON, World

WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}
NIGHTLY = bool(os.environ.get("NIGHTLY"))
pytestmark = pytest.mark.timeout(1200 if NIGHTLY else 300)
READERS = (
    "sam",
    "carol",
    "audrey",
    "beth",
    "adam",
    *(("bob", "mona", "paul", "fiona", "eve", "dave") if NIGHTLY else ()),
)
"""By day the first of those who may look there asks for a page, at night each of them."""
COUNTED = ("ledger.", "costing.worker_months", "studies.show", "families.data_protection")
"""Here a family is a number; and auditors read in a family's history that somebody talked with its child."""
MONTH = "/time/months/{team}/2026-06"
BESIDES = (
    f"{MONTH}/close",
    f"{MONTH}/people/{{lead}}",
    "/people/{lead}",
    "/people/{lead}/teams",
    "/decisions?show=all",
    "/families?order=name",
    "/ledger/file?as=csv",
)
"""Addresses that the table asks for another month or person, or otherwise; every reader asks for them."""
UNIQUE = re.compile(
    r'\b[PR]-[A-Z2-9]{6}\b|[A-Za-z0-9_.-]{60,}=*|nonce(?:="|-)[\w-]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|data-keep="[^"]*"|'
    r'(?<=version" value=")\w{16}'
)
"""What no two answers have in common."""
NOT_SAID = {"Date", "Content-Length"}
Answers = dict[str, str]


def family_of(world: World, receipts: Path, word: str) -> Family:
    """A family that alice works with, with one of all that is listed, counted or waits, and a word in all that is written."""
    alice, family = world.alice, make.family(world.team, f"{word}-1", word, world.alice, world.scheme)
    make.child(family, f"{word}-C")

    def log(pence: int, **more: Any) -> Spend:
        what = spends.Purchase(
            amount_pence=pence, bought_what=word, bought_on=TODAY, purpose=word, supplier=word, note=word, **more
        )
        return spends.log_spend(alice, family, what, **WHEN)

    approve_limit(world.mary, propose_limit(alice, family, world.scheme, 3_000_00, word, **WHEN), **WHEN)
    bought = log(300_00)
    spends.add_receipt(alice, bought, read_receipt(picture(17)[0].read()), receipts, at=NOON)
    log(700_00)
    log(40_00, payment_method="own_money")
    spends.reverse_spend(alice, log(20_00), word, **WHEN)
    spends.refund_spend(alice, log(30_00), 10_00, TODAY, **WHEN)
    spends.hide_words(alice, log(25_00), word, at=NOON)
    spends.approve_spend(world.mary, log(650_00), word, **WHEN)
    weekly(alice, family, 11_00, 3, TODAY)
    log(9_000_00, already_paid=True)
    propose_limit(alice, family, world.scheme, 4_000_00, word, **WHEN)
    visit = activity(world, "Visit to the family")
    work = Work(YESTERDAY, visit.id, (Part(family.id),), 45, note=word, expenses_pence=80_00)
    entry = log_time(alice, alice, work, **WHEN)
    offer_time(alice, entry, world.bob, **WHEN)
    record_outcome(alice, family, Outcome.PLAN_ENDED, TODAY, code="10A", **WHEN)
    statement_made(world, family, [bought], word)
    child_talked(world, family, words=word, reference=f"{word}-D")
    record_wishes(alice, family, Wishes.HEARD, TODAY, date(2026, 9, 1), **WHEN)
    open_by_hand(alice, family, IncidentKind.SEEN, word, since_on=TODAY, aware_on=TODAY, at=NOON)
    return family


def restricted(world: World, receipts: Path, word: str) -> None:
    """A family that only alice and mary are named for, under the same drawn reference in every world."""
    family = family_of(world, receipts, word)
    restrict_family(world.alice, family, [world.mary], word, **WHEN)
    ask_to_name(world.alice, family, world.bob, word, **WHEN)
    family.reference = "R-ZZZZZZ"


def sealed(world: World, receipts: Path, word: str) -> None:
    """A record that nobody reads any more; what the work cost alice was confirmed before."""
    family = family_of(world, receipts, word)
    (entry,) = db.session.scalars(select(WorkEntry).join(WorkEntry.shares).filter_by(family_id=family.id))
    question = expenses_asked(entry.id)
    assert question is not None
    confirm(world.mary, question, **WHEN)
    for spend in db.session.scalars(select(Spend).filter_by(family_id=family.id, state="requested")):
        spends.withdraw_spend(world.alice, spend, at=NOON)
    close_family(world.alice, family, TODAY, "plan ended", **WHEN)
    confirm(world.mary, ask_to_seal(world.alice, family, SealedBecause.FLIGHT, **WHEN), **WHEN)
    family.reference = "R-ZZZZZZ"


def spoken(world: World, receipts: Path, word: str) -> None:
    """What a child of the Okafors said, with words, read by a colleague."""
    child = db.session.scalars(select(Child).filter_by(family_id=world.family_id).order_by(Child.reference)).first()
    assert child is not None
    view = record_child_view(world.alice, world.family, child, ANSWERS, word, Whose.CHILD, TODAY, **WHEN)
    read_child_view(world.bob, view, at=NOON)


KEPT: dict[str, tuple[Callable[[World, Path, str], None], tuple[str, ...]]] = {
    "restricted": (restricted, READERS),
    **(
        {
            "sealed": (sealed, READERS),
            "spoken": (spoken, ("audrey", "paul", "fiona", "beth", "adam", "eve")),
        }
        if NIGHTLY
        else {}
    ),
}


def questions(here: WholeWorld, readers: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Who asks for what: names of routes with addresses."""
    ids = here.made.ids | {"run": here.made.ids["study"]}
    rows = [(endpoint, row.at, row.look) for endpoint, row in TABLE.items()]
    rows += [(f"history.{kind}", f"/history/{kind}/{{{name}}}", may) for kind, (name, may) in WHO.items()]
    rows += [("besides", at, frozenset(ACTORS)) for at in BESIDES]
    for endpoint, at, may in rows:
        name, able = "ledger." if "/ledger" in at else endpoint, [reader for reader in readers if reader in may]
        for reader in able if NIGHTLY or endpoint == "besides" else [] if name.startswith(COUNTED) else able[:1]:
            yield reader, name, at.format(**ids)


def reads(here: WholeWorld, readers: Sequence[str]) -> Answers:
    """What each of them is answered, its headers included, without what no two answers have in common."""
    answers = {}
    for reader, endpoint, address in questions(here, readers):
        answer = here.ask(reader, address)
        whole = answer.get_data()
        text = (parts_of(whole) if whole.startswith(b"PK") and len(whole) > 100 else whole).decode("utf-8", "replace")
        headers = [f"{name}: {value}" for name, value in answer.headers if name not in NOT_SAID]
        answers[f"{endpoint} {reader} {address}"] = UNIQUE.sub("-", "\n".join((*headers, text)))
    return answers


def notices(here: WholeWorld) -> str:
    """What everybody but alice and mary is told that waits, once it has waited too long."""
    with here.app.app_context():
        world = of_session(here)
        waiting = to_tell(world.authority.id, TODAY + timedelta(days=20))
        return "\n".join(
            sorted(f"{key} {many}" for key, many in waiting.items() if key[0] not in {world.alice.id, world.mary.id})
        )


def of_session(here: WholeWorld) -> World:
    return World(*(db.session.merge(getattr(here.made.world, part.name)) for part in fields(World)))


def with_it(here: WholeWorld, keep: Callable[[World, Path, str], None], readers: Sequence[str], word: str) -> Answers:
    """What they are answered in a world with the thing."""
    base(here)
    with here.app.app_context(), transaction():
        keep(of_session(here), Path(here.app.config["RECEIPTS_FOLDER"]), word)
    return reads(here, readers) | {"notices": notices(here)}


def base(here: WholeWorld) -> None:
    """What both worlds have beside one of everything: a pot that the kept family's money passes."""
    here.put_back()
    with here.app.app_context(), transaction():
        world = of_session(here)
        set_pot(world.fiona, world.scheme.id, 8_000_00, date(2026, 4, 1), date(2027, 3, 31), at=NOON)


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_kept_from_them_changes_no_answer(here: WholeWorld, kept: str) -> None:
    keep, readers = KEPT[kept]
    base(here)
    without = reads(here, readers) | {"notices": notices(here)}
    answers = with_it(here, keep, readers, "Kanarie")
    assert len(answers) > 100, "the walk goes somewhere"
    assert not [address for address, answer in answers.items() if "kanarie" in answer.casefold()]
    differ = differences(without, answers)
    assert {
        address: words
        for address, words in differ.items()
        if not address.startswith((*COUNTED, *(("history.",) if kept == "spoken" else ())))
    } == {}
    assert kept != "restricted" or "Kanarie" in here.ask("mary", "/families").text, "who is named reads it"
    if NIGHTLY:
        other = with_it(here, keep, readers, "Papegaai")
        assert differences(other, answers) == {}, "what is counted says neither whose it was nor what was bought"
