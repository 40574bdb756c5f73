"""Words of a restricted family and of a sealed record reach nobody else: no page, file, header, notice, log or file's name.

Every route of the table is asked by whoever may look there, with the ids of the family; a child's words, a statement's, a
receipt and an incident are among them. What is not theirs answers as an id that nobody has.
"""

import io
import logging
import os
import re
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Update, select, update
from werkzeug.test import TestResponse

from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange, LimitChangeDetails
from budgettracker.confirmations.actions import confirm, withdraw
from budgettracker.database import Base, db, transaction
from budgettracker.families.actions import ask_to_reopen, ask_to_seal, open_by_hand, restrict_family
from budgettracker.families.kinds import IncidentKind, SealedBecause
from budgettracker.families.models import Child, Family, FamilyDetails
from budgettracker.home.actions import write_notices
from budgettracker.ledger.weekly.kinds import WeeklyKind
from budgettracker.ledger.weekly.models import WeeklyFile
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.statements.models import (
    ItemAudience,
    ItemAudienceDetails,
    Statement,
    StatementDetails,
    StatementItem,
    StatementItemDetails,
)
from budgettracker.voice.models import ChildView, ChildViewDetails
from tests.access.one_of_everything import TODAY
from tests.access.table import ACTORS, TABLE, Row
from tests.access.whole_world import WholeWorld
from tests.factories.world import NOON

WORD = "Kanarie"
NAMED = frozenset({"alice", "mary"})
UNNAMED, ALL = frozenset({"bob", "audrey", "fiona", "adam"}), frozenset({"alice", "audrey", "fiona"})
"""Who asks by day of those who are not named for the restricted family, and of those who may not see the sealed one."""
OWN_TIME = "/time/{entry}"
"""What somebody worked stays theirs to see and correct: of the family it says that its record is restricted, and no more."""
NIGHTLY = bool(os.environ.get("NIGHTLY"))
pytestmark = pytest.mark.timeout(1200 if NIGHTLY else 300)
"""At night every address of the table is asked by everybody, twice."""
UNIQUE = re.compile(rb"[A-Za-z0-9_.-]{60,}=*|nonce(=\"|-)[\w-]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}")
"""What no two answers have in common."""


def put_words(family_id: uuid.UUID) -> None:
    """Put the word into everything that is written about a family, its reference and its child's too."""
    spends = select(Spend.id).filter_by(family_id=family_id).scalar_subquery()
    statements = select(Statement.id).filter_by(family_id=family_id).scalar_subquery()
    items = select(StatementItem.id).where(StatementItem.statement_id.in_(statements)).scalar_subquery()
    audiences = select(ItemAudience.id).filter_by(family_id=family_id).scalar_subquery()
    views = select(ChildView.id).filter_by(family_id=family_id).scalar_subquery()
    budgets = select(Budget.id).filter_by(family_id=family_id).scalar_subquery()
    periods = select(BudgetPeriod.id).where(BudgetPeriod.budget_id.in_(budgets)).scalar_subquery()
    limits = select(LimitChange.id).where(LimitChange.period_id.in_(periods)).scalar_subquery()
    words = ("bought_what", "purpose", "supplier", "note", "decision_reason")
    changes: tuple[Update, ...] = (
        update(FamilyDetails).where(FamilyDetails.family_id == family_id).values(notes=WORD),
        update(SpendDetails).where(SpendDetails.spend_id.in_(spends)).values(dict.fromkeys(words, WORD)),
        update(Child).where(Child.family_id == family_id).values(reference=WORD + Child.reference),
        update(StatementDetails).where(StatementDetails.statement_id.in_(statements)).values(reader=WORD),
        update(StatementItemDetails).where(StatementItemDetails.item_id.in_(items)).values(words=WORD),
        update(ItemAudienceDetails).where(ItemAudienceDetails.item_audience_id.in_(audiences)).values(words=WORD),
        update(ChildViewDetails).where(ChildViewDetails.child_view_id.in_(views)).values(words=WORD),
        update(LimitChangeDetails).where(LimitChangeDetails.limit_change_id.in_(limits)).values(reason=WORD),
    )
    for change in changes:
        db.session.execute(change)
    family = db.session.get_one(Family, family_id)
    family.reference, family.details.name = f"{WORD}-1", f"{WORD} family"


def bytes_of(answer: TestResponse) -> bytes:
    """An answer with its headers; of a spreadsheet the bytes of its parts."""
    whole = answer.get_data()
    if whole.startswith(b"PK") and len(whole) > 100:
        with zipfile.ZipFile(io.BytesIO(whole)) as book:
            whole = b"".join(book.read(name) for name in book.namelist())
    return whole + str(answer.headers).encode()


def pages(whole_world: WholeWorld, ids: dict[str, str], by_day: frozenset[str]) -> Iterator[tuple[str, str, Row]]:
    """Who asks for which page: by day some of those who may look there, at night everybody but those named."""
    for row in TABLE.values():
        address = row.at.format(**{**whole_world.made.ids, **ids})
        everybody = frozenset(ACTORS) - (NAMED if by_day is UNNAMED else frozenset())
        for actor in sorted(everybody if NIGHTLY else row.look & by_day) if row.look else ():
            yield actor, address, row


def leaks(whole_world: WholeWorld, ids: dict[str, str], by_day: frozenset[str]) -> list[tuple[str, str]]:
    """Who reads the word where; and that what belongs to the family answers as an id that nobody has."""
    rows = []
    nobodys = {name: str(uuid.uuid4()) for name in ids}
    for actor, address, row in pages(whole_world, ids, by_day):
        answer = whole_world.ask(actor, address)
        if WORD.encode() in bytes_of(answer):
            rows.append((actor, address))
        own = row.at.startswith(OWN_TIME) and actor in row.look
        if row.of_a_family and not own and actor not in ("anonymous", "tom", "sue", "lee"):
            other = whole_world.ask(actor, row.at.format(**{**whole_world.made.ids, **nobodys}))
            same = answer.status_code == other.status_code and UNIQUE.sub(b"", answer.data) == UNIQUE.sub(
                b"", other.data
            )
            rows += [] if same else [(actor, f"{address} is told from an id that nobody has")]
    return rows


