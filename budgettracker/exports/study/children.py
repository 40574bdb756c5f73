"""The sheet Children: the children of the study's families, as the profile lets them be described."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import Annotated, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.run.models import RunMember
from budgettracker.exports.study.columns import (
    UNKNOWN,
    circumstance,
    day_or_none,
    pseudonym,
    quasi_identifier,
    text_or_empty,
)
from budgettracker.exports.study.study_data import Member, StudyData
from budgettracker.families.kinds import NeedCode
from budgettracker.families.models import Child
from budgettracker.families.rules.children import age_band
from budgettracker.studies.kinds import Profile
from budgettracker.workbooks import Kind, Sheet, columns_of


class ChildRow(NamedTuple):
    """A child of a family of the study."""

    family: Annotated[str, pseudonym("The family", "child.family_id")]
    child: Annotated[str | None, pseudonym("The child", "child.id")]
    birth_month: Annotated[
        date | None,
        day_or_none(
            "First day of the month of birth, or of the month due; for the authority's own analysts only",
            "child.birth_month",
            unit="month",
        ),
    ]
    age_band: Annotated[
        str | None,
        quasi_identifier(
            "Age band on the day the family was allocated, else opened",
            "child.birth_month",
            values=("0-4", "5-9", "10-16", "17 and over"),
            empty=UNKNOWN,
        ),
    ]
    need_code: Annotated[
        str | None, circumstance("Primary need", "child.need_code", values=tuple(NeedCode), empty=UNKNOWN)
    ]
    status_at_start: Annotated[
        str | None, circumstance("Status when the work started", "child.status_at_start", width=24, empty=UNKNOWN)
    ]
    in_scope: Annotated[bool, circumstance("Whether the work is for this child", "child.in_scope", Kind.YES_NO)]
    index_child: Annotated[
        bool, circumstance("Whether the work is mainly about this child", "family.index_child", Kind.YES_NO)
    ]


def children_sheet(data: StudyData) -> Sheet:
    """One row for each child of the study's families."""
    count = select(func.count()).select_from(Child).join(RunMember, RunMember.family_id == Child.family_id)
    return Sheet(
        name="Children",
        columns=columns_of(ChildRow),
        rows=_rows(data),
        count=data.session.scalar(count.where(RunMember.run_id == data.run.id)) or 0,
        description="Children of the study's families",
    )


def children_of(data: StudyData, members: list[Member]) -> Mapping[uuid.UUID, list[Child]]:
    """The children of some families, by family."""
    query = select(Child).where(Child.family_id.in_([member.id for member in members]))
    children = defaultdict(list)
    for child in data.session.scalars(query):
        children[child.family_id].append(child)
    return children


def band_of(child: Child | None, member: Member) -> str | None:
    """A child's age band on the day follow-up of its family counts from; None where no birth is known."""
    return age_band(child.birth_month, member.started_on) if child and child.birth_month else None


def _rows(data: StudyData) -> Iterator[ChildRow]:
    for members in data.batches():
        children = children_of(data, members)
        for member in members:
            rows = (_row(data, member, child) for child in children.get(member.id, []))
            yield from sorted(rows, key=attrgetter("child"))


def _row(data: StudyData, member: Member, child: Child) -> ChildRow:
    born = date.fromisoformat(f"{child.birth_month}-01") if child.birth_month else None
    return ChildRow(
        family=member.pseudonym,
        child=data.child(child.id),
        birth_month=born if data.profile == Profile.INTERNAL else None,
        age_band=band_of(child, member),
        need_code=text_or_empty(child.need_code),
        status_at_start=text_or_empty(child.status_at_start),
        in_scope=child.in_scope,
        index_child=child.reference == member.family.index_child,
    )
