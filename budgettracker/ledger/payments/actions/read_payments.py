"""Keep the lines of a finance file, and what was answered about files with the same headings."""

import json
from datetime import datetime

from sqlalchemy import insert, select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.ids import uuid7
from budgettracker.imports.models import ImportLayout
from budgettracker.ledger.payments.kinds import LineState
from budgettracker.ledger.payments.models import PaymentFile, PaymentLine, PaymentLineDetails
from budgettracker.ledger.payments.rules.answers import TABLE, PaymentAnswers
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line, key_digest
from budgettracker.people.models import Person

LONGEST_NAME = 120


def read_payments(by: Person, read: FinanceFile, digest: str, answers: PaymentAnswers, *, at: datetime) -> PaymentFile:
    """Keep a finance file that was read, for its lines to be confirmed; the same file again is the one that is there.

    Of lines outside the scheme neither supplier nor purpose is kept. Raises Refusal for a file without any day, and
    NotTheirs for somebody of no authority.
    """
    if by.authority_id is None:
        raise NotTheirs
    query = select(PaymentFile).filter_by(authority_id=by.authority_id, digest=digest)
    earlier = db.session.scalars(query).one_or_none()
    if earlier is not None:
        return earlier
    if read.first is None or read.last is None or read.basis is None:
        raise Refusal(None, "This file has no line with a day that can be read.")
    file = PaymentFile(
        authority_id=by.authority_id,
        name=read.label[-LONGEST_NAME:],
        digest=digest,
        basis=read.basis,
        threshold_pence=read.threshold_pence or 0,
        first_on=read.first,
        last_on=read.last,
        is_card_file=read.is_card_file,
        read_by_id=by.id,
        read_at=at,
    )
    db.session.add(file)
    db.session.flush()
    lines = [(uuid7(), line) for line in read.lines]
    if lines:
        columns = [
            {"id": line_id, "file_id": file.id, "authority_id": file.authority_id, **_columns(line)}
            for line_id, line in lines
        ]
        db.session.execute(insert(PaymentLine), columns)
    details = [
        {"line_id": line_id, "authority_id": file.authority_id, "supplier": line.supplier, "purpose": line.purpose}
        for line_id, line in lines
        if line.answer is None
    ]
    if details:
        db.session.execute(insert(PaymentLineDetails), details)
    _keep_layout(by, read.layout, answers, at)
    changes = {"lines": len(lines), "pence": sum(line.pence for line in read.lines), "basis": read.basis}
    record(by, Deed.PAYMENT_FILE_READ, file, changes, at=at, new=True)
    return file


def _columns(line: Line) -> dict[str, object]:
    return {
        "row_number": line.row,
        "state": LineState(line.answer) if line.answer is not None else LineState.PAYMENT,
        "key_digest": key_digest(line),
        "reference": line.reference,
        "sequence": line.sequence,
        "position": line.position,
        "first_on": line.when.first if line.when else None,
        "last_on": line.when.last if line.when else None,
        "amount_pence": line.pence,
        "by_card": line.by_card,
    }


def _keep_layout(by: Person, layout: str, answers: PaymentAnswers, at: datetime) -> None:
    """Answers that hold for every file with the same headings are asked once."""
    if not answers.kept:
        return
    query = select(ImportLayout).filter_by(authority_id=by.authority_id, table_name=TABLE, layout=layout)
    kept = db.session.scalars(query).one_or_none()
    if kept is None:
        assert by.authority_id is not None
        kept = ImportLayout(authority_id=by.authority_id, table_name=TABLE, layout=layout)
        db.session.add(kept)
    kept.answers = json.dumps(answers.over(kept.by_key if kept.answers else {}).kept, sort_keys=True)
    kept.confirmed_by_id, kept.confirmed_at = by.id, at
    db.session.flush()
