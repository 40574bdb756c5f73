"""The history of any record: who did what, when, from what to what, in words. The newest first, everywhere."""

import uuid

from flask import Blueprint, g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.errors import NotTheirs
from budgettracker.families.queries import family_for
from budgettracker.histories import histories
from budgettracker.history import queries
from budgettracker.web import PAGE_SIZE, Page, page_number, today

bp = Blueprint("history", __name__)


@bp.route("/history/<kind>/<uuid:record_id>")
@requires(Permission.SIGNED_IN)
def show(kind: str, record_id: uuid.UUID) -> str:
    """One record's history, for exactly those who may see the record; `?looked=1` shows an auditor who looked too."""
    registered = histories()
    record_kind = registered.kind_for(kind, g.permissions)
    if record_kind is None:
        raise NotTheirs
    record = record_kind.find(record_id, today())
    if record.family_id is not None:
        note_reading(Deed.FAMILY_VIEWED, family_for(g.person, record.family_id, today()))
    sees_audit = Permission.SEE_AUDIT in g.permissions
    looked = sees_audit and request.args.get("looked") == "1"
    number = page_number()
    history = queries.history(g.person, registered, record_kind, record_id, number, PAGE_SIZE, looked=looked)
    return render_template(
        "history/show.html",
        record=record,
        kind=kind,
        record_id=record_id,
        page=Page(history.lines, number, history.total),
        looked=looked,
        may_see_looking=sees_audit and record.family_id is not None,
    )
