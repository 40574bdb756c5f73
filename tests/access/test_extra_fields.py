"""Every column of every table, sent along with every form: the form records what it records without them."""

import os
import re
import uuid
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, Integer

from budgettracker.costing.results.queries.read_run import seed_of
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import Base
from budgettracker.moments import UtcDateTime
from tests.access.table import TABLE, Row
from tests.access.whole_world import Tables, WholeWorld

ID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b")
RANDOM = re.compile(r"\b[0-9a-f]{64}\b|\$argon2[^']+|\b[PpRrSs]-[A-Za-z]{6}\b")
START_DRAW = import_module("budgettracker.allocation.actions.start_draw")


def recorded(whole_world: WholeWorld, row: Row, actor: str, more: dict[str, Any]) -> dict[str, list[str]]:
    """Send the form as somebody; gives the rows of each table, with what is random in them left out."""
    answer = whole_world.ask(actor, whole_world.address(row), {**more, **whole_world.body(row)})
    assert answer.status_code == 303, answer.text
    result = plain(whole_world, whole_world.tables())
    whole_world.put_back()
    return result


@cache
def known_ids(whole_world: WholeWorld) -> frozenset[str]:
    """The ids of all records that the world holds at first."""
    return frozenset(ID.findall(repr(whole_world.first[1])))


def plain(whole_world: WholeWorld, tables: Tables) -> dict[str, list[str]]:
    """The rows of each table that is not as it was at first."""
    known = known_ids(whole_world)
    # The seed of a run's replicates follows from its id, and stands in its results too.
    of_runs = [
        str(seed_of(CostingRun(id=uuid.UUID(item)))) for row in tables["costing_run"] for item in ID.findall(row)
    ]
    seeds = re.compile("|".join(rf"\b{seed}\b" for seed in of_runs))

    def without(row: str) -> str:
        masked = seeds.sub("seed", RANDOM.sub("random", row))
        return ID.sub(lambda result: result[0] if result[0] in known else "new", masked)

    first = whole_world.first[1]
    return {name: sorted(map(without, rows)) for name, rows in tables.items() if rows != first[name]}


def value_of(column: "Column[Any]", whole_world: WholeWorld) -> str:
    """Something that would be noticed, or would do harm."""
    if column.name.endswith("_id") or column.name == "id":
        return {
            "team_id": str(whole_world.made.world.other_team.id),
            "authority_id": str(whole_world.made.world.elsewhere.id),
        }.get(column.name, str(whole_world.made.world.mary.id))
    harmful = {
        "state": "approved",
        "role": "administrator",
        "roles": "administrator",
        "kind": "other_help",
        "review": "accepted",
        "came": "front_line",
        "arm": "comparison",
        "version": "7",
    }
    if column.name in harmful:
        return harmful[column.name]
    if isinstance(column.type, Date | UtcDateTime):
        return "2020-01-01"
    return "1" if isinstance(column.type, Integer | Boolean) else "Smuggled"


def smuggled(whole_world: WholeWorld, row: Row) -> dict[str, Any]:
    """All columns and all other forms' fields that this form does not have."""
    columns = {
        column.name: value_of(column, whole_world)
        for table in Base.metadata.tables.values()
        for column in table.columns
    }
    columns |= {"roles": "administrator", "teams": str(whole_world.made.world.other_team.id), "decision": "approve"}
    own = {name.partition("-")[0] for name in whole_world.body(row)}
    of_page = whole_world.ask(row.page_of, whole_world.address(row)).text if row.page_of else ""
    return {
        name: value
        for name, value in columns.items()
        if name not in own and f'name="{name}"' not in of_page and f'name="{name}-' not in of_page
    }


FORMS = [endpoint for endpoint, row in TABLE.items() if row.do]
"""Forms read what they have, as the library they are made with does: by day every second shows it, at night each."""


@pytest.mark.parametrize("endpoint", FORMS if os.environ.get("NIGHTLY") else FORMS[::2])
def test_nothing_is_changed_by_fields_a_form_does_not_have(
    here: WholeWorld, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = TABLE[endpoint]
    # A list that is made from the same seed is the same list: every place of it is compared.
    monkeypatch.setattr(START_DRAW, "secrets", SimpleNamespace(token_hex=lambda size: "5e" * size))
    actor = row.page_of or ("alice" if "alice" in row.do else min(row.do))
    more = smuggled(here, row)
    here.put_back()
    assert {"authority_id", "limit_pence", "decided_by_id", "password_hash"} <= set(more)
    without, with_more = recorded(here, row, actor, {}), recorded(here, row, actor, more)
    assert with_more == without
    assert with_more, "the form records something"
    assert "Smuggled" not in str(with_more)
