"""Write down what a child said, read it second, and write down what was done because of it."""

from collections.abc import Mapping
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.families.models import Child, Family
from budgettracker.people.models import Person
from budgettracker.voice import rules
from budgettracker.voice.kinds import ChildAnswer, ChildQuestion, Whose
from budgettracker.voice.models import ChildView, ChildViewDetails, WeDid, WeDidDetails


def record_child_view(
    by: Person,
    family: Family,
    child: Child,
    answers: Mapping[ChildQuestion, ChildAnswer],
    words: str,
    whose: Whose,
    asked_on: date,
    *,
    on: date,
    at: datetime,
) -> ChildView:
    """What a child answered in one talk. The audit says that there was one, and neither answers nor words.

    Raises Refusal on `asked_on` (in the future, before the work) and where nothing was answered.
    """
    rules.require_asked_on("asked_on", asked_on, family.opened_on, on)
    rules.require_something(answers, words)
    view = ChildView(
        authority_id=family.authority_id,
        family_id=family.id,
        child_id=child.id,
        **{question.value: answers.get(question) for question in ChildQuestion},
        whose=whose,
        asked_on=asked_on,
        recorded_by_id=by.id,
        recorded_at=at,
        details=ChildViewDetails(authority_id=family.authority_id, words=words),
    )
    db.session.add(view)
    db.session.flush()
    record(by, Deed.CHILD_VIEW_RECORDED, family, {"asked_on": asked_on, "whose": str(whose)}, at=at)
    return view


def read_child_view(by: Person, view: ChildView, *, at: datetime) -> None:
    """A second person has read what a child said: from now on its answers may leave, as codes.

    Raises Refusal for whoever wrote it down, and where somebody has read it already.
    """
    rules.require_another(view.recorded_by_id, by.id, read=view.read_by_id is not None)
    view.read_by_id, view.read_at = by.id, at
    db.session.flush()
    record(by, Deed.CHILD_VIEW_READ, view.family, {"asked_on": view.asked_on}, at=at)


def record_we_did(by: Person, view: ChildView, words: str, *, at: datetime) -> WeDid:
    """What changed because of what a child said. Raises Refusal on `words` (none, or too many)."""
    rules.require_done(words)
    row = WeDid(
        authority_id=view.authority_id,
        child_view_id=view.id,
        recorded_by_id=by.id,
        recorded_at=at,
        details=WeDidDetails(authority_id=view.authority_id, words=words),
    )
    db.session.add(row)
    db.session.flush()
    record(by, Deed.WE_DID_RECORDED, view.family, {"asked_on": view.asked_on}, at=at)
    return row
