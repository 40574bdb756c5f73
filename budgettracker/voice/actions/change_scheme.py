"""Settle what the families of a scheme are given, and what is asked about purchases for them."""

from collections.abc import Mapping
from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.voice.kinds import Asked, PurchaseQuestion
from budgettracker.voice.models import SchemeVoice
from budgettracker.voice.queries import voice_of


def change_scheme_voice(
    by: Person,
    scheme: Scheme,
    *,
    statements: bool,
    questions: Mapping[PurchaseQuestion, Asked] | None = None,
    at: datetime,
) -> SchemeVoice:
    """Turn statements on or off, and say how each question is asked; without `questions` they stay as they are.

    Earlier statements and answers stay. Nothing is recorded where nothing changes.
    """
    row = voice_of(scheme.id)
    if row is None:
        usual = dict.fromkeys(map(str, PurchaseQuestion), Asked.OPTIONAL)
        row = SchemeVoice(authority_id=scheme.authority_id, scheme_id=scheme.id, statements=False, **usual)
        db.session.add(row)
    settled = {"statements": statements, **{str(each): str(how) for each, how in (questions or {}).items()}}
    changes = {name: [getattr(row, name), value] for name, value in settled.items() if getattr(row, name) != value}
    for name, value in settled.items():
        setattr(row, name, value)
    if changes:
        record(by, Deed.SCHEME_VOICE_CHANGED, scheme, changes, at=at)
    db.session.flush()
    return row
