"""Settle what the families of a scheme are given and asked."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.voice.models import SchemeVoice
from budgettracker.voice.queries import voice_of


def change_scheme_voice(by: Person, scheme: Scheme, *, statements: bool, at: datetime) -> SchemeVoice:
    """Turn statements on or off for a scheme; those made before stay. Nothing is recorded where nothing changes."""
    row = voice_of(scheme.id)
    if row is None:
        row = SchemeVoice(authority_id=scheme.authority_id, scheme_id=scheme.id, statements=False)
        db.session.add(row)
    if row.statements != statements:
        changes = {"statements": [row.statements, statements]}
        row.statements = statements
        record(by, Deed.SCHEME_VOICE_CHANGED, scheme, changes, at=at)
    db.session.flush()
    return row
