"""What waits for the next file of each kind, the files that were made, and making one."""

import uuid
from collections import Counter

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.ledger.weekly import actions, rules
from budgettracker.ledger.weekly.forms import MakeFileForm
from budgettracker.ledger.weekly.kinds import WeeklyKind
from budgettracker.ledger.weekly.queries.codes import categories_to_code
from budgettracker.ledger.weekly.queries.files import files_made
from budgettracker.ledger.weekly.queries.waiting import journal_waiting, redactions_waiting, reimbursements_waiting
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/ledger/weekly")
@requires(Permission.SEE_LEDGER)
def weekly_files() -> str:
    """The three files: what waits for the next of each, and those that were made."""
    own = authority_id()
    lines = {
        WeeklyKind.JOURNAL: [line.pence for line in journal_waiting(own, today())],
        WeeklyKind.REIMBURSEMENTS: [line.pence for line in reimbursements_waiting(own)],
        WeeklyKind.REDACTIONS: [line.pence for line in redactions_waiting(own)],
    }
    waiting = [(kind, len(pence), sum(pence)) for kind, pence in lines.items()]
    return render_template("ledger/weekly_files.html", waiting=waiting, files=files_made(own))


@bp.route("/ledger/weekly/<kind>/new", methods=["GET", "POST"])
@requires(Permission.KEEP_BOOKS)
def make_weekly_file(kind: str) -> Response | tuple[str, int]:
    """Make the next file of a kind; an unknown kind is no page."""
    if kind not in set(WeeklyKind):
        raise NotTheirs
    wanted, form = WeeklyKind(kind), MakeFileForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.make_weekly_file(g.person, wanted, on=today(), at=now())
        if not form.errors:
            return redirect(url_for("ledger.weekly_files"), 303)
    lines = journal_waiting(authority_id(), today()) if wanted == WeeklyKind.JOURNAL else []
    return answered(
        form,
        "ledger/make_weekly_file.html",
        kind=wanted,
        accounts=rules.accounts(lines),
        lacking=_lacking(authority_id(), lines),
    )


def _lacking(own: uuid.UUID, lines: list[rules.JournalLine]) -> list[tuple[str, int]]:
    """The codes that lines lack, in words, each with how many lines."""
    names, lacks = dict(categories_to_code(own)), Counter[str]()
    for line in rules.lacking(lines):
        if not line.code:
            lacks[
                f"What it was spent on: {names.get(line.category_id, 'no category') if line.category_id else 'no category'}"
            ] += 1
        if not line.against:
            lacks[f"How it was paid: {PaymentMethod(line.method).words if line.method else 'not known'}"] += 1
        if line.vat_pence and not line.vat_code:
            lacks["VAT that the council gets back"] += 1
    return sorted(lacks.items())
