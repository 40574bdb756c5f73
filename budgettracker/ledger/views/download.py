"""The ledger's file: the lines a page shows, as a workbook; whoever took it is recorded."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Response, g, send_file

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.errors import Refusal
from budgettracker.ledger.kinds import LINE_WORDS
from budgettracker.ledger.queries.lines import Line, all_of, total_of
from budgettracker.ledger.queries.vouchers import voucher_lines
from budgettracker.ledger.sheets.ledger_workbook import LedgerRow, VoucherRow, write_ledger
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id, filters_in_address, filters_in_words
from budgettracker.periods import LONDON
from budgettracker.spend.kinds import PaymentMethod, SpendState, VatStatus
from budgettracker.web import local_time, now
from budgettracker.workbooks import MEDIA_TYPE

MOST_EXPORTED = 20_000
"""Lines of one file; more are taken by dates."""


@bp.route("/ledger/file")
@requires(Permission.SEE_LEDGER)
def download() -> Response:
    """The lines that are wanted as a workbook, on one sheet and without pages. Raises Refusal for too many."""
    filters = filters_in_address()
    total = total_of(authority_id(), filters)
    if total.lines > MOST_EXPORTED:
        raise Refusal(None, f"A file holds up to {MOST_EXPORTED:,} lines and these are {total.lines:,}. Choose dates.")
    facts = [
        ("Authority", g.person.authority_name),
        ("Made", f"{local_time(now())} by {g.person.name}"),
        ("Lines", f"{total.lines:,}, the newest first"),
        *filters_in_words(filters),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        lines, stock = (
            _rows(all_of(authority_id(), filters, total.lines)),
            [VoucherRow(*line) for line in voucher_lines(authority_id())],
        )
        write_ledger(path, lines, total.lines, total.sums, facts, stock)
        content = io.BytesIO(path.read_bytes())
    note_reading(Deed.LEDGER_EXPORTED, g.person.authority)
    return send_file(content, mimetype=MEDIA_TYPE, as_attachment=True, download_name="ledger.xlsx", etag=False)


def _rows(lines: Iterator[Line]) -> Iterator[LedgerRow]:
    """Each line as a row of the sheet; no position for other help, which is outside every budget."""
    for line in lines:
        at, after, moves = line.at.astimezone(LONDON), line.after, line.moves
        yield LedgerRow(
            recorded_on=at.date(),
            recorded_at=f"{at:%H:%M}",
            family=line.family,
            team=line.team,
            what_happened=LINE_WORDS[line.entry],
            bought_what=line.bought_what,
            category=line.category,
            state=SpendState(line.state).words if line.state else "",
            bought_on=line.bought_on,
            happened_on=line.event_on,
            posted_in=line.posted_on,
            reference=line.reference,
            plan=line.plan,
            supplier=line.supplier,
            payment_method=PaymentMethod(line.method).words if line.method else "",
            cardholder=line.cardholder,
            vat=line.vat_pence,
            vat_paid_back=VatStatus(line.vat_status).words if line.vat_status else "",
            recorded_by=line.by,
            limit=moves.limit,
            committed=moves.committed,
            spent=moves.spent,
            over_the_limit=moves.over,
            other_help=moves.other,
            limit_after=after.limit_pence if after else None,
            committed_after=after.committed_pence if after else None,
            spent_after=after.spent_pence if after else None,
            left_after=after.left_pence if after else None,
        )
