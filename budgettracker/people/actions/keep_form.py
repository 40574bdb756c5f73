"""Keep a form that was sent after its session had run out, until the person has signed in again."""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete

from budgettracker.database import db
from budgettracker.people.models import KeptForm, Person
from budgettracker.people.rules.tokens import digest_of, new_token

LONGEST_KEPT = 200_000
"""Characters of a form that is kept; a longer one is not."""
KEPT_FOR = timedelta(hours=24)


def keep_form(person: Person, path: str, fields: Iterable[tuple[str, str]], *, at: datetime) -> str | None:
    """Keep what somebody sent after their session had run out; returns the token that brings it back to them.

    None when it is too long to keep. Nothing of it is done until they have signed in and sent it again.
    """
    content = json.dumps(list(fields))
    if len(content) > LONGEST_KEPT or len(path) > 500:
        return None
    token = new_token()
    db.session.add(KeptForm(token_digest=digest_of(token), person_id=person.id, path=path, fields=content, kept_at=at))
    db.session.flush()
    return token


def drop_kept_form(token: str, person_id: uuid.UUID) -> None:
    """The form was sent again and accepted: what was kept of it goes."""
    db.session.execute(
        delete(KeptForm).where(KeptForm.token_digest == digest_of(token), KeptForm.person_id == person_id)
    )
