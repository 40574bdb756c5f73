"""Take a file that was made: as a workbook, or as a plain table; the same lines each time."""

import io
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path

from flask import Response, g, request, send_file

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.weekly import rules
from budgettracker.ledger.weekly.kinds import WeeklyKind
from budgettracker.ledger.weekly.models import WeeklyFile
from budgettracker.ledger.weekly.queries.files import FileLine, lines_of, weekly_file_for
from budgettracker.ledger.weekly.queries.waiting import lines_of_journal
from budgettracker.ledger.weekly.sheets import (
    AccountRow,
    JournalRow,
    RedactionRow,
    ReimbursementRow,
    Row,
    table_text,
    write_file,
)
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.web import local_time
from budgettracker.workbooks import MEDIA_TYPE


@bp.route("/ledger/weekly/<uuid:file_id>/file")
@requires(Permission.SEE_LEDGER)
def take_file(file_id: uuid.UUID) -> Response:
    """The file; `?as=csv` gives its first sheet as comma-separated text."""
    file = weekly_file_for(g.person.authority_id, file_id)
    kind = WeeklyKind(file.kind)
    sheets = _sheets(file, kind)
    note_reading(Deed.WEEKLY_FILE_DOWNLOADED, file)
    name = f"{kind}-{file.number}"
    if request.args.get("as") == "csv":
        content = io.BytesIO(table_text(sheets[0], type(sheets[0][0])).encode("utf-8-sig"))
        return send_file(content, mimetype="text/csv", as_attachment=True, download_name=f"{name}.csv", etag=False)
    facts = [
        ("Authority", g.person.authority_name),
        ("File", f"{kind.words} {file.number}"),
        ("Made", f"{local_time(file.made_at)} by {names_of([file.made_by_id])[file.made_by_id]}"),
        ("Lines", f"{file.lines:,}"),
        ("What it is", kind.what),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.xlsx"
        write_file(path, kind, sheets, facts)
        content = io.BytesIO(path.read_bytes())
    return send_file(content, mimetype=MEDIA_TYPE, as_attachment=True, download_name=f"{name}.xlsx", etag=False)


def _sheets(file: WeeklyFile, kind: WeeklyKind) -> list[Sequence[Row]]:
    lines = list(lines_of(file))
    if kind == WeeklyKind.JOURNAL:
        totals = rules.accounts(lines_of_journal(file.id))
        return [[_account(each) for each in totals], [_journal(line) for line in lines]]
    of_line = _reimbursement if kind == WeeklyKind.REIMBURSEMENTS else _redaction
    return [[of_line(line) for line in lines]]


def _account(each: rules.Account) -> AccountRow:
    return AccountRow(each.month_on, each.code, each.debit_pence, each.credit_pence, each.lines)


def _how(line: FileLine) -> str:
    return PaymentMethod(line.method).words if line.method else ""


def _journal(line: FileLine) -> JournalRow:
    return JournalRow(
        reference=line.reference,
        happened_on=line.event_on,
        month=line.month_on,
        supplier=line.supplier,
        bought_what=line.bought_what,
        category=line.category,
        payment_method=_how(line),
        code=line.code,
        vat_code=line.vat_code,
        paid_from=line.against,
        net=line.pence - line.vat_pence,
        vat=line.vat_pence,
        gross=line.pence,
    )


def _reimbursement(line: FileLine) -> ReimbursementRow:
    words = line.reference, line.bought_on, line.bought_what, _how(line)
    return ReimbursementRow(line.person, line.email, *words, line.pence)


def _redaction(line: FileLine) -> RedactionRow:
    why = "This purchase is marked" if line.marked else "Its supplier is marked"
    if line.restricted:
        facts = "day, amount and reference" if line.reference else "day and amount"
        why = f"A restricted family: find it by {facts}"
    return RedactionRow(line.bought_on, line.supplier, line.reference, _how(line), line.pence, why)
