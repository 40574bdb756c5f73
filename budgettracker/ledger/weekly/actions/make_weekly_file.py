"""Make a file for finance: numbered, of what no earlier file holds, and the same whenever it is taken again."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.ids import uuid7
from budgettracker.ledger.weekly import rules
from budgettracker.ledger.weekly.kinds import WeeklyKind
from budgettracker.ledger.weekly.models import WeeklyFile, WeeklyLine
from budgettracker.ledger.weekly.queries.waiting import (
    Handed,
    journal_waiting,
    redactions_waiting,
    reimbursements_waiting,
)
from budgettracker.people.models import Authority, Person


def make_weekly_file(by: Person, kind: WeeklyKind, *, on: date, at: datetime) -> WeeklyFile:
    """Make the next file of a kind for the person's authority, of everything that stands in no earlier one.

    Raises Refusal where nothing has come since the last one, and for a journal where a line lacks an account code;
    NotTheirs for somebody of no authority.
    """
    if by.authority_id is None:
        raise NotTheirs
    # Of two people who make the same file the second finds that nothing waits; money posted meanwhile waits for neither.
    db.session.execute(select(Authority.id).where(Authority.id == by.authority_id).with_for_update(key_share=True))
    rows = _rows(by.authority_id, kind, on)
    numbers = select(func.max(WeeklyFile.number)).filter_by(authority_id=by.authority_id, kind=kind)
    number = (db.session.scalar(numbers) or 0) + 1
    if not rows:
        since = f" since file {number - 1}" if number > 1 else ""
        raise Refusal(None, f"Nothing has come{since}, so there is no file to make.")
    file = WeeklyFile(
        id=uuid7(),
        authority_id=by.authority_id,
        kind=kind,
        number=number,
        lines=len(rows),
        pence=sum(row["pence"] for row in rows),
        made_by_id=by.id,
        made_at=at,
    )
    db.session.add(file)
    db.session.flush()
    own = {"authority_id": by.authority_id, "file_id": file.id}
    db.session.execute(insert(WeeklyLine), [{**own, "position": place, **row} for place, row in enumerate(rows, 1)])
    changes = {"file_kind": kind, "number": number, "lines": file.lines, "pence": file.pence}
    record(by, Deed.WEEKLY_FILE_MADE, file, changes, at=at, new=True)
    return file


def _rows(authority_id: uuid.UUID, kind: WeeklyKind, on: date) -> list[dict[str, Any]]:
    if kind == WeeklyKind.JOURNAL:
        return _of_journal(journal_waiting(authority_id, on))
    waiting = reimbursements_waiting if kind == WeeklyKind.REIMBURSEMENTS else redactions_waiting
    return [_of(line) for line in waiting(authority_id)]


def _of(line: Handed) -> dict[str, Any]:
    return {
        "spend_id": line.spend_id,
        "person_id": line.person_id,
        "payment_method": line.method,
        "pence": line.pence,
    }


def _of_journal(lines: Sequence[rules.JournalLine]) -> list[dict[str, Any]]:
    if rules.lacking(lines):
        raise Refusal(
            None, "Some lines have no account code yet. Set the codes that are named here, then make the file."
        )
    return [
        {
            "spend_id": line.spend_id,
            "posting_id": line.posting_id,
            "month_on": line.month_on,
            "category_id": line.category_id,
            "payment_method": line.method,
            "code": line.code,
            "vat_code": line.vat_code,
            "against": line.against,
            "pence": line.pence,
            "vat_pence": line.vat_pence,
        }
        for line in lines
    ]
