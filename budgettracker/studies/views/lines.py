"""The lines behind a number of a costing run: pseudonymised as in the workbook, a page at a time, with their sum."""

import uuid
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from flask import render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.costing.kinds import Reason
from budgettracker.costing.rates.rules.working import ratio_words
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import authorities_of, family_ids_of
from budgettracker.costing.run.queries.run_lines import (
    Entry,
    Kind,
    Line,
    PoolLine,
    Purchase,
    Section,
    lines_of,
    sections_of,
)
from budgettracker.costing.run.rules.opened import Opened, Part, Where
from budgettracker.errors import NotTheirs
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up, pounds
from budgettracker.studies.models import Study
from budgettracker.studies.rules.profiles import date_in_words, days_shown, require_rows
from budgettracker.studies.rules.pseudonyms import Kind as Named
from budgettracker.studies.rules.pseudonyms import Pseudonyms
from budgettracker.studies.rules.run_page import ARM_WORDS
from budgettracker.studies.views.blueprint import Answer, bp, names_of
from budgettracker.studies.views.runs import AT, run_for
from budgettracker.web import page_number

LINES_A_PAGE = 30
TITLES = {
    Kind.PURCHASES: "Purchases",
    Kind.LINES: "Entries of work",
    Kind.POOLS: "Shares of time for nobody",
    Kind.ENTRIES: "Entries of work as logged",
}
MINUTES_OF = {
    Part.CONTACT: ("contact_minutes",),
    Part.PREPARATION: ("preparation_minutes",),
    Part.TRAVEL: ("travel_minutes",),
    Part.MILEAGE: (),
    Part.EXPENSES: (),
}
ALL_MINUTES = ("contact_minutes", "preparation_minutes", "travel_minutes")
Choice = TypeVar("Choice", bound=StrEnum)


class Table(NamedTuple):
    """The lines of one kind on this page, and the sum and number of all there are."""

    kind: Kind
    title: str
    in_all: int
    pence: int
    rows: list[dict[str, Any]]


