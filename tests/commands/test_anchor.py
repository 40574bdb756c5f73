"""What whoever owns the database could do to the books, digests and all: the anchor names it, and check-books alone cannot."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.commands.anchor import add_anchors, compare_with
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.spend import actions
from tests.client import PageClient
from tests.factories.books import as_owner, rechained
from tests.factories.full_budget import TODAY, FullBudget, full_budget
from tests.factories.world import NOON, World

KEY = b"a key for the anchors of these tests"
AT = datetime(2026, 6, 15, 18, tzinfo=UTC)
DAY = "2026-06-15 18:00 UTC"


@pytest.fixture
def budget(app: Flask, world: World) -> FullBudget:
    """A budget in which everything has happened."""
    return full_budget(world)


@pytest.fixture
def file(tmp_path: Path, budget: FullBudget) -> Path:
    """Anchors that hold all of it."""
    place = tmp_path / "kept-elsewhere" / "anchors"
    assert add_anchors(place, KEY, AT)
    return place


def test_honest_growth_agrees_and_a_second_anchor_holds_what_moved_alone(
    budget: FullBudget, file: Path, world: World
) -> None:
    assert add_anchors(file, KEY, AT) == [], "nothing moved"
    with transaction():
        actions.withdraw_spend(world.alice, db.session.merge(budget.requested), at=NOON)
    assert compare_with(file, KEY) == ([], f"Audit and ledgers agree with all 1 anchors, the last of {DAY}.")
    (second,) = add_anchors(file, KEY, AT)
    assert (second.number, list(second.ends)) == (2, [budget.requested.id, budget.requested.period_id])
    assert compare_with(file, KEY) == ([], f"Audit and ledgers agree with all 2 anchors, the last of {DAY}.")
    assert len(file.read_text().splitlines()) == 2, "earlier anchors stay"


def test_a_decider_forged_in_purchase_ledger_and_audit_is_named(budget: FullBudget, file: Path, world: World) -> None:
    spend, mary, sam = budget.approved, world.mary.id, world.sam.id

    def forge(fields: dict[str, object]) -> None:
        if fields["deed"] == Deed.SPEND_APPROVED:
            fields["by"] = str(sam)
            changes = fields["changes"]
            assert isinstance(changes, dict)
            assert changes["as_role"] == Role.MANAGER
            changes["as_role"] = Role.SENIOR_MANAGER

    forged = "UPDATE spend SET decided_by_id = :sam, decided_as = :role WHERE id = :id"
    as_owner(
        (forged, {"sam": sam, "role": str(Role.SENIOR_MANAGER), "id": spend.id}),
        *rechained(spend.id, forge),
    )
    assert faults() == [], "without the anchor nobody could tell"
    words = f"audit of spend {spend.id}: line 2 is not the one that was anchored (anchor 1 of {DAY})"
    assert compare_with(file, KEY) == ([words], "")
    assert mary != sam


def test_a_purchase_removed_with_all_its_lines_is_named(budget: FullBudget, file: Path) -> None:
    spend, period = budget.declined, budget.declined.period_id
    assert period is not None
    last = "SELECT max(sequence) FROM ledger_entry WHERE period_id = :period"
    as_owner(
        ("DELETE FROM spend_details WHERE spend_id = :id", {"id": spend.id}),
        ("DELETE FROM ledger_entry WHERE spend_id = :id", {"id": spend.id}),
        ("DELETE FROM posting WHERE spend_id = :id", {"id": spend.id}),
        ("DELETE FROM spend WHERE id = :id", {"id": spend.id}),
        ("DELETE FROM audit_record WHERE subject_id = :id", {"id": spend.id}),
        ("DELETE FROM audit_chain WHERE subject_id = :id", {"id": spend.id}),
        (
            "UPDATE ledger_entry SET sequence = (SELECT count(*) FROM ledger_entry AS earlier WHERE "
            "earlier.period_id = ledger_entry.period_id AND earlier.sequence <= ledger_entry.sequence)",
            {},
        ),
        (f"UPDATE budget_period SET ledger_sequence = ({last}) WHERE id = :period", {"period": period}),
    )
    assert faults() == [], "without the anchor nobody could tell"
    ledger = f"ledger of budget period {period}: line 16 is missing (anchor 1 of {DAY})"
    words = f"audit of something {spend.id}: line 2 is missing (anchor 1 of {DAY})"
    unlike, note = compare_with(file, KEY)
    assert (sorted(unlike), note) == ([words, ledger], "")


def test_a_sign_in_that_was_wiped_is_named(
    budget: FullBudget, client: PageClient, tmp_path: Path, world: World
) -> None:
    client.sign_in("mary.moss@example.org")
    place = tmp_path / "anchors"
    add_anchors(place, KEY, AT)
    row = db.session.execute(
        text("SELECT subject_id FROM audit_record WHERE deed = :deed"), {"deed": str(Deed.SESSION_STARTED)}
    ).one()
    subject = uuid.UUID(str(row.subject_id))
    as_owner(
        ("DELETE FROM audit_record WHERE subject_id = :id", {"id": subject}),
        ("DELETE FROM audit_chain WHERE subject_id = :id", {"id": subject}),
    )
    unlike, note = compare_with(place, KEY)
    assert (unlike, note) == ([f"audit of something {subject}: line 1 is missing (anchor 1 of {DAY})"], "")


def test_a_restored_book_says_how_far_it_reaches(budget: FullBudget, file: Path, world: World) -> None:
    # What the later anchors hold was recorded after the backup: it is cut from the end of its chain again.
    chain = db.session.execute(
        text("SELECT last_sequence, last_digest FROM audit_chain WHERE subject_id = :id"),
        {"id": budget.requested.id.hex if db.engine.dialect.name == "sqlite" else budget.requested.id},
    ).one()
    with transaction():
        actions.withdraw_spend(world.alice, db.session.merge(budget.requested), at=NOON)
    add_anchors(file, KEY, AT)
    as_owner(
        (
            "DELETE FROM audit_record WHERE subject_id = :id AND sequence > :last",
            {"id": budget.requested.id, "last": chain.last_sequence},
        ),
        (
            "DELETE FROM ledger_entry WHERE period_id = :id AND sequence = (SELECT max(sequence) FROM ledger_entry)",
            {"id": budget.requested.period_id},
        ),
        (
            "UPDATE audit_chain SET last_sequence = :last, last_digest = :digest WHERE subject_id = :id",
            {"id": budget.requested.id, "last": chain.last_sequence, "digest": chain.last_digest},
        ),
    )
    expected = f"The audit is equal to anchor 1 of {DAY}, 1 later anchor missing: a restored book says this. "
    expected += "Begin a new file for the anchors to come, and keep this one."
    assert compare_with(file, KEY) == ([], expected)
    held = file.read_text()
    with pytest.raises(Refusal, match=r"After a restore begin a new file \(name it in ANCHOR_FILE, or with --out\)"):
        add_anchors(file, KEY, AT)
    assert file.read_text() == held, "the file stays as it is"
    anew = file.with_name("anchors-2")
    assert add_anchors(anew, KEY, AT)
    assert compare_with(anew, KEY) == ([], f"Audit and ledgers agree with all 1 anchors, the last of {DAY}.")


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: [lines[0].replace('"number":1', '"number":2'), *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0]],
    ],
    ids=["a number changed", "the first line gone", "two lines exchanged"],
)
def test_anchors_that_were_changed_are_not_believed(
    budget: FullBudget, file: Path, world: World, damage: Callable[[list[str]], list[str]]
) -> None:
    with transaction():
        actions.withdraw_spend(world.alice, db.session.merge(budget.requested), at=NOON)
    add_anchors(file, KEY, AT)
    lines = file.read_text().splitlines()
    assert len(lines) == 2
    file.write_text("\n".join(damage(lines)) + "\n")
    with pytest.raises(Refusal, match="Line 1 of the anchors was not written with this key"):
        compare_with(file, KEY)
    with pytest.raises(Refusal, match="not written with this key"):
        add_anchors(file, KEY, AT)


def test_another_key_reads_nothing(file: Path) -> None:
    with pytest.raises(Refusal, match="not written with this key"):
        compare_with(file, b"some other key that somebody made up")


def test_the_day_of_these_tests_is_the_worlds() -> None:
    assert AT.date() == TODAY
