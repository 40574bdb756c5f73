"""What the families of a scheme are given and asked."""

import functools
import uuid

from sqlalchemy import Select, bindparam, select

from budgettracker.database import db
from budgettracker.voice.kinds import Asked, PurchaseQuestion
from budgettracker.voice.models import SchemeVoice


def voice_of(scheme_id: uuid.UUID | None) -> SchemeVoice | None:
    """What a scheme has settled; None where it has settled nothing, and for a family in no scheme."""
    if scheme_id is None:
        return None
    return db.session.scalars(_settled(), {"scheme": scheme_id}).one_or_none()


@functools.cache
def _settled() -> Select[tuple[SchemeVoice]]:
    """Built once: every purchase asks it."""
    return select(SchemeVoice).where(SchemeVoice.scheme_id == bindparam("scheme"))


def statements_on(scheme_id: uuid.UUID | None) -> bool:
    """Are statements made for the families of a scheme? Off until an administrator turns them on."""
    settled = voice_of(scheme_id)
    return settled is not None and settled.statements


def questions_of(scheme_id: uuid.UUID | None) -> dict[PurchaseQuestion, Asked]:
    """How each question is asked about a purchase for a family of a scheme; optional where nothing is settled."""
    settled = voice_of(scheme_id)
    if settled is None:
        return dict.fromkeys(PurchaseQuestion, Asked.OPTIONAL)
    return {question: Asked(getattr(settled, question.value)) for question in PurchaseQuestion}
