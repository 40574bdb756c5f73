"""The sheet Voice: whether children were heard, and what they answered once a second person had read it. Never their words."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select

from budgettracker.costing.run.models import RunMember
from budgettracker.exports.study.columns import circumstance, day, pseudonym, quasi_identifier
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.families.kinds import Arm
from budgettracker.voice.kinds import ChildAnswer, Whose, Wishes
from budgettracker.voice.models import ChildView, FamilyWishes
from budgettracker.workbooks import Sheet, columns_of


class VoiceRow(NamedTuple):
    """A dated line about a family's wishes, or a talk with one child."""

    family: Annotated[str, pseudonym("The family", "family_wishes.family_id, child_view.family_id")]
    child: Annotated[str | None, pseudonym("The child; none: a line about the family", "child_view.child_id")]
    authority: Annotated[
        str, quasi_identifier("The family's authority", "family_wishes.authority_id, child_view.authority_id")
    ]
    arm: Annotated[str, circumstance("The arm as allocated", "", values=tuple(Arm))]
    on: Annotated[date, day("When", "family_wishes.happened_on, child_view.asked_on")]
    wishes: Annotated[
        str, circumstance("Were the children heard? none: a talk", "family_wishes.wishes", values=(*Wishes, NONE))
    ]
    whose: Annotated[
        str, circumstance("The child's own answers, or a summary", "child_view.whose", values=(*Whose, NONE))
    ]
    better: Annotated[str, circumstance("Did it make things better?", "child_view.better", values=(*ChildAnswer, NONE))]
    home: Annotated[str, circumstance("Does the child feel good?", "child_view.home", values=(*ChildAnswer, NONE))]
    listened: Annotated[str, circumstance("Do grown-ups listen?", "child_view.listened", values=(*ChildAnswer, NONE))]


def voice_sheet(data: StudyData) -> Sheet:
    """What stood when the run was made, of the run's families; a talk only when it had been read by then."""
    tables = ((FamilyWishes, _wishes(data)), (ChildView, _talks(data)))
    counts = (select(func.count()).select_from(table).where(of_run) for table, of_run in tables)
    return Sheet(
        name="Voice",
        columns=columns_of(VoiceRow),
        rows=_rows(data),
        count=sum(data.session.scalar(query) or 0 for query in counts),
        description="Children heard, and what they answered once a second person had read it; their words never leave",
    )


def _wishes(data: StudyData) -> ColumnElement[bool]:
    return and_(FamilyWishes.family_id.in_(_members(data)), FamilyWishes.recorded_at <= data.run.made_at)


def _talks(data: StudyData) -> ColumnElement[bool]:
    return and_(ChildView.family_id.in_(_members(data)), ChildView.read_at <= data.run.made_at)


def _members(data: StudyData) -> Select[tuple[uuid.UUID]]:
    return select(RunMember.family_id).where(RunMember.run_id == data.run.id)


def _rows(data: StudyData) -> Iterator[VoiceRow]:
    rows = [
        VoiceRow(
            family=data.by_id[row.family_id].pseudonym,
            child=None,
            authority=data.authorities[row.authority_id],
            arm=data.by_id[row.family_id].arm,
            on=data.day(row.happened_on) or row.happened_on,
            wishes=row.wishes,
            whose=NONE,
            better=NONE,
            home=NONE,
            listened=NONE,
        )
        for row in data.session.scalars(select(FamilyWishes).where(_wishes(data)))
    ]
    rows += [
        VoiceRow(
            family=data.by_id[row.family_id].pseudonym,
            child=data.child(row.child_id),
            authority=data.authorities[row.authority_id],
            arm=data.by_id[row.family_id].arm,
            on=data.day(row.asked_on) or row.asked_on,
            wishes=NONE,
            whose=row.whose,
            better=row.better or NONE,
            home=row.home or NONE,
            listened=row.listened or NONE,
        )
        for row in data.session.scalars(select(ChildView).where(_talks(data)))
    ]
    yield from sorted(rows, key=lambda row: (row.family, row.on, row.child or "", *map(str, row[5:])))
