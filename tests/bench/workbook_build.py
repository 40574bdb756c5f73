"""A study's workbook from the first row to the proof, against the writing of its rows alone.

    python -m tests.bench.workbook_build [--entries 300000] [--families 5000] [--workers 600] [--most 1.8]

The invented authority of `large_world`; a run is made and its results are kept first, and not counted. Processor time
of this process. Memory is the highest that building reached above what the process held before it. Exit code 1 if the
whole takes more than 1.8 times its writing, or more than 150 MiB.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import flask_migrate

from budgettracker import create_app
from budgettracker.costing.results.actions import keep_results
from budgettracker.costing.run.queries.runs import runs_of
from budgettracker.database import db, transaction
from budgettracker.exports.actions import build_workbook as building
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.exports.study import workbook
from budgettracker.studies.models import Study
from tests.bench.large_world import large_world, study_of
from tests.bench.run_100k import run_once
from tests.bench.telling import Figure, tell
from tests.conftest import settings
from tests.factories.studies import AT, ON

MOST_RATIO, MOST_MEBIBYTES = 1.8, 150


def held(field: str) -> float:
    """Memory of this process in MiB: `VmRSS` now, `VmHWM` the highest."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith(field)).split()[1]) / 1024


def forget_highest() -> None:
    """Let the highest be counted anew from here."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


class Timed:
    """A function that keeps how much processor time its calls took."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.seconds = function, 0.0

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call it."""
        started = time.process_time()
        try:
            return self.function(*arguments, **named)
        finally:
            self.seconds += time.process_time() - started


def build(study_id: Any, folders: building.WorkbookFolders) -> tuple[float, float, Workbook]:
    """Build the workbook of the study's run: seconds for all, of them for writing rows, and the workbook."""
    with transaction():
        study = db.session.get_one(Study, study_id)
        workbook_id = ask_workbook(None, study, run=runs_of(study.id)[0], on=ON, at=AT).id
    writing, whole = Timed(workbook.write), Timed(building.build_workbook)
    with patch.object(building, "write", writing):
        whole(None, workbook_id, folders, on=ON, clock=lambda: AT)
    return whole.seconds, writing.seconds, db.session.get_one(Workbook, workbook_id)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=300_000)
    parser.add_argument("--families", type=int, default=5_000)
    parser.add_argument("--workers", type=int, default=600)
    parser.add_argument("--most", type=float, default=MOST_RATIO)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app({**settings(folder, f"sqlite:///{folder / 'build.sqlite'}"), "CLOCK": lambda: AT})
        with app.app_context():
            flask_migrate.upgrade()
            study_id = study_of(
                large_world(options.entries, families=options.families, workers=options.workers), "A"
            ).id
            run_once(study_id)
            with transaction():
                keep_results(runs_of(study_id)[0])
            db.session.remove()
            before = held("VmRSS")
            forget_highest()
            seconds, writing, built = build(study_id, building.WorkbookFolders.of(app.config))
            above = held("VmHWM") - before
            if built.state != BuildState.READY:
                raise SystemExit(f"The workbook is {built.state}: {built.message}")
            what = f"A workbook of {built.total_rows:,} rows, {(built.bytes or 0) // 2**20} MiB, proved"
    holds = tell(Figure(what, seconds, "its rows written", writing, options.most, bound_is_on_ratio=True))
    within = above <= MOST_MEBIBYTES
    print(f"{'PASS' if within else 'FAIL'}  Memory above what was held: {above:.0f} MiB (at most {MOST_MEBIBYTES})")
    return 0 if holds and within else 1


if __name__ == "__main__":
    sys.exit(main())
