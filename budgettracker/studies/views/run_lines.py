"""The lines behind an amount of a costing run: pseudonymised as in the workbook, a page at a time, with their sum."""

import uuid
from enum import StrEnum
from typing import TypeVar

from flask import render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.costing.kinds import BESIDE_TOTAL, Part, Reason, Side
from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.results.queries.kept import cut_of
from budgettracker.costing.results.queries.run_lines import lines_of, sections_of
from budgettracker.costing.results.rules.figure import Figure
from budgettracker.costing.results.rules.figure_lines import Section
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

LINES_A_PAGE = 30
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
    sections = sections_of(run.id, figure)
    page = page_number()
    shown = LinesShown(study.profile, names, frozenset(members.values()), figure)
    lines = sum(section.count for section in sections)
    return render_template(
        "studies/run_lines.html",
        study=study,
        run=run,
        figure=figure,
        of_whom=of_whom,
        back=page_before(study, run, figure),
        sections=sections,
        total=sum(section.pence for section in sections),
        lines=lines,
        tables=tables_of(run, figure, sections, shown, page),
        page=page,
        pages=max(1, -(-lines // LINES_A_PAGE)),
        first=min(lines, (page - 1) * LINES_A_PAGE + 1),
        last=min(lines, page * LINES_A_PAGE),
    )


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


def tables_of(run: CostingRun, figure: Figure, sections: list[Section], shown: LinesShown, page: int) -> list[Table]:
    """The lines of one page: kinds follow one another, each counted on from the one before."""
    skip, room, tables = (page - 1) * LINES_A_PAGE, LINES_A_PAGE, []
    for section in sections:
        on_page = min(room, max(0, section.count - skip))
        if on_page:
            lines = lines_of(run.id, figure, section.kind, offset=skip, limit=on_page, by_day=shown.by_day)
            tables.append(Table(section, [shown.row(line) for line in lines]))
        skip, room = max(0, skip - section.count), room - on_page
    return tables
