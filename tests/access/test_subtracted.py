"""Whoever a thing is kept from reads the same bytes in a world with it and in one without: there is nothing to subtract.

Every address of the table and every history is asked in worlds of one of everything that differ in one thing alone: a
restricted family, a sealed record, what a child said. Where each answer by itself is the same in both worlds, so is every
pair of answers, of one month or two, and whatever anybody works out of them: pages, files to download, notices, messages
that go out, and the statements of another family for each audience (what is printed of one is part of its page). Those who
keep or audit the money, count a study or protect data meet a restricted family as a number (`COUNTED`): there the worlds
differ in whose it was and what was bought, and the answers do not. Vouchers that a family had of its team's stock before it was
restricted are as if they had never been in the stock: the other world's batch has one less. Every sheet of a study's
workbook is subtracted in tests/exports/test_study_workbook_safety.py, statements of the family itself in tests/statements.

By day one reader of each address asks, on one day, for a restricted family. At night each who may look there does, on that day
and a month later, for a sealed record and a child's words as well, and the numbers of `COUNTED` are compared.
"""

import os
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.queries import all_about
from budgettracker.database import db, transaction
from budgettracker.families.actions import ask_to_name, ask_to_seal, close_family, open_by_hand, restrict_family
from budgettracker.families.kinds import IncidentKind, SealedBecause
from budgettracker.families.models import Child, Family
from budgettracker.home.actions import write_notices
from budgettracker.home.models import ClockNotice
from budgettracker.ledger.actions import set_pot
from budgettracker.outcomes.actions import record_outcome
from budgettracker.outcomes.kinds import Outcome
from budgettracker.people.models import Notice, OutgoingMessage
from budgettracker.spend import actions as spends
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.models import Spend
from budgettracker.statements.actions import make_statement, tick_items
from budgettracker.statements.kinds import Audience
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
from tests.factories.statements import EVERYBODY, statement_made, ticks
from tests.factories.voice import ANSWERS, child_talked
from tests.factories.vouchers import batch, counted, issued
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
STOCK_OF_BEFORE = (
    "/history/voucher_batch/{gone_batch}",
    "/history/voucher_count/{gone_count}",
    "/confirmations/{gone_batch_asked}",
    "/confirmations/{gone_count_asked}",
)
"""What tells of a batch, and of a count, in which there was one voucher more that the kept family had."""
KEEP_BOOKS = ("audrey", "fiona", "paul")
"""Finance and auditors."""
COUNTED = (
    *("ledger.", "costing.worker_months", "studies.show", "families.data_protection"),
    *(f"vouchers.stock {reader}" for reader in KEEP_BOOKS),
    *(f"besides {reader} {at}" for reader in KEEP_BOOKS for at in STOCK_OF_BEFORE),
)
"""Here a family is a number; and auditors read in a family's history that somebody talked with its child."""
MONTH = "/time/months/{team}/2026-06"
BESIDES = (
    f"{MONTH}/close",
    f"{MONTH}/people/{{lead}}",
    "/people/{lead}",
    "/people/{lead}/teams",
    "/decisions?show=all",
    "/families?order=name",
    "/ledger/year-end?as=csv",
    "/ledger/weekly/{weekly_file}/file?as=csv",
    *STOCK_OF_BEFORE,
)
"""Addresses that the table asks for another month or person, or otherwise; every reader asks for them."""
LOOKING_ROUND = {
    *("spend.add_receipt", "spend.correct_spend", "spend.decide_spend", "spend.log_shared", "spend.log_several"),
    *("spend.note_help", "spend.review_spend", "spend.same_for_another", "families.reopen_family"),
    *("allocation.assess_family", "budgets.propose_limit", "vouchers.issue_vouchers", "worktime.close_month"),
}
"""Forms about one record that look at other records too: by day no other form about one record is asked for."""
READ_BY = {Audience.ADULT_A: "Ada", Audience.ADULT_B: "Ben", Audience.CHILD: "Cleo"}
"""Who reads statements of the Okafors, who had one for Ada before."""
HANDED = "K101"
"""The voucher of the team's stock that the kept family had before."""
MONTH_LATER = NOON + timedelta(days=31)
UNIQUE = re.compile(
    r'\b[PRS]-[A-Z2-9]{6}\b|[A-Za-z0-9_.-]{60,}=*|nonce(?:="|-)[\w-]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|data-keep="[^"]*"|'
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
    issued(world, alice, family, HANDED)
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
    opening = db.session.scalars(
        select(BudgetPeriod).join(BudgetPeriod.budget).where(Budget.family_id == family.id)
    ).one()
    opening.opening_waits = True
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


def questions(readers: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Who asks for what: names of routes with addresses, in which ids are not filled in."""
    rows = [(endpoint, row.at, row.look) for endpoint, row in TABLE.items()]
    rows += [(f"history.{kind}", f"/history/{kind}/{{{name}}}", may) for kind, (name, may) in WHO.items()]
    rows += [("besides", at, frozenset(ACTORS)) for at in BESIDES]
    for endpoint, at, may in rows:
        name, able = "ledger." if "/ledger" in at else endpoint, [reader for reader in readers if reader in may]
        if NIGHTLY or by_day(name, at):
            for reader in able if NIGHTLY or endpoint == "besides" else able[:1]:
                yield reader, name, at


def by_day(name: str, at: str) -> bool:
    """Is an address asked for by day too? What counts the kept family is not, nor most forms about one record."""
    form_about_one = "{" in at and name in TABLE and bool(TABLE[name].page_of)
    return not name.startswith(COUNTED) and (name in LOOKING_ROUND or not form_about_one)


def reads(here: WholeWorld, readers: Sequence[str]) -> Answers:
    """What each of them is answered, its headers included, without what no two answers have in common."""
    answers, ids = {}, here.made.ids | {"run": here.made.ids["study"]}
    for reader, endpoint, address in questions(readers):
        answer = here.ask(reader, address.format(**ids))
        whole = answer.get_data()
        text = (parts_of(whole) if whole.startswith(b"PK") and len(whole) > 100 else whole).decode("utf-8", "replace")
        headers = [f"{name}: {value}" for name, value in answer.headers if name not in NOT_SAID]
        answers[f"{endpoint} {reader} {address}"] = UNIQUE.sub("-", "\n".join((*headers, text)))
    return answers


def a_month_later(here: WholeWorld, readers: Sequence[str]) -> Answers:
    """The same by whoever signs in a month later."""
    cookies, tokens, clock = dict(here.cookies), dict(here.tokens), here.app.config["CLOCK"]
    here.app.config["CLOCK"] = lambda: MONTH_LATER
    try:
        for reader in readers:
            here.sign_in(reader)
        return {f"{address} in July": answer for address, answer in reads(here, readers).items()}
    finally:
        here.cookies, here.tokens, here.app.config["CLOCK"] = cookies, tokens, clock


def statements(here: WholeWorld) -> Answers:
    """What the Okafors are given to read, for each audience."""
    with here.app.app_context(), transaction():
        world = of_session(here)
        spend = db.session.get_one(Spend, uuid.UUID(here.made.ids["bought"]))
        tick_items(world.alice, world.family, [ticks(spend, EVERYBODY, "A cot")], sure=False, at=NOON)
        made = {
            each: make_statement(world.alice, world.family, each, name, at=NOON).id for each, name in READ_BY.items()
        }
    return {
        f"statement for {each}": UNIQUE.sub("-", here.ask("sam", f"/statements/{made[each]}").text) for each in made
    }


def sent_out(here: WholeWorld) -> Answers:
    """The notices and messages that everybody but alice and mary gets, once all that waits has waited too long."""
    with here.app.app_context(), transaction():
        world = of_session(here)
        world.authority.sends_messages = True
        write_notices(world.authority.id, on=TODAY + timedelta(days=20), at=NOON)
        db.session.flush()
        rows: list[ClockNotice | Notice | OutgoingMessage] = [
            *db.session.scalars(select(ClockNotice)),
            *db.session.scalars(select(Notice)),
            *db.session.scalars(select(OutgoingMessage)),
        ]
        lines = [
            f"{row.__tablename__} {row.person_id} {row.kind} {getattr(row, 'things', '')}"
            for row in rows
            if row.person_id not in {world.alice.id, world.mary.id}
        ]
        assert any(line.startswith("outgoing_message") for line in lines), "something goes out"
        return {"sent out": "\n".join(sorted(lines))}


def everything_read(here: WholeWorld, readers: Sequence[str]) -> Answers:
    """All that there is to subtract; what is written last, since writing changes pages."""
    answers = reads(here, readers)
    later = a_month_later(here, readers) if NIGHTLY else {}
    return answers | later | statements(here) | sent_out(here)


def of_session(here: WholeWorld) -> World:
    return World(*(db.session.merge(getattr(here.made.world, part.name)) for part in fields(World)))


def with_it(here: WholeWorld, keep: Callable[[World, Path, str], None], readers: Sequence[str], word: str) -> Answers:
    """What they are answered in a world with the thing."""
    base(here, *([] if keep is spoken else [HANDED]))
    with here.app.app_context(), transaction():
        keep(of_session(here), Path(here.app.config["RECEIPTS_FOLDER"]), word)
    assert keep is not restricted or word in here.ask("mary", "/families").text, "who is named reads it"
    return everything_read(here, readers)


def base(here: WholeWorld, *handed: str) -> None:
    """What both worlds have beside one of everything: a pot that the kept family's money passes, and a counted stock.

    In the stock are the vouchers that will be `handed` to the kept family too.
    """
    here.put_back()
    with here.app.app_context(), transaction():
        world = of_session(here)
        gone = {"gone_batch": batch(world, "K100", "K102", *handed), "gone_count": counted(world)}
        wishes = {f"{name}_asked": all_about(subject)[0].id for name, subject in gone.items()}
        here.made.ids.update({name: str(each) for name, each in (gone | wishes).items()})
        set_pot(world.fiona, world.scheme.id, 8_000_00, date(2026, 4, 1), date(2027, 3, 31), at=NOON)


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_kept_from_them_changes_no_answer(here: WholeWorld, kept: str) -> None:
    keep, readers = KEPT[kept]
    base(here)
    without = everything_read(here, readers)
    answers = with_it(here, keep, readers, "Kanarie")
    assert len(answers) > 100, "the walk goes somewhere"
    assert not [address for address, answer in answers.items() if "kanarie" in answer.casefold()]
    differ = differences(without, answers)
    assert {
        address: words
        for address, words in differ.items()
        if not address.startswith((*COUNTED, *(("history.",) if kept == "spoken" else ())))
    } == {}
    if NIGHTLY:
        other = with_it(here, keep, readers, "Papegaai")
        assert differences(other, answers) == {}, "what is counted says neither whose it was nor what was bought"
