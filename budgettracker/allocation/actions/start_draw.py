"""Start a draw: the list is made or brought, sealed, and its digest shown."""

import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from budgettracker.allocation import queries, rules
from budgettracker.allocation.kinds import ListSource
from budgettracker.allocation.models import Draw, DrawList, DrawPlace
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.studies.models import Study

FEWEST, MOST = 4, 2_000


def start_draw(
    by: Person, study: Study, *, places: int | None = None, list_text: str | None = None, at: datetime
) -> Draw:
    """Seal the list by which families of a study come into its arms.

    With `places` it is made here, with at least so many places for each authority and age band; with `list_text` it is an
    independent statistician's. Nobody sees it until the draw is closed; its digest is shown from now on. Raises Refusal:
    no authority has agreed, there is a draw already, another draw is open in one of the authorities, a list that cannot
    be read.
    """
    ids = {each.authority.name: each.authority_id for each in study.authorities}
    if not ids:
        raise Refusal(None, "A draw can start once an authority has agreed to the study.")
    for name, authority_id in ids.items():
        if queries.open_draw_in(authority_id) is not None:
            raise Refusal(None, f"Families of {name} come into another draw at present. Close that one first.")
    if list_text is None:
        if places is None or not FEWEST <= places <= MOST:
            raise Refusal("places", f"Enter a number of places between {FEWEST} and {MOST:,}.")
        list_text = rules.list_made_here(secrets.token_hex(32), list(ids), places)
        source = ListSource.MADE_HERE
    else:
        source = ListSource.FILE
    lines = rules.places_in(list_text, ids)
    draw = Draw(
        id=uuid7(),
        study_id=study.id,
        source=source,
        digest=rules.digest_of(list_text),
        started_by_id=by.id,
        started_at=at,
    )
    try:
        with savepoint():
            db.session.add(draw)
            db.session.flush()
    except IntegrityError:
        raise Refusal(None, "This study has a draw already.") from None
    db.session.add(DrawList(draw_id=draw.id, list_text=list_text))
    rows = [
        {"id": uuid7(), "draw_id": draw.id, "authority_id": ids[place.authority], "number": number}
        | {"band": str(place.band), "arm": str(place.arm)}
        for number, place in enumerate(lines, 1)
    ]
    db.session.flush()
    db.session.execute(DrawPlace.__table__.insert(), rows)  # type: ignore[attr-defined]
    record(by, Deed.DRAW_STARTED, draw, {"source": source, "digest": draw.digest, "places": len(rows)}, at=at)
    return draw
