"""The sheets Families and Children: who is in the study, under pseudonyms, as the profile lets them be described."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select

from budgettracker.costing.run.models import RunMember
from budgettracker.exports.study.columns import circumstance, day, number, pseudonym, quasi_identifier, said
from budgettracker.exports.study.scene import Member, Scene
from budgettracker.families.kinds import Arm, NeedCode
from budgettracker.families.models import Child
from budgettracker.schemes.models import Scheme
from budgettracker.studies.kinds import Profile
from budgettracker.studies.rules.profiles import age_band
from budgettracker.workbooks.stream import Kind, Sheet

FAMILY_COLUMNS = (
    pseudonym("family", "The family", "family.id, run_member.family_id"),
    quasi_identifier("authority", "Its authority", "authority.name, family.authority_id, run_member.authority_id"),
    pseudonym("team", "Its team", "family.team_id"),
    pseudonym("lead_worker", "The worker answerable for it", "family.lead_worker_id"),
    circumstance("arm", "The arm it was allocated to", "family.arm, run_member.arm", values=tuple(Arm)),
    circumstance("scheme", "The devolved-budget scheme it is in", "family.scheme_id, scheme.name", width=24),
    day("opened_on", "First day of work with it", "family.opened_on"),
    day("closed_on", "Last day; empty while work goes on", "family.closed_on"),
    circumstance("end_reason", "Why work ended", "family.end_reason", width=24),
    day("allocated_on", "The day it was allocated to its arm", "family.allocated_on"),
    circumstance("cohort_reason", "Why it was taken into the cohort", "family.cohort_reason", width=24),
    circumstance("legal_basis", "On what legal basis it is helped", "family.legal_basis", width=28),
    pseudonym("index_child", "The child the work is mainly about", "family.index_child"),
    quasi_identifier("index_child_age_band", "That child's age band on the day of allocation, else of opening",
                     "child.birth_month"),
    number("children", "Children known", "child.family_id"),
    number("children_in_scope", "Children whom the work is for", "run_member.children_in_scope"),
    day("open_from", "First day of the study on which it is open", "run_member.open_from"),
    number("open_days", "Days of the study on which it is open", "run_member.open_days", unit="days"),
)  # fmt: skip

CHILD_COLUMNS = (
    pseudonym("family", "The family", "child.family_id"),
    pseudonym("child", "The child", "child.id"),
    day("birth_month", "First day of the month of birth, or of the month due; for the authority's own analysts only",
        "child.birth_month", unit="month"),
    quasi_identifier("age_band", "Age band on the day the family was allocated, else opened", "child.birth_month",
                     values=("0-4", "5-9", "10-16", "17 and over")),
    circumstance("need_code", "Primary need", "child.need_code", values=tuple(NeedCode)),
    circumstance("status_at_start", "Status when the work started", "child.status_at_start", width=24),
    circumstance("in_scope", "Whether the work is for this child", "child.in_scope", Kind.YES_NO),
    circumstance("index_child", "Whether the work is mainly about this child", "family.index_child", Kind.YES_NO),
)  # fmt: skip


def families_sheet(scene: Scene) -> Sheet:
    """One row for each family of the study."""
    return Sheet(
        name="Families",
        columns=FAMILY_COLUMNS,
        rows=_family_rows(scene),
        count=len(scene.members),
        description="Families with an arm that are open at least one day of the study",
    )


def children_sheet(scene: Scene) -> Sheet:
    """One row for each child of those families."""
    asked = select(func.count()).select_from(Child).join(RunMember, RunMember.family_id == Child.family_id)
    return Sheet(
        name="Children",
        columns=CHILD_COLUMNS,
        rows=_child_rows(scene),
        count=scene.session.scalar(asked.where(RunMember.run_id == scene.run.id)) or 0,
        description="Children of the study's families",
    )


def _children(scene: Scene, members: list[Member]) -> dict[object, list[Child]]:
    asked = select(Child).where(Child.family_id.in_([member.id for member in members]))
    found: dict[object, list[Child]] = {}
    for child in scene.session.scalars(asked):
        found.setdefault(child.family_id, []).append(child)
    return found


def _band(child: Child | None, member: Member) -> str | None:
    return age_band(child.birth_month, member.started_on) if child and child.birth_month else None


def _family_rows(scene: Scene) -> Iterator[tuple[Any, ...]]:
    schemes = {row.id: row.name for row in scene.rows(select(Scheme.id, Scheme.name))}
    for members in scene.batches():
        children = _children(scene, members)
        for member in members:
            family, own = member.family, children.get(member.id, [])
            index = next((child for child in own if child.reference == family.index_child), None)
            yield (
                member.pseudonym,
                member.authority,
                scene.team(family.team_id),
                scene.worker(family.lead_worker_id),
                member.arm,
                schemes.get(family.scheme_id),
                scene.day(family.opened_on),
                scene.day(family.closed_on),
                said(family.end_reason),
                scene.day(family.allocated_on),
                said(family.cohort_reason),
                said(family.legal_basis),
                scene.child(index.id if index else None),
                _band(index, member),
                len(own),
                member.children_in_scope,
                scene.day(member.open_from),
                member.open_days,
            )


def _child_rows(scene: Scene) -> Iterator[tuple[Any, ...]]:
    for members in scene.batches():
        children = _children(scene, members)
        for member in members:
            made = (_child_row(scene, member, child) for child in children.get(member.id, []))
            yield from sorted(made, key=lambda row: row[1])


def _child_row(scene: Scene, member: Member, child: Child) -> tuple[Any, ...]:
    born = date.fromisoformat(f"{child.birth_month}-01") if child.birth_month else None
    return (
        member.pseudonym,
        scene.child(child.id),
        born if scene.profile == Profile.INTERNAL else None,
        _band(child, member),
        said(child.need_code),
        said(child.status_at_start),
        child.in_scope,
        child.reference == member.family.index_child,
    )