def sent(whole_world: WholeWorld, ids: dict[str, str]) -> list[str]:
    """The forms about the family, sent by bob, that were answered otherwise than by a refusal without the word."""
    rows = []
    for row in TABLE.values():
        if row.of_a_family and (row.do or row.refused):
            address = row.at.format(**{**whole_world.made.ids, **ids})
            answer = whole_world.ask("bob", address, {name: str(value) for name, value in row.fill.items()})
            if answer.status_code not in (403, 404, 405) or WORD.encode() in bytes_of(answer):
                rows.append(f"{address} {answer.status_code}")
    return rows


def kept(whole_world: WholeWorld) -> list[str]:
    """Where notices, messages and the names of files hold the word, after what the clock does."""
    with whole_world.app.app_context(), transaction():
        fiona = db.session.query(Person).filter_by(email=whole_world.made.emails["fiona"]).one()
        assert fiona.authority_id is not None
        assert write_notices(fiona.authority_id, on=TODAY + timedelta(days=20), at=NOON) > 0, "something waits"
    tables = [name for name in Base.metadata.tables if name in ("notice", "clock_notice", "outgoing_message")]
    assert len(tables) == 3
    rows = [name for name in tables if any(WORD in row for row in whole_world.tables()[name])]
    folders = [Path(place) for name, place in whole_world.app.config.items() if name.endswith("_FOLDER") and place]
    assert len(folders) > 3
    return rows + [str(path) for folder in folders for path in folder.rglob("*") if WORD in str(path)]


def new_files(whole_world: WholeWorld) -> list[str]:
    """The files for finance, made now, that hold the word."""
    made = [whole_world.ask("fiona", f"/ledger/weekly/{kind}/new", {}).status_code for kind in WeeklyKind]
    assert 303 in made, "there is something to hand over"
    with whole_world.app.app_context():
        files = {str(row.id): row.kind for row in db.session.query(WeeklyFile)}
    answers = {kind: bytes_of(whole_world.ask("fiona", f"/ledger/weekly/{row}/file")) for row, kind in files.items()}
    return [kind for kind, answer in answers.items() if WORD.encode() in answer]


def people(whole_world: WholeWorld) -> tuple[Person, Person]:
    """Alice and Mary, who will be named."""
    emails = [whole_world.made.emails[name] for name in sorted(NAMED)]
    alice, mary = (db.session.query(Person).filter_by(email=email).one() for email in emails)
    return alice, mary


def test_a_restricted_familys_words_reach_nobody_who_is_not_named(
    here: WholeWorld, caplog: pytest.LogCaptureFixture
) -> None:
    ids = {name: here.made.ids[name] for name in here.made.closed}
    with here.app.app_context(), transaction():
        put_words(uuid.UUID(ids["family"]))
        family, (alice, _) = db.session.get_one(Family, uuid.UUID(ids["family"])), people(here)
        row = open_by_hand(alice, family, IncidentKind.SEEN, "A letter", since_on=TODAY, aware_on=TODAY, at=NOON)
        ids["incident"] = str(row.id)
    for actor, address in (("bob", f"/families/{ids['family']}"), ("audrey", f"/statements/{ids['statement']}")):
        assert WORD in here.ask(actor, address).text, "it is there to be read"
    assert WORD in here.ask("fiona", "/ledger").text
    with here.app.app_context(), transaction():
        family, (alice, mary) = db.session.get_one(Family, uuid.UUID(ids["family"])), people(here)
        restrict_family(alice, family, [mary], "Known here", on=TODAY, at=NOON)
    with caplog.at_level(logging.DEBUG):
        assert leaks(here, ids, UNNAMED) == []
        assert sent(here, ids) == []
    assert kept(here) + new_files(here) == []
    assert WORD not in caplog.text
    assert WORD in here.ask("alice", f"/families/{ids['family']}").text


def test_a_sealed_records_words_reach_nobody(here: WholeWorld, caplog: pytest.LogCaptureFixture) -> None:
    ids = dict(here.made.closed)
    with here.app.app_context(), transaction():
        put_words(uuid.UUID(ids["family"]))
        family, (alice, _) = db.session.get_one(Family, uuid.UUID(ids["family"])), people(here)
        request = ask_to_reopen(alice, family, WORD, on=TODAY, at=NOON)
        withdraw(alice, request, at=NOON)
        waits = f"/confirmations/{request.id}"
    for actor, address in (("bob", f"/families/{ids['family']}"), ("alice", waits)):
        assert WORD in here.ask(actor, address).text, "it is there to be read"
    with here.app.app_context(), transaction():
        family, (alice, mary) = db.session.get_one(Family, uuid.UUID(ids["family"])), people(here)
        wish = ask_to_seal(alice, family, SealedBecause.FLIGHT, on=TODAY, at=NOON)
        confirm(mary, wish, on=TODAY, at=NOON)
    with caplog.at_level(logging.DEBUG):
        assert leaks(here, ids, ALL) == []
        assert sent(here, ids) == []
    assert kept(here) + new_files(here) == []
    assert WORD not in caplog.text
    assert WORD not in here.ask("alice", waits).text + here.ask("alice", "/confirmations").text
    for named in sorted(NAMED):
        assert here.ask(named, f"/families/{ids['family']}").status_code == 404
