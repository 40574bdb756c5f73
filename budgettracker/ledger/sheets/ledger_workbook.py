"""The workbook of an authority's ledger: the lines a page shows, with what they add up to."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from budgettracker.ledger.sheets.about_page import about_page, pounds_column, sum_cell
from budgettracker.workbooks import Column, Disclosure, Kind, Sheet, column, columns_of, write_workbook

MOVES = ("limit", "committed", "spent", "over_the_limit", "other_help")
"""Columns that move money, in pence, and are added up."""


def _identifying(description: str, kind: Kind = Kind.TEXT, **more: Any) -> partial[Column]:
    return column(kind, Disclosure.QUASI_IDENTIFIER, description, **more)


def _circumstance(description: str) -> partial[Column]:
    return column(Kind.TEXT, Disclosure.CIRCUMSTANCE, description)


class LedgerRow(NamedTuple):
    """A line of money; amounts in pence."""

    recorded_on: Annotated[date, _identifying("The day the line was recorded, British time", Kind.DATE)]
    recorded_at: Annotated[str, _identifying("The time of that day")]
    family: Annotated[str, _identifying("The family's reference")]
    team: Annotated[str, _identifying("The family's team today")]
    what_happened: Annotated[str, _circumstance("What moved the money")]
    bought_what: Annotated[str, _circumstance("What was or is to be bought")]
    category: Annotated[str, _circumstance("The purchase's category")]
    state: Annotated[str, _circumstance("Where the purchase is today")]
    bought_on: Annotated[date | None, _identifying("The day it was bought", Kind.DATE)]
    happened_on: Annotated[date | None, _identifying("The day of the line itself: bought, or come back", Kind.DATE)]
    posted_in: Annotated[date | None, _identifying("The month of finance's books, by its first day", Kind.DATE)]
    reference: Annotated[str, _identifying("The purchase's reference, or that of the money that came back")]
    plan: Annotated[str, _identifying("The reference of the regular plan the line is of, or a payment of")]
    supplier: Annotated[str, _identifying("The shop or supplier")]
    payment_method: Annotated[str, _circumstance("How it was paid")]
    cardholder: Annotated[str, _identifying("Whose card it was bought with")]
    vat: Annotated[int | None, pounds_column("VAT in the amount; below zero: in what came back")]
    vat_paid_back: Annotated[str, _circumstance("Whether the authority gets that VAT back")]
    recorded_by: Annotated[str, _identifying("Who recorded the line")]
    limit: Annotated[int, pounds_column("Change of the budget's limit")]
    committed: Annotated[int, pounds_column("Change of what is committed to requests and approvals")]
    spent: Annotated[int, pounds_column("Change of what was spent within the limit")]
    over_the_limit: Annotated[int, pounds_column("Money that left although the limit did not allow it")]
    other_help: Annotated[int, pounds_column("Help paid outside the devolved budget")]
    limit_after: Annotated[int | None, pounds_column("The budget's limit after the line")]
    committed_after: Annotated[int | None, pounds_column("What was committed after the line")]
    spent_after: Annotated[int | None, pounds_column("What was spent within the limit after the line")]
    left_after: Annotated[int | None, pounds_column("What was left after the line")]


class VoucherRow(NamedTuple):
    """One voucher or card of a team's stock; its value in pence."""

    serial: Annotated[str, _identifying("The number printed on it")]
    team: Annotated[str, _identifying("The team whose stock it is of")]
    kind: Annotated[str, _circumstance("What it is")]
    shop: Annotated[str, _identifying("Where it can be spent")]
    value: Annotated[int, pounds_column("What it is worth")]
    batch_bought_on: Annotated[date, _identifying("The day its batch was bought", Kind.DATE)]
    where_it_is: Annotated[str, _circumstance("In hand, issued, or missing since a count")]
    since: Annotated[date, _identifying("Since which day", Kind.DATE)]
    family: Annotated[str, _identifying("The reference of the family it was issued to, and did not come back from")]


def write_ledger(
    path: Path,
    rows: Iterable[LedgerRow],
    count: int,
    sums: Sequence[int],
    facts: Sequence[tuple[str, str]],
    vouchers: Sequence[VoucherRow],
) -> None:
    """Write the lines to a workbook: `count` rows, the `sums` of MOVES in pence, `facts` for the first page.

    All `vouchers` of the stocks stand on a sheet of their own, whichever lines are wanted.
    """
    ledger = Sheet(name="Ledger", columns=columns_of(LedgerRow), rows=rows, count=count)
    stock = Sheet(name="Vouchers", columns=columns_of(VoucherRow), rows=vouchers, count=len(vouchers))
    sums_of = [
        (name.replace("_", " ").capitalize(), sum_cell(ledger, name, pence))
        for name, pence in zip(MOVES, sums, strict=True)
    ]
    total = ("What the lines add up to, in pounds", sums_of)
    write_workbook(path, [about_page("Ledger", facts, [total], [ledger, stock]), ledger, stock])
