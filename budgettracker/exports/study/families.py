"""The sheet Families: who is in the study, under pseudonyms, as the profile lets them be described."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from sqlalchemy import select

from budgettracker.exports.study.children import band_of, children_of
from budgettracker.exports.study.columns import (
    circumstance,
    day,
    day_or_none,
    number,
    pseudonym,
    quasi_identifier,
    text_or_empty,
)
from budgettracker.exports.study.study_data import Member, StudyData
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child
from budgettracker.schemes.models import Scheme
from budgettracker.workbooks import Sheet, columns_of


class FamilyRow(NamedTuple):
    """A family of the study."""

    family: Annotated[str, pseudonym("The family", "family.id, run_member.family_id")]
    authority: Annotated[
        str, quasi_identifier("Its authority", "authority.name, family.authority_id, run_member.authority_id")
    ]
    team: Annotated[str | None, pseudonym("Its team", "family.team_id")]
    lead_worker: Annotated[str | None, pseudonym("The worker answerable for it", "family.lead_worker_id")]
    arm: Annotated[str, circumstance("The arm it was allocated to", "family.arm, run_member.arm", values=tuple(Arm))]
    scheme: Annotated[
        str | None, circumstance("The devolved-budget scheme it is in", "family.scheme_id, scheme.name", width=24)
    ]
    opened_on: Annotated[date | None, day("First day of work with it", "family.opened_on")]
    closed_on: Annotated[date | None, day_or_none("Last day; none while work goes on", "family.closed_on")]
    end_reason: Annotated[str | None, circumstance("Why work ended", "family.end_reason", width=24)]
    allocated_on: Annotated[date | None, day_or_none("The day it was allocated to its arm", "family.allocated_on")]
    crossed_on: Annotated[
        date | None,
        day_or_none(
            "The day from which a comparison family may have a budget; its arm stays as allocated", "family.crossed_on"
        ),
    ]
    cohort_reason: Annotated[
        str | None, circumstance("Why it was taken into the cohort", "family.cohort_reason", width=24)
    ]
    legal_basis: Annotated[str | None, circumstance("On what legal basis it is helped", "family.legal_basis", width=28)]
    index_child: Annotated[str | None, pseudonym("The child the work is mainly about", "family.index_child")]
    index_child_age_band: Annotated[
        str | None,
        quasi_identifier("That child's age band on the day of allocation, else of opening", "child.birth_month"),
    ]
    index_child_status: Annotated[
        str | None,
        circumstance("That child's status when the work started", "run_member.status_at_start", width=24),
    ]
    risks_before: Annotated[
        int,
        number(
            "How often before its start a child entered care or the family was referred again, or a protection plan or "
            "pre-proceedings started: outcomes as recorded",
            "run_member.risks_before",
        ),
    ]
    children: Annotated[int, number("Children known", "child.family_id")]
    children_in_scope: Annotated[int, number("Children whom the work is for", "run_member.children_in_scope")]
    open_from: Annotated[date | None, day("First day of the study on which it is open", "run_member.open_from")]
    open_days: Annotated[int, number("Days of the study on which it is open", "run_member.open_days", unit="days")]


def families_sheet(data: StudyData) -> Sheet:
    """One row for each family of the study."""
    return Sheet(
        name="Families",
        columns=columns_of(FamilyRow),
        rows=_rows(data),
        count=len(data.members),
        description="Families with an arm that are open at least one day of the study",
    )


def _rows(data: StudyData) -> Iterator[FamilyRow]:
    schemes = {scheme.id: scheme.name for scheme in data.rows(select(Scheme.id, Scheme.name))}
    for members in data.batches():
        children = children_of(data, members)
        for member in members:
            scheme = schemes.get(member.family.scheme_id)
            yield _row(data, member, children.get(member.id, []), scheme)


def _row(data: StudyData, member: Member, children: list[Child], scheme: str | None) -> FamilyRow:
    family = member.family
    index_child = next((child for child in children if child.reference == family.index_child), None)
    return FamilyRow(
        family=member.pseudonym,
        authority=member.authority,
        team=data.team(member.team_id),
        lead_worker=data.worker(member.lead_worker_id),
        arm=member.arm,
        scheme=scheme,
        opened_on=data.day(member.periods[0].opened_on),
        closed_on=data.day(member.periods[-1].closed_on),
        end_reason=text_or_empty(member.periods[-1].end_reason),
        allocated_on=data.day(family.allocated_on),
        crossed_on=data.day(family.crossed_on),
        cohort_reason=text_or_empty(family.cohort_reason),
        legal_basis=text_or_empty(family.legal_basis),
        index_child=data.child(index_child.id if index_child else None),
        index_child_age_band=band_of(index_child, member),
        index_child_status=text_or_empty(member.status_at_start),
        risks_before=member.risks_before,
        children=len(children),
        children_in_scope=member.children_in_scope,
        open_from=data.day(member.open_from),
        open_days=member.open_days,
    )
