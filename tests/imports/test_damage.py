"""A good council's files with one thing damaged: the damage is refused or named, whatever the rest of them is like."""

from pathlib import Path
from random import Random

import pytest
from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.imports.actions import import_folder
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder
from budgettracker.imports.tables.references import settle
from tests.factories.damage import DAMAGES, name_of_a_file, typing_error
from tests.factories.imports import NOW, TODAY
from tests.factories.written_world import good_world

ROUNDS, ROUNDS_OF_A_NIGHT = 96, 250
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def report(folder: Path, *, whole: bool) -> ReadFolder:
    """What is said of a folder: by reading it, or by the whole import, of which nothing stays."""
    read = read_folder(folder)
    if not whole:
        return settle(read, {})
    db.session.rollback()
    outcome = import_folder(None, read, "West", "0" * 64, on=TODAY, at=NOW)
    db.session.rollback()
    return outcome.folder


def lines(folder: ReadFolder) -> set[str]:
    """Everything the report says."""
    return {str(line) for line in [*folder.problems, *folder.notes]}


def missed(folder: Path, seeds: range) -> list[str]:
    """The damages that nothing was said of, with their seeds."""
    silent = []
    for seed in seeds:
        damage = DAMAGES[seed % len(DAMAGES)]
        good, world = good_world(Random(seed)), good_world(Random(seed))
        table = damage(Random(f"damage {seed}"), world)
        if damage is not name_of_a_file:
            good.files = dict(world.files)
        # What a slip of the keyboard makes is new to the books: they have to be asked.
        whole, files = damage is typing_error, folder / str(seed)
        before = report(good.write(files), whole=whole)
        assert before.problems == [], (seed, before.problems)
        (files / good.files[table]).unlink()
        more = lines(report(world.write(files, [table]), whole=whole)) - lines(before)
        if not any(line.startswith((table, world.files[table])) for line in more):
            silent.append(f"{damage.__name__}, seed {seed}: {sorted(more)}")
    return silent


def test_good_worlds_come_in(app: Flask, tmp_path: Path) -> None:
    with transaction():
        outcome = import_folder(
            None, read_folder(good_world(Random(7)).write(tmp_path / "in")), "West", "0" * 64, on=TODAY, at=NOW
        )
    assert (outcome.folder.problems, outcome.written[TableName.SPEND]) == ([], 8)


def test_damage_is_refused_or_named(app: Flask, tmp_path: Path) -> None:
    assert missed(tmp_path, range(ROUNDS)) == []


@pytest.mark.nightly
@pytest.mark.parametrize("first", range(1_000, 3_000, ROUNDS_OF_A_NIGHT))
def test_damage_is_refused_or_named_in_two_thousand_worlds(app: Flask, tmp_path: Path, first: int) -> None:
    assert missed(tmp_path, range(first, first + ROUNDS_OF_A_NIGHT)) == []
