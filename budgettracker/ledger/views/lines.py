"""The ledger for finance and auditors: every line of money with its position, what it adds up to, and its file."""

import io
import tempfile
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from flask import Response, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Answered

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets.kinds import Entry
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.exports.views.pages import XLSX
from budgettracker.ledger.forms import LedgerForm
from budgettracker.ledger.queries import lines as queries
from budgettracker.ledger.queries.lines import Filters, Line
from budgettracker.ledger.sheets import write_ledger
from budgettracker.ledger.views.blueprint import bp
from budgettracker.people.queries import teams_of
from budgettracker.people.queries.deciders import names_of
from budgettracker.periods import LONDON, long_date
from budgettracker.spend.kinds import PaymentMethod, Review, SpendKind, SpendState, VatStatus
from budgettracker.spend.queries import net_paid
from budgettracker.spend.views.receipts import hand_out
from budgettracker.web import PAGE_SIZE, Page, local_time, now, page_number

MOST_EXPORTED = 20_000
"""Lines of one file; more are asked for by dates."""
ENTRY_WORDS: dict[str, str] = {
    **{entry: entry.words for entry in Entry},
    queries.OTHER_HELP: "Other help paid",
    queries.OTHER_HELP_BACK: "Other help came back",
}


@bp.route("/ledger", methods=["GET", "POST"])
@requires(Permission.SEE_LEDGER)
def lines() -> Answered | str | tuple[str, int]:
    """The lines that are wanted, the newest first; asking for others leads to an address without references."""
    filters = asked_for()
    form = offered(filters)
    if form.validate_on_submit():
        typed = form.family.data or ""
        family = queries.family_named(_authority_id(), typed) if typed else None
        if typed and family is None:
            form.family.errors = ["No family here has this reference. Check it."]
        else:
            return redirect(url_for("ledger.lines", **_address(form, family.id if family else None)), 303)
    total, number = queries.total_of(_authority_id(), filters), page_number()
    lines = queries.page_of(_authority_id(), filters, number, PAGE_SIZE)
    shown = queries.Sums()
    for line in lines:
        shown = shown.plus(line.moves)
    return (
        render_template(
            "ledger/lines.html",
            form=form,
            page=Page(lines, number, total.lines),
            total=total,
            shown=shown,
            entries=ENTRY_WORDS,
            filtered=said_of(filters),
            address=request.args.to_dict(),
            most=MOST_EXPORTED,
        ),
        422 if form.errors else 200,
    )


@bp.route("/ledger/file")
@requires(Permission.SEE_LEDGER)
def download() -> Response:
    """The same lines as a workbook, on one sheet and without pages; whoever took it is recorded."""
    filters = asked_for()
    total = queries.total_of(_authority_id(), filters)
    if total.lines > MOST_EXPORTED:
        raise Refusal(None, f"A file holds up to {MOST_EXPORTED:,} lines and these are {total.lines:,}. Choose dates.")
    facts = [
        ("Authority", g.person.authority_name),
        ("Made", f"{local_time(now())} by {g.person.name}"),
        ("Lines", f"{total.lines:,}, the newest first"),
        *said_of(filters),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        rows = _rows(queries.all_of(_authority_id(), filters, total.lines))
        write_ledger(path, rows, total.lines, total.sums, facts)
        content = io.BytesIO(path.read_bytes())
    note_reading(Deed.LEDGER_EXPORTED, g.person.authority)
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name="ledger.xlsx", etag=False)


