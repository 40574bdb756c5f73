"""PostgreSQL takes a run that it has not seen for a share of its tables, so that the rows of a large one are read in one pass."""

import uuid
from typing import Any

import pytest
from sqlalchemy import event, text

from budgettracker.costing.results.actions import differences_kept
from budgettracker.costing.run.models import RunLine
from budgettracker.database import Base, db, transaction
from budgettracker.studies.actions import run_study
from tests.factories.exports import study_world
from tests.factories.studies import AT, ON
from tests.factories.world import World

FEW = {
    *(
        "run_rate",
        "run_mileage_rate",
        "run_price",
        "run_event",
        "run_other_cost",
        "run_result",
        "run_cut",
        "run_grades",
    ),
    "workbook",
}
"""Tables with some rows of a run, or one: posts, prices, events, headings of cuts."""
COPIES = 12


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_rows_of_a_new_run_are_not_joined_each_with_each(world: World) -> None:
    made = study_world(world)
    with transaction():
        run_study(None, made.study, on=ON, at=AT)
        columns = [column.name for column in RunLine.__table__.columns if column.name != "id"]
        for _ in range(COPIES):
            names = ", ".join(columns)
            db.session.execute(
                text(f"INSERT INTO run_line (id, {names}) SELECT gen_random_uuid(), {names} FROM run_line")
            )
    of_runs = {name for name, table in Base.metadata.tables.items() if "run_id" in table.columns} - FEW
    with transaction():
        for name in sorted(of_runs):
            db.session.execute(text(f"ANALYZE {name}"))
        listed = db.session.scalars(text("SELECT tablename FROM pg_stats WHERE attname = 'run_id'")).all()
        assert set(listed) & of_runs == set(), "runs known by name: any other would be taken for one row"
        plan = "EXPLAIN (FORMAT JSON) SELECT 1 FROM run_line WHERE run_id = :run"
        ((whole,),) = db.session.execute(text(plan), {"run": uuid.uuid4()}).all()
        rows = db.session.query(RunLine).count()
        assert whole[0]["Plan"]["Plan Rows"] > rows / 500 > 100


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_what_a_run_comes_to_is_read_in_passes(world: World) -> None:
    made, statements = study_world(world), list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    with transaction():
        runs = [run_study(None, made.study, on=ON, at=AT) for _ in range(3)]
    keeping = statements.index("SET LOCAL enable_nestloop = off")
    kept = statements.index("SET LOCAL enable_nestloop = on")
    assert any("FROM run_line JOIN run_entry" in each for each in statements[keeping:kept])
    statements.clear()
    differences_kept(runs[0], runs[2])
    event.remove(db.engine, "before_cursor_execute", note)
    (joined,) = (at for at, each in enumerate(statements) if "LEFT OUTER JOIN run_entry" in each)
    assert (
        statements.index("SET LOCAL enable_nestloop = off")
        < joined
        < statements.index("SET LOCAL enable_nestloop = on")
    )
    assert db.session.scalar(text("SHOW enable_nestloop")) == "on"
