"""What the library's own description shows is true."""

import doctest
from pathlib import Path
from typing import Annotated, NamedTuple

from budgettracker import workbooks
from budgettracker.exports.study import formulas
from budgettracker.workbooks import cells


def test_the_example_of_the_library_runs_as_written(tmp_path: Path) -> None:
    names = vars(workbooks) | {"NamedTuple": NamedTuple, "Annotated": Annotated, "path": tmp_path / "visits.xlsx"}
    result = doctest.testmod(workbooks, extraglobs=names)
    assert (result.failed, result.attempted) == (0, 7)


def test_the_examples_of_cells_and_formulas_hold() -> None:
    for module in (cells, formulas):
        result = doctest.testmod(module)
        assert result.failed == 0
        assert result.attempted
