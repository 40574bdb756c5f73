"""The sheet Comparison_runs: why a run comes to something else than the one before it, and which prices differ."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from sqlalchemy import select

from budgettracker.costing.results.kinds import Cause
from budgettracker.costing.results.queries.beside import differences_of
from budgettracker.costing.results.queries.repriced import repriced_between
from budgettracker.costing.results.rules.beside import Explained
from budgettracker.costing.results.rules.price_figures import Measure, PriceFigure, Value
from budgettracker.costing.results.rules.repriced import Repriced, RepricedPost
from budgettracker.costing.run.models import CostingRun
from budgettracker.exports.study.columns import circumstance, money, number, reference
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.workbooks import Kind, Sheet, columns_of

ALL = "all"
NO_NUMBER = (0, 1)
"""In place of an empty cell, by which a program would take the column for something else."""


class RunsComparedRow(NamedTuple):
    """One cause of the difference (entries at another price by post), or one figure that differs."""

    what: Annotated[
        str,
        circumstance(
            "A cause of the difference (price: entries of both runs in the same version); else the figure that differs",
            "",
            values=(*Cause, *PriceFigure),
            width=26,
        ),
    ]
    words: Annotated[str, circumstance("The same in words", "", width=44)]
    authority: Annotated[str, reference("Whose it is; all for the whole study", width=20)]
    post: Annotated[
        str, reference("The post, of entries at another price as this run has it; all for what has none", width=28)
    ]
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
    how_many: Annotated[int, number("Families or entries that a cause concerns; 0 for a figure", "")]
    difference: Annotated[
        int,
        money("What this run comes to more by the cause: all rows are the difference of the totals; 0 for a figure"),
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
        description="This run beside the one before it in the study: each cause of the difference of their totals, entries at "
        "another price by post, and each figure of a price that differs, from what to what. Figures that follow from others "
        "are left to them",
    )


def _rows(data: StudyData, before: CostingRun) -> Iterator[RunsComparedRow]:
    pair = (before.id, data.run.id)
    differs = differences_of(data.session, *pair)
    for cause in differs.causes:
        if cause.cause is not Cause.PRICE:
            yield _of_cause(before.number, cause)
    for post in differs.posts:
        yield _of_post(before.number, post)
    for figure in repriced_between(data.session, before, data.run):
        yield _of_figure(before.number, figure)


def _of_cause(run_before: int, of: Explained) -> RunsComparedRow:
    figures = (NO_NUMBER, NO_NUMBER, NONE, NONE, NONE)
    return RunsComparedRow(of.cause, of.cause.words, ALL, ALL, NONE, *figures, of.number, of.pence, run_before)


def _of_post(run_before: int, of: RepricedPost) -> RunsComparedRow:
    place = (Cause.PRICE, Cause.PRICE.words, of.authority, of.post, NONE)
    figures = (NO_NUMBER, NO_NUMBER, of.before_post, of.post, NONE)
    return RunsComparedRow(*place, *figures, of.number, of.pence, run_before)


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
