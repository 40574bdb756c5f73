"""The last day on which something was bought for a family is kept with its budgets, so that a list of thousands stands by it."""

import importlib.util
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

BUDGET = "kept_budget"
LAST = "last_bought_on"
BOUGHT = ("state", "bought_on", "family_id")
REPLACED = {"kept_spend_after_insert": "spend", "kept_budget_period_after_insert": "budget_period"}
NEW = {"kept_last_after_update": "spend", "kept_last_after_delete": "spend"}


def last_bought(family: str) -> str:
    """The question on which day something was bought for a family for the last time, whoever paid for it."""
    return f"SELECT MAX(l.bought_on) FROM spend l WHERE l.family_id = {family} AND l.state = 'bought'"  # noqa: S608


def statements(dialect: str) -> list[str]:
    """The SQL that makes the triggers of this migration."""
    before = _before()
    sqlite = dialect == "sqlite"
    waits = f"DECLARE one record; BEGIN {before._waits('spend', 'AFTER INSERT')}"
    insert = f"{before._add(dialect, 'spend', 'NEW', 1)}; {_later(sqlite)}"
    unlike = "IS NOT" if sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{name} {unlike} NEW.{name}" for name in BOUGHT)
    update = f"AFTER UPDATE OF {', '.join(BOUGHT)}"
    bought = "(OLD.state = 'bought' OR NEW.state = 'bought')"
    made = [
        ("kept_spend_after_insert", "AFTER INSERT", " WHEN ((NEW.state = 'bought'))", waits, insert),
        ("kept_budget_period_after_insert", "AFTER INSERT", "", "BEGIN ", _opened(sqlite)),
        (
            "kept_last_after_update",
            update,
            f" WHEN (({changed}) AND {bought})",
            "BEGIN ",
            _anew(sqlite, "OLD.family_id, NEW.family_id"),
        ),
        (
            "kept_last_after_delete",
            "AFTER DELETE",
            " WHEN ((OLD.state = 'bought'))",
            "BEGIN ",
            _anew(sqlite, "OLD.family_id"),
        ),
    ]
    tables = {**REPLACED, **NEW}
    if sqlite:
        return [f"CREATE TRIGGER {name} {when} ON {tables[name]}{only} BEGIN {deed}; END" for name, when, only, _, deed in made]
    return [
        statement
        for name, when, only, begins, deed in made
        for statement in (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ {begins}{deed}; RETURN {'OLD' if when.endswith('DELETE') else 'NEW'}; END $$",
            f"CREATE TRIGGER {name} {when} ON {tables[name]} FOR EACH ROW{only} EXECUTE FUNCTION {name}()",
        )
    ]


def _later(sqlite: bool) -> str:
    if sqlite:
        later = f"({LAST} IS NULL OR {LAST} < NEW.bought_on)"
        return f"UPDATE {BUDGET} SET {LAST} = NEW.bought_on WHERE family_id = NEW.family_id AND {later}"  # noqa: S608
    later = f"GREATEST({LAST}, NEW.bought_on)"
    return f"UPDATE {BUDGET} SET {LAST} = {later} WHERE family_id = NEW.family_id"  # noqa: S608


def _anew(sqlite: bool, families: str) -> str:
    anew = f"UPDATE {BUDGET} SET {LAST} = ({last_bought(f'{BUDGET}.family_id')}) WHERE family_id IN ({families})"  # noqa: S608
    if sqlite:
        return anew
    hold = (
        f"PERFORM 1 FROM family f WHERE f.id IN ({families}) ORDER BY f.id FOR SHARE; PERFORM 1 FROM {BUDGET} k "  # noqa: S608
        f"WHERE k.family_id IN ({families}) ORDER BY k.period_id FOR NO KEY UPDATE"
    )
    return f"{hold}; {anew}"


def _opened(sqlite: bool) -> str:
    before = _before()
    positions = before.budgets("p.id = NEW.id").replace(" FROM budget_period p", f", ({last_bought('f.id')}) FROM budget_period p")
    opened = f"INSERT INTO {BUDGET} ({', '.join((*before.OF_BUDGET, LAST))}) {positions}"
    if sqlite:
        return opened
    whose = "SELECT b.family_id FROM budget b WHERE b.id = NEW.budget_id"
    return f"PERFORM 1 FROM family f WHERE f.id = ({whose}) FOR NO KEY UPDATE; {opened}"  # noqa: S608


def upgrade() -> None:
    op.add_column(BUDGET, sa.Column(LAST, sa.Date(), nullable=True))
    op.execute(f"UPDATE {BUDGET} SET {LAST} = ({last_bought(f'{BUDGET}.family_id')})")  # noqa: S608
    op.create_index(
        "ix_kept_budget_bought",
        BUDGET,
        [
            *("team_id", sa.text(f"({LAST} IS NOT NULL)"), LAST, sa.text("limit_pence DESC")),
            *("reference_folded", "family_id", "restricted_id", "closed_on", "ends_on", "opened_on", "starts_on"),
            "period_id",
        ],
    )
    _drop(REPLACED)
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    _drop({**REPLACED, **NEW})
    op.drop_index("ix_kept_budget_bought", BUDGET)
    op.drop_column(BUDGET, LAST)
    made = _before().statements(op.get_bind().dialect.name)
    for name in REPLACED:
        for statement in made[name]:
            op.execute(statement)


def _before() -> Any:
    """The migration that made the triggers as they were."""
    spec = importlib.util.spec_from_file_location("kept_before", Path(__file__).with_name("0086_kept_sums_cheaper.py"))
    assert spec is not None and spec.loader is not None
    before = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(before)
    return before


def _drop(triggers: dict[str, str]) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table in triggers.items():
        op.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            op.execute(f"DROP FUNCTION {name}()")
