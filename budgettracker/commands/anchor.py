"""Anchors: a file that only grows and is kept away from the database. Audit and ledger can be checked against it later."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask

from budgettracker.audit.queries.anchors import chained, moved_since, stored_digests, subject_kinds
from budgettracker.audit.rules import FIRST
from budgettracker.audit.rules.anchors import Anchor, Compared, compare, last_ends, read_anchors, written
from budgettracker.budgets.queries.ledger_chains import are_periods, ledger_digests, ledger_ends
from budgettracker.commands.schema import ready_program
from budgettracker.errors import Refusal

SHORTEST_KEY = 32
RESTORED = (
    "Nothing was anchored: the last anchors in {file} hold more than the book has. After a restore begin a new file "
    "(name it in ANCHOR_FILE, or with --out) and keep this one. If nothing was restored, lines were removed: "
    "check-books --anchor {file} names them."
)


@click.command("anchor")
@click.option("--out", type=click.Path(path_type=Path), help="The file to append to; ANCHOR_FILE where it is left out.")
def anchor(out: Path | None) -> None:
    """Append to a file how far every chain of the audit and every ledger has come, under the key in ANCHOR_KEY.

    Keep the file where whoever runs the database cannot write, and the key where no backup goes. Running it again
    appends only what has moved since.
    """
    app = ready_program()
    file = out or Path(app.config["ANCHOR_FILE"])
    with app.app_context():
        try:
            added = add_anchors(file, key_of(app), datetime.now(UTC))
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from refusal
    chains = sum(len(each.ends) for each in added)
    if not added:
        click.echo(f"Nothing has moved since the last anchor in {file}.")
        return
    click.echo(f"Anchored {chains:,} chain{'s' if chains != 1 else ''} in {file}.")


def add_anchors(file: Path, key: bytes, at: datetime) -> list[Anchor]:
    """Append one anchor for each authority whose chains moved; gives those that were written.

    Two at once write one after the other. Raises Refusal when the file does not hold what this key wrote, and when the
    book does not reach what the file's last anchors hold: another anchor after them would have them named as lost for ever.
    """
    with _alone(file):
        return _add(file, key, at)


def _add(file: Path, key: bytes, at: datetime) -> list[Anchor]:
    lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
    before = read_anchors(key, lines)
    numbers: dict[object, int] = {}
    for each in before:
        numbers[each.authority_id] = each.number
    known = last_ends(before)
    moved, of_ledgers = moved_since(known), ledger_ends()
    for authority_id, ledgers in of_ledgers.items():
        further = {period: end for period, end in ledgers.items() if known.get(period) != end}
        if further:
            moved[authority_id] = {**moved.get(authority_id, {}), **further}
    there = chained().union(*of_ledgers.values())
    now = {subject: end for chains in moved.values() for subject, end in chains.items()}
    if any(subject not in there or now.get(subject, end)[0] < end[0] for subject, end in known.items()):
        raise Refusal(None, RESTORED.format(file=file))
    added = [
        Anchor(numbers.get(authority_id, 0) + 1, authority_id, at, ends)
        for authority_id, ends in sorted(moved.items(), key=lambda pair: str(pair[0]))
    ]
    last = lines[-1].partition(" ")[0] if lines else FIRST
    text = ""
    for each in added:
        line = written(key, last, each)
        text, last = f"{text}{line}\n", line.partition(" ")[0]
    _append(file, text)
    return added


def compare_with(file: Path, key: bytes) -> tuple[list[str], str]:
    """Where the stored audit and ledgers differ from the anchors of a file, in words, and remarks for the operator."""
    if not file.exists():
        raise Refusal(None, f"There is no file {file}.")
    anchors = read_anchors(key, file.read_text(encoding="ascii").splitlines())
    anchored = {(subject, end[0]) for anchor in anchors for subject, end in anchor.ends.items()}
    result: Compared = compare(anchors, {**stored_digests(anchored), **ledger_digests(anchored)})
    subjects = [subject for subject, _ in result.faults]
    kinds = {subject: f"audit of {kind}" for subject, kind in subject_kinds(subjects).items()}
    kinds |= dict.fromkeys(are_periods(subjects), "ledger of budget period")
    unlike = [f"{kinds.get(subject, 'audit of something')} {subject}: {words}" for subject, words in result.faults]
    return unlike, result.note


def key_of(app: Flask) -> bytes:
    """The key that anchors are written with; outside production one is made on first use. Raises Refusal without one."""
    file = Path(app.config["ANCHOR_KEY"]) if app.config["ANCHOR_KEY"] else None
    if file is None or (app.config["APP_ENV"] == "production" and not file.is_file()):
        raise Refusal(
            None, "ANCHOR_KEY is missing. Name a file with 32 or more random characters that no backup holds."
        )
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(os.urandom(32).hex(), encoding="ascii")
    key = file.read_bytes().strip()
    if len(key) < SHORTEST_KEY:
        raise Refusal(None, f"The key in ANCHOR_KEY is too short. It needs {SHORTEST_KEY} or more random characters.")
    return key


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold the file, so that nobody else appends to it meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _append(file: Path, text: str) -> None:
    """Append to the file in one write, which is on the disk before the command reports it."""
    if not text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, text.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
