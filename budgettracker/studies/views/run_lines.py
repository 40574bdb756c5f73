"""The lines behind an amount of a costing run: pseudonymised as in the workbook, a page at a time, with their sum."""

import uuid
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from flask import render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.bulk import joined_in_passes
from budgettracker.costing.kinds import BESIDE_TOTAL, LineKind, Part, Reason, Side
from budgettracker.costing.results.actions import keep_figure
from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.results.queries.kept import cut_of
from budgettracker.costing.results.queries.kept_lines import (
    LINES_A_PAGE,
    OpenedFigure,
    kept_figure,
    lines_read,
    opened_figure,
    pages_of,
)
from budgettracker.costing.results.queries.run_lines import lines_in_order
from budgettracker.costing.results.rules.figure import Figure
from budgettracker.costing.results.rules.figure_lines import Ordered
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import authorities_of, family_ids_of
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.kinds import Arm
from budgettracker.studies.models import Study
from budgettracker.studies.rules.lines_shown import LinesShown, Table
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.rules.run_page import Link
from budgettracker.studies.views.blueprint import Answer, bp, names_of
from budgettracker.studies.views.headings import heading_shown, heading_words
from budgettracker.studies.views.runs import AT, run_with_results
from budgettracker.web import page_number

CUT_PARTS = (Part.TOTAL, Part.PURCHASES, Part.TIME, *BESIDE_TOTAL)
"""What of a cut opens: the columns of its page."""
Choice = TypeVar("Choice", bound=StrEnum)


@bp.route(f"{AT}/lines")
@requires(Permission.RUN_STUDIES)
def run_lines(study_id: uuid.UUID, number: int) -> Answer:
    """What an amount of a run is the sum of."""
    study, run = run_with_results(study_id, number)
    require_rows(study.profile)
    names = names_of(study)
    members = {names.family(family_id): family_id for family_id in family_ids_of(run.id)}
    figure, of_whom = figure_of_address(study, run, members)
    page = page_number()
    shown = LinesShown(study.profile, names, frozenset(members.values()), figure)
    opened, ordered = opened_at(run.id, figure, shown, page)
    sections = opened.sections
    lines = sum(section.count for section in sections)
    answer = render_template(
        "studies/run_lines.html",
        study=study,
        run=run,
        figure=figure,
        of_whom=of_whom,
        back=page_before(study, run, figure),
        sections=sections,
        total=sum(section.pence for section in sections),
        lines=lines,
        tables=tables_of(run.id, figure, opened, shown),
        page=page,
        pages=max(1, -(-lines // LINES_A_PAGE)),
        first=min(lines, (page - 1) * LINES_A_PAGE + 1),
        last=min(lines, page * LINES_A_PAGE),
    )
    if ordered is not None:
        keep_figure(run.id, figure, ordered, by_day=shown.by_day)
    return answer


def opened_at(
    run_id: uuid.UUID, figure: Figure, shown: LinesShown, page: int
) -> tuple[OpenedFigure, list[Ordered] | None]:
    """A page of an amount, and at the first look at it all its lines in order, which are then to be kept."""
    kept = kept_figure(db.session(), run_id, figure, by_day=shown.by_day)
    if kept is not None:
        return opened_figure(db.session(), kept, page), None
    with joined_in_passes():
        ordered = lines_in_order(run_id, figure, by_day=shown.by_day)
    of_page = next(islice(pages_of(ordered), page - 1, None), [])
    return OpenedFigure([each.section for each in ordered], of_page), ordered


def figure_of_address(study: Study, run: CostingRun, members: dict[str, uuid.UUID]) -> tuple[Figure, str]:
    """The amount that an address names and, in words, of whom; raises NotTheirs where the address makes no sense.

    `members` are the run's families by pseudonym.
    """
    address = request.args
    family, authority = address.get("family"), address.get("authority")
    parts = {str(part.authority_id): part for part in authorities_of(run)}
    if (family and family not in members) or (authority and authority not in parts):
        raise NotTheirs
    arm = chosen(Arm, address.get("arm"))
    cut, heading, heading_name = cut_of_address(study, run)
    figure = Figure(
        side=chosen(Side, address.get("where")) or Side.FAMILIES,
        part=chosen(Part, address.get("part")) or Part.TOTAL,
        family_id=members[family] if family else None,
        arm=arm,
        authority_id=parts[authority].authority_id if authority else None,
        reason=chosen(Reason, address.get("reason")),
        cut=cut,
        heading=heading,
    )
    if figure.side is Side.ENTRIES and (family or arm):
        raise NotTheirs
    of_whom = [f"family {family}" if family else "", f"families {arm.heading.lower()}" if arm else ""]
    of_whom += [parts[authority].name if authority else "", heading_name]
    return figure, ", ".join(words for words in of_whom if words)


def cut_of_address(study: Study, run: CostingRun) -> tuple[Cut | None, str, str]:
    """The cut that an address names, the heading in it, and the heading in words; raises NotTheirs for one that is not there.

    Only what families bear is cut, by whole columns.
    """
    cut = chosen(Cut, request.args.get("by"))
    if cut is None:
        return None, "", ""
    address = request.args
    part = chosen(Part, address.get("part"))
    if address.get("where") or address.get("family") or part not in CUT_PARTS:
        raise NotTheirs
    shown, words = address.get("of", ""), heading_words(study, run, cut)
    for heading in {row.heading for row in cut_of(db.session(), run.id, cut)}:
        if heading_shown(study, cut, heading) == shown:
            return cut, heading, words(heading)
    raise NotTheirs


def chosen(kind: type[Choice], text: str | None) -> Choice | None:
    """The member of a closed list that an address names; None for none, NotTheirs for one that is not in it."""
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        raise NotTheirs from None


def page_before(study: Study, run: CostingRun, figure: Figure) -> Link:
    """The page on which the amount most likely was opened."""
    if figure.family_id is not None:
        families = url_for("studies.run_families", study_id=study.id, number=run.number)
        return Link(families, f"Families of run {run.number}")
    if figure.cut is not None:
        by = url_for("studies.run_cut", study_id=study.id, number=run.number, by=figure.cut)
        return Link(by, f"Run {run.number} by {figure.cut.words.lower()}")
    return Link(url_for("studies.costing_run", study_id=study.id, number=run.number), f"Costing run {run.number}")


def tables_of(run_id: uuid.UUID, figure: Figure, opened: OpenedFigure, shown: LinesShown) -> list[Table]:
    """The lines of one page, a table for each kind."""
    of_kind = {section.kind: section for section in opened.sections}
    return [
        Table(of_kind[LineKind(kind)], [shown.row(line) for line in lines_read(run_id, figure, LineKind(kind), kept)])
        for kind, kept in opened.of_page
    ]
