"""The lines behind an amount as they were put in order at its first look: their sums, and those of one page."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.bulk import chunks
from budgettracker.costing.kinds import LineKind
from budgettracker.costing.results.models import RunFigure, RunFigurePage
from budgettracker.costing.results.queries.run_lines import lines_by_key
from budgettracker.costing.results.rules.figure import Figure
from budgettracker.costing.results.rules.figure_lines import FigureLine, Ordered, Section, read_back

LINES_A_PAGE = 30
"""Lines of one page, which are kept together: with another number all is to be put in order anew."""
OfPage = list[tuple[str, list[Any]]]
"""Lines of a page as they are kept, by kind."""


@dataclass(frozen=True, slots=True)
class OpenedFigure:
    """An amount of a run at one of its pages: how many lines of each kind it has with their sum, and those of the page."""

    sections: list[Section]
    of_page: OfPage


def text_of(figure: Figure) -> str:
    """The name that an amount's lines are kept under."""
    return json.dumps(asdict(figure), default=str, ensure_ascii=False)


def kept_figure(session: Session, run_id: uuid.UUID, figure: Figure, *, by_day: bool) -> RunFigure | None:
    """An amount whose lines were put in order; None where nobody opened it so far."""
    return session.scalars(select(RunFigure).filter_by(run_id=run_id, figure=text_of(figure), by_day=by_day)).first()


def opened_figure(session: Session, kept: RunFigure, page: int) -> OpenedFigure:
    """A page of an amount whose lines were put in order; one that it has not is without lines."""
    sections = [Section(LineKind(kind), count, pence) for kind, count, pence in json.loads(kept.sections)]
    row = session.get(RunFigurePage, (kept.id, page))
    return OpenedFigure(sections, json.loads(row.lines) if row else [])


def pages_of(ordered: list[Ordered]) -> Iterator[OfPage]:
    """Lines page by page: kinds follow one another, each counted on from the one before."""
    lines = ((str(each.section.kind), line) for each in ordered for line in each.lines)
    for page in chunks(lines, LINES_A_PAGE):
        yield [(kind, [line for _, line in some]) for kind, some in groupby(page, key=lambda each: each[0])]


def lines_read(run_id: uuid.UUID, figure: Figure, kind: LineKind, kept: list[Any]) -> list[FigureLine]:
    """Lines of one kind as they are shown, from how they are kept."""
    if kind is LineKind.POOL_SOURCES:
        return [read_back(line) for line in kept]
    return lines_by_key(run_id, figure, kind, kept)