@bp.route(f"{AT}/lines")
@requires(Permission.RUN_STUDIES)
def run_lines(study_id: uuid.UUID, number: int) -> Answer:
    """What a number of a run is the sum of."""
    study, found = run_for(study_id, number)
    require_rows(study.profile)
    names = names_of(study)
    members = {names.family(family_id): family_id for family_id in family_ids_of(found.id)}
    opened, whose = asked_of(found, members)
    sections = sections_of(found.id, opened)
    at = page_number()
    show = Shown(study, names, frozenset(members.values()), opened)
    lines = sum(section.count for section in sections)
    return render_template(
        "studies/run_lines.html",
        study=study,
        run=found,
        opened=opened,
        whose=whose,
        back=back_of(study, found, opened),
        sections=[(TITLES[each.kind], each.count, each.pence) for each in sections],
        total=sum(section.pence for section in sections),
        lines=lines,
        tables=tables_of(found, opened, sections, show, at),
        page=at,
        pages=max(1, -(-lines // LINES_A_PAGE)),
        first=min(lines, (at - 1) * LINES_A_PAGE + 1),
        last=min(lines, at * LINES_A_PAGE),
    )


def asked_of(found: CostingRun, members: dict[str, uuid.UUID]) -> tuple[Opened, str]:
    """The number an address asks for and, in words, whose it is; raises NotTheirs where the address makes no sense."""
    asked = request.args
    family, authority = asked.get("family"), asked.get("authority")
    parts = {str(each.authority_id): each for each in authorities_of(found)}
    if (family and family not in members) or (authority and authority not in parts):
        raise NotTheirs
    arm = chosen(Arm, asked.get("arm"))
    opened = Opened(
        where=chosen(Where, asked.get("where")) or Where.FAMILIES,
        part=chosen(Part, asked.get("part")) or Part.TOTAL,
        family_id=members[family] if family else None,
        arm=arm,
        authority_id=parts[authority].authority_id if authority else None,
        reason=chosen(Reason, asked.get("reason")),
    )
    if opened.where is Where.ENTRIES and (family or arm):
        raise NotTheirs
    said = [f"family {family}" if family else "", f"families {ARM_WORDS[arm].lower()}" if arm else ""]
    said.append(parts[authority].name if authority else "")
    return opened, ", ".join(words for words in said if words)


def chosen(of: type[Choice], text: str | None) -> Choice | None:
    """The member of a closed list that an address names; None for none, NotTheirs for one that is not in it."""
    if not text:
        return None
    try:
        return of(text)
    except ValueError:
        raise NotTheirs from None


def back_of(study: Study, found: CostingRun, opened: Opened) -> tuple[str, str]:
    """Where a number most likely was opened, and what that page is called."""
    where: dict[str, Any] = {"study_id": study.id, "number": found.number}
    if opened.family_id is not None:
        return url_for("studies.run_families", **where), f"Families of run {found.number}"
    return url_for("studies.costing_run", **where), f"Costing run {found.number}"


def tables_of(found: CostingRun, opened: Opened, sections: list[Section], show: "Shown", at: int) -> list[Table]:
    """The lines of one page: kinds follow one another, each counted on from the one before."""
    skip, left, tables = (at - 1) * LINES_A_PAGE, LINES_A_PAGE, []
    for each in sections:
        here = min(left, max(0, each.count - skip))
        if here:
            rows = lines_of(found.id, opened, each.kind, offset=skip, limit=here, by_day=show.by_day)
            tables.append(Table(each.kind, TITLES[each.kind], each.count, each.pence, [show.row(row) for row in rows]))
        skip, left = max(0, skip - each.count), left - here
    return tables


class Shown:
    """Lines as the study's profile lets them be seen: pseudonyms, days or months, no free text, no supplier."""

    def __init__(self, study: Study, names: Pseudonyms, members: frozenset[uuid.UUID], opened: Opened) -> None:
        self._profile, self._names, self._members, self._opened = study.profile, names, members, opened
        self.by_day = days_shown(study.profile)

    def row(self, line: Purchase | Line | PoolLine | Entry) -> dict[str, Any]:
        """One line as its table shows it."""
        if isinstance(line, Purchase):
            return self._purchase(line)
        if isinstance(line, PoolLine):
            return self._pool(line)
        return self._work(line)

    def _purchase(self, one: Purchase) -> dict[str, Any]:
        return {
            "name": self._names.of(Named.PURCHASE, one.refund_id or one.spend_id),
            "day": date_in_words(self._profile, one.bought_on),
            "family": self._family(one.family_id),
            "what": "Refund" if one.refund_id else "Purchase",
            "category": one.category or "None",
            "pence": one.pence,
        }

    def _work(self, one: Line | Entry) -> dict[str, Any]:
        kinds = MINUTES_OF.get(self._opened.part, ALL_MINUTES) if isinstance(one, Line) else ALL_MINUTES
        minutes = sum(getattr(one, kind) for kind in kinds)
        return {
            "name": self._names.of(Named.ENTRY, one.entry_id),
            "day": date_in_words(self._profile, one.worked_on),
            "family": self._family(one.family_id) if isinstance(one, Line) else "",
            "worker": self._names.worker(one.person_id),
            "activity": one.activity,
            "post": one.post,
            "minutes": f"{minutes:,}" if kinds else "",
            "hour": self._hour(one) if kinds else "",
            "share": _share(one) if isinstance(one, Line) else "",
            "pence": one.pence,
        }  # fmt: skip

    def _hour(self, one: Line | Entry) -> str:
        """What an hour of the post cost; where a number is what the ratio adds, times the ratio."""
        hour = pounds(half_up(one.annual_pence * 60, one.minutes_per_year))
        lifts = self._opened.where is Where.FAMILIES and self._opened.part in (Part.INDIRECT, Part.UPLIFT)
        return f"{hour} × {ratio_words(one.ratio_thousandths)}" if lifts and one.ratio_thousandths is not None else hour

    def _pool(self, one: PoolLine) -> dict[str, Any]:
        carried = f"{one.minutes:,} of {one.family_minutes:,} minutes" if one.family_minutes else "No family minutes"
        return {
            "family": self._family(one.family_id) if one.family_minutes else "Nobody",
            "worker": self._names.worker(one.person_id),
            "month": f"{one.month:%B %Y}",
            "what": one.intervention or "General time",
            "pool": one.pool_pence,
            "share": carried,
            "pence": one.pence,
        }

    def _family(self, family_id: uuid.UUID | None) -> str:
        if family_id is None:
            return "Other families" if self._opened.where is not Where.UNALLOCATED else "Nobody"
        return self._names.family(family_id) if family_id in self._members else "Not in the study"


def _share(one: Line) -> str:
    part = one.share_to - one.share_from
    return "All of it" if part == one.share_of else f"{part:,} of {one.share_of:,}"
