"""Each deed of the program is done once in a rich world, and leaves exactly the audit lines of its row of the table."""

import json

import pytest
from flask import Flask

from budgettracker.audit.kinds import Deed
from tests.audit.table import TABLE
from tests.audit.told import Stage
from tests.factories.full_budget import full_budget
from tests.factories.studies import run_world
from tests.factories.world import NOON, World

pytestmark = pytest.mark.pages
"""What a line says does not hang on the engine: on SQLite by day, on both at night."""


@pytest.fixture
def stage(app: Flask, world: World) -> Stage:
    """One world for every row: what each deed did is undone before the next, pages and workbooks apart."""
    app.config["CLOCK"] = lambda: NOON
    return Stage(app, world, full_budget(world), run_world(world))


def test_every_deed_leaves_the_lines_of_its_row_and_no_others(stage: Stage) -> None:
    wrong = []
    recorded = set()
    for row in TABLE:
        expected, left = row.lines(stage)
        recorded |= {line["deed"] for line in left}
        wrong += [f"{row.title} left {json.dumps(line)}" for line in left if line not in expected]
        wrong += [f"{row.title} lacks {json.dumps(line)}" for line in expected if line not in left]
        wrong += [] if len(left) == len(expected) else [f"{row.title} left {len(left)} lines"]
    assert not wrong, "\n".join(wrong)
    assert recorded == set(Deed)
