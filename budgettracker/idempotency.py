"""Keys minted with each form, so that a form sent twice is one record: same key and content, same answer."""

import functools
import hashlib
import re
import uuid
from datetime import datetime
from typing import Any, cast

from flask import Response, abort, current_app, g, request
from sqlalchemy import (
    ForeignKey,
    String,
    Table,
    TextualSelect,
    UniqueConstraint,
    Update,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker import connections
from budgettracker.database import Base, WithId, db
from budgettracker.errors import KeyUsed
from budgettracker.ids import uuid7

FIELD = "form_key"
LEFT_OUT = {FIELD, "csrf_token"}
KEY = re.compile(r"[!-~]{1,64}")
"""What a key looks like, whoever made it: plain characters that every database keeps as they are."""


class FormKey(WithId, Base):
    """One form that was accepted from one person: what it said (as a digest) and where it led."""

    __tablename__ = "form_key"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    location: Mapped[str | None] = mapped_column(String(500))
    status: Mapped[int | None]
    at: Mapped[datetime]


KEYS = cast(Table, FormKey.__table__)


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return uuid.uuid4().hex


def content_digest() -> str:
    """SHA-256 over where the form went and everything in it, files by content; key and CSRF token apart."""
    digest = hashlib.sha256()

    def add(*parts: str | bytes) -> None:
        for part in parts:
            raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            digest.update(len(raw).to_bytes(8, "big") + raw)

    add(request.path)
    for name in sorted(request.form):
        if name not in LEFT_OUT:
            add("field", name, *request.form.getlist(name))
    for name in sorted(request.files):
        for file in request.files.getlist(name):
            content = hashlib.sha256()
            while piece := file.stream.read(1 << 20):
                content.update(piece)
            file.stream.seek(0)
            add("file", name, file.filename or "", content.digest())
    return digest.hexdigest()


def answer_earlier(at: datetime) -> Response | None:
    """Claim the key of the form being sent; a key that was answered before gives that answer again.

    Raises KeyUsed when the key was used with other content. A refusal rolls the claim back with everything else, so the
    key stays valid. The claim waits for another request that is using the same key just now.
    """
    person = g.get("person")
    if person is None:
        return None
    key = request.form.get(FIELD, "")
    if not KEY.fullmatch(key):
        abort(400, "This form came without its key. Go back, load the page again and send it once more.")
    digest = content_digest()
    claim = {"id": uuid7(), "person_id": person.id, "key": key, "digest": digest, "at": at}
    if connections.takes_lock_late.get():
        return _claim_late(claim)
    claimed = db.session.connection().execute(_new_claim(), claim).scalar()
    if claimed is None:
        return _earlier(person.id, key, digest)
    g.claimed_form_key = claimed
    return None


def _claim_late(claim: dict[str, Any]) -> Response | None:
    """The answer there was, or none yet: then the key is claimed with its own answer, so that no lock is held meanwhile.

    Another request that used the key in between has written: this one's first row is refused, and it is done anew.
    """
    used = db.session.scalars(select(FormKey.id).filter_by(person_id=claim["person_id"], key=claim["key"])).first()
    if used is not None:
        return _earlier(claim["person_id"], claim["key"], claim["digest"])
    g.late_claim = claim
    return None


@functools.cache
def _new_claim() -> TextualSelect:
    """Claims a key unless it is there already. In SQL: an insert that may do nothing is otherwise compiled for every form."""
    claim = text(
        'INSERT INTO form_key (id, person_id, "key", digest, at) VALUES (:id, :person_id, :key, :digest, :at)'
        " ON CONFLICT DO NOTHING RETURNING id"
    )
    names = ("id", "person_id", "key", "digest", "at")
    return claim.bindparams(*(bindparam(name, type_=KEYS.c[name].type) for name in names)).columns(KEYS.c.id)


@functools.cache
def _answer_of_claim() -> Update:
    """Writes down where a claimed form led; built once, for the same reason."""
    return update(KEYS).where(KEYS.c.id == bindparam("claimed"))


def _earlier(person_id: uuid.UUID, key: str, digest: str) -> Response:
    form = db.session.scalars(select(FormKey).filter_by(person_id=person_id, key=key)).one()
    if form.digest != digest:
        raise KeyUsed
    response = current_app.response_class(status=form.status or 303)
    response.headers["Location"] = form.location or "/"
    return response


def keep_answer(response: Response) -> None:
    """Remember where an accepted form led, for whoever sends it again."""
    claimed: uuid.UUID | None = g.pop("claimed_form_key", None)
    late: dict[str, Any] | None = g.pop("late_claim", None)
    if late is not None and response.status_code < 400:
        db.session.flush()
        claimed = db.session.connection().execute(_new_claim(), late).scalar_one()
    if claimed is not None and response.status_code < 400:
        led_to = {"status": response.status_code, "location": response.headers.get("Location")}
        db.session.flush()
        db.session.connection().execute(_answer_of_claim(), {"claimed": claimed, **led_to})
