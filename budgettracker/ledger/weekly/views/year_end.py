"""What of a financial year stands in another year of finance's own file."""

import io
from datetime import date

from flask import Response, g, render_template, request, send_file

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.errors import NotTheirs
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.ledger.weekly.kinds import YearEnd
from budgettracker.ledger.weekly.queries.year_end import YearEndRow as Row
from budgettracker.ledger.weekly.queries.year_end import year_end_rows
from budgettracker.ledger.weekly.sheets import YearEndRow, table_text
from budgettracker.periods import Period, financial_year
from budgettracker.web import Page, page_number, today

ROWS_A_PAGE = 50


@bp.route("/ledger/year-end")
@requires(Permission.SEE_LEDGER)
def year_end() -> str | Response:
    """The accruals of a year (`?year=2027` ends in March 2027), with what they add up to; `?as=csv` gives them as a table."""
    year = _year()
    rows = year_end_rows(authority_id(), year)
    if request.args.get("as") == "csv":
        note_reading(Deed.LEDGER_EXPORTED, g.person.authority)
        content = io.BytesIO(table_text([_plain(row) for row in rows], YearEndRow).encode("utf-8-sig"))
        name = f"year-end-{year.last_day.year}.csv"
        return send_file(content, mimetype="text/csv", as_attachment=True, download_name=name, etag=False)
    number = page_number()
    return render_template(
        "ledger/year_end.html",
        year=year,
        page=Page(rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE], number, len(rows), ROWS_A_PAGE),
        sums=[(why, *_sum([row for row in rows if row.why == why])) for why in YearEnd],
        over=year.end <= today(),
    )


def _year() -> Period:
    """The financial year in the address, by the year it ends in; this one without. Another text is no page."""
    text = request.args.get("year", "")
    if not text:
        return financial_year(today())
    if not (text.isascii() and text.isdecimal() and 2000 <= int(text) <= 2100):
        raise NotTheirs
    return financial_year(date(int(text), 3, 31))


def _sum(rows: list[Row]) -> tuple[int, int, int]:
    return len(rows), sum(row.gross_pence for row in rows), sum(row.net_pence for row in rows)


def _plain(row: Row) -> YearEndRow:
    words = row.why.words, row.family, row.reference, row.bought_what, row.supplier
    return YearEndRow(*words, row.bought_on, row.paid_on, row.gross_pence, row.net_pence)