def _rows(lines: Iterator[Line]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        here, after = line.at.astimezone(LONDON), line.after
        position = (after.limit_pence, after.committed_pence, after.spent_pence, after.left_pence) if after else None
        yield (
            here.date(), f"{here:%H:%M}", line.family, line.team, ENTRY_WORDS[line.entry], line.what, line.category,
            SpendState(line.state).words if line.state else "", line.bought_on, line.by,
            *line.moves, *(position or (None,) * 4),
        )  # fmt: skip


@bp.route("/ledger/spend/<uuid:spend_id>")
@requires(Permission.SEE_LEDGER)
def purchase(spend_id: uuid.UUID) -> str:
    """One purchase as its money is kept: amounts, who decided and why, receipts. No names of the family, no notes."""
    spend = queries.purchase_for(g.person.authority_id, spend_id)
    note_reading(Deed.FAMILY_VIEWED, spend.family)
    return render_template(
        "ledger/purchase.html",
        spend=spend,
        family=spend.family,
        names=names_of([spend.recorded_by_id, spend.decided_by_id, spend.bought_by_id, spend.reviewed_by_id]),
        other_help=spend.kind == SpendKind.OTHER_HELP,
        state_words=SpendState(spend.state).words,
        review_words=Review(spend.review).words if spend.review != Review.NONE else None,
        paid_how=PaymentMethod(spend.payment_method).words if spend.payment_method else None,
        vat_words=VatStatus(spend.vat_status).words,
        net_pence=net_paid(spend),
        came_back=[(refund, -refund.amount_pence) for refund in spend.refunds],
    )


@bp.route("/ledger/receipts/<uuid:receipt_id>")
@requires(Permission.SEE_LEDGER)
def receipt(receipt_id: uuid.UUID) -> Response:
    """A receipt, for those who keep or audit the authority's money."""
    return hand_out(queries.receipt_for(g.person.authority_id, receipt_id))


def _authority_id() -> uuid.UUID:
    """Whose ledger it is: the reader's own authority's."""
    if g.person.authority_id is None:
        raise NotTheirs
    found: uuid.UUID = g.person.authority_id
    return found


def asked_for() -> Filters:
    """The filters in the address; one that cannot be read is no page, so that nobody takes all lines for some."""
    args = request.args
    try:
        return Filters(
            first=date.fromisoformat(args["first"]) if args.get("first") else None,
            last=date.fromisoformat(args["last"]) if args.get("last") else None,
            team_id=uuid.UUID(args["team"]) if args.get("team") else None,
            family_id=uuid.UUID(args["family"]) if args.get("family") else None,
            category=args.get("category") or None,
            state=str(SpendState(args["state"])) if args.get("state") else None,
            by_id=uuid.UUID(args["who"]) if args.get("who") else None,
        )
    except ValueError:
        raise NotTheirs from None


def offered(filters: Filters) -> LedgerForm:
    """The form with its lists, filled with the filters that are on."""
    authority_id = _authority_id()
    family = queries.family_with(authority_id, filters.family_id) if filters.family_id else None
    if filters.family_id and family is None:
        raise NotTheirs
    form = LedgerForm(
        data={
            "first": filters.first,
            "last": filters.last,
            "family": family.reference if family else "",
            "team": str(filters.team_id or ""),
            "category": filters.category or "",
            "state": filters.state or "",
            "who": str(filters.by_id or ""),
        }
    )
    form.offer(teams_of(authority_id), queries.categories_of(authority_id), queries.recorders_of(authority_id))
    return form


def _address(form: LedgerForm, family_id: uuid.UUID | None) -> dict[str, Any]:
    """What the form asks for as parts of an address: ids, days and codes, no reference and no name."""
    found = {
        "first": form.first.data.isoformat() if form.first.data else None,
        "last": form.last.data.isoformat() if form.last.data else None,
        "family": family_id,
        "team": form.team.data or None,
        "category": form.category.data or None,
        "state": form.state.data or None,
        "who": form.who.data or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def said_of(filters: Filters) -> list[tuple[str, str]]:
    """The filters that are on, in words."""
    authority_id = _authority_id()
    family = queries.family_with(authority_id, filters.family_id) if filters.family_id else None
    teams = {team.id: team.name for team in teams_of(authority_id)} if filters.team_id else {}
    people = {each.id: each.name for each in queries.recorders_of(authority_id)} if filters.by_id else {}
    chosen = (
        ("Recorded from", filters.first, long_date(filters.first) if filters.first else ""),
        ("Recorded until", filters.last, long_date(filters.last) if filters.last else ""),
        ("Family", filters.family_id, family.reference if family else ""),
        ("Team", filters.team_id, teams.get(filters.team_id) if filters.team_id else ""),
        ("Category", filters.category, filters.category),
        ("State", filters.state, SpendState(filters.state).words if filters.state else ""),
        ("Recorded by", filters.by_id, people.get(filters.by_id) if filters.by_id else ""),
    )
    return [(name, words or "Not known here") for name, asked, words in chosen if asked is not None]
