"""The sheet Comparison_runs: what this run priced otherwise than the one before it, figure by figure, and what that moved."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from sqlalchemy import select

from budgettracker.costing.results.queries.beside import differences
from budgettracker.costing.results.queries.repriced import repriced_between
from budgettracker.costing.results.rules.price_figures import Measure, PriceFigure, Value
from budgettracker.costing.results.rules.repriced import Repriced, RepricedPost
from budgettracker.costing.run.models import CostingRun
from budgettracker.exports.study.columns import circumstance, money, number, reference
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.workbooks import Kind, Sheet, columns_of

ALL = "all"
ENTRIES = "entries"
NO_NUMBER = (0, 1)
"""In place of an empty cell, by which a program would take the column for something else."""


class RunsComparedRow(NamedTuple):
    """Entries of one post that came to something else, or one figure that differs."""

    what: Annotated[
        str,
        circumstance(
            "entries: what both runs have in the same version, at another price; else the figure that differs",
            "",
            values=(ENTRIES, *PriceFigure),
            width=26,
        ),
    ]
    words: Annotated[str, circumstance("The same in words", "", width=44)]
    authority: Annotated[str, reference("Whose it is; all for the whole study", width=20)]
    post: Annotated[str, reference("The post, of entries as this run has it; all for miles and indices", width=28)]
    since: Annotated[str, reference("The day or financial year from which it differs; none for the whole run")]
    before: Annotated[
        tuple[int, int],
        reference("The figure in the run before, where it is a number; 0 for words", kind=Kind.DECIMAL, places=4),
    ]
    after: Annotated[
        tuple[int, int],
        reference("The figure in this run, where it is a number; 0 for words", kind=Kind.DECIMAL, places=4),
    ]
    before_words: Annotated[
        str, reference("The same where it is words (of entries their post); none for a number", width=30)
    ]
    after_words: Annotated[str, reference("The same in this run", width=30)]
    unit: Annotated[str, reference("What the numbers are in", width=18)]
    number_of_entries: Annotated[int, number("Entries that came to something else; 0 for a figure", "")]
    difference: Annotated[
        int, money("What families of both runs cost more for these entries in this run; 0 for a figure")
    ]
    run_before: Annotated[int, reference("The run that this one is compared with", kind=Kind.WHOLE)]


def runs_compared_sheet(data: StudyData) -> Sheet:
    """Empty for a study's first run, and where both runs priced alike."""
    query = select(CostingRun).filter_by(study_id=data.study.id, number=data.run.number - 1)
    before = data.session.scalars(query).one_or_none()
    return Sheet(
        name="Comparison_runs",
        columns=columns_of(RunsComparedRow),
        rows=list(_rows(data, before)) if before else [],
        description="This run beside the one before it in the study: entries of both at another price, by post, and each figure "
        "of a price that differs, from what to what. Figures that follow from others are left to them",
    )


def _rows(data: StudyData, before: CostingRun) -> Iterator[RunsComparedRow]:
    for post in differences(data.session, before.id, data.run.id).posts:
        yield _of_post(before.number, post)
    for figure in repriced_between(data.session, before, data.run):
        yield _of_figure(before.number, figure)


def _of_post(run_before: int, of: RepricedPost) -> RunsComparedRow:
    words = "Entries of both runs at another price"
    place = (of.authority, of.post, NONE)
    posts = (of.before_post, of.post)
    return RunsComparedRow(ENTRIES, words, *place, NO_NUMBER, NO_NUMBER, *posts, NONE, of.number, of.pence, run_before)


def _of_figure(run_before: int, of: Repriced) -> RunsComparedRow:
    since = of.since.isoformat() if isinstance(of.since, date) else of.since or NONE
    place = (of.authority or ALL, of.post or ALL, since)
    measure = of.figure.measure
    numbers = (_number(of.before, measure), _number(of.after, measure))
    words = (_words(of.before), _words(of.after))
    unit = NONE if measure is Measure.WORDS else str(measure)
    return RunsComparedRow(of.figure, of.figure.words, *place, *numbers, *words, unit, 0, 0, run_before)


def _number(value: Value | None, measure: Measure) -> tuple[int, int]:
    return (value, measure.parts) if isinstance(value, int) else NO_NUMBER


def _words(value: Value | None) -> str:
    return value if isinstance(value, str) else NONE
