"""Files for finance as workbooks and as plain tables: the same rows, no text a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from budgettracker.csv_text import csv_text
from budgettracker.ledger.sheets.about_page import about_page, pounds_column, sum_cell
from budgettracker.ledger.weekly.kinds import WeeklyKind
from budgettracker.money import pounds_plain
from budgettracker.workbooks import Column, Disclosure, Kind, Sheet, column, columns_of, write_workbook


def _text(description: str) -> partial[Column]:
    return column(Kind.TEXT, Disclosure.QUASI_IDENTIFIER, description)


def _day(description: str) -> partial[Column]:
    return column(Kind.DATE, Disclosure.QUASI_IDENTIFIER, description)


class AccountRow(NamedTuple):
    """A code of one month in a journal."""

    month: Annotated[date, _day("The month of the books, by its first day")]
    code: Annotated[str, _text("The account code")]
    debit: Annotated[int, pounds_column("Debit")]
    credit: Annotated[int, pounds_column("Credit")]
    lines: Annotated[int, column(Kind.WHOLE, Disclosure.AMOUNT, "How many lines it is made of", unit="lines")]


class JournalRow(NamedTuple):
    """A line of money in a journal."""

    reference: Annotated[str, _text("The purchase's reference, or that of the money that came back")]
    happened_on: Annotated[date | None, _day("The day it was bought or came back")]
    month: Annotated[date | None, _day("The month of the books, by its first day")]
    supplier: Annotated[str, _text("The shop or supplier")]
    bought_what: Annotated[str, _text("What was bought")]
    category: Annotated[str, _text("The purchase's category when the file was made")]
    payment_method: Annotated[str, _text("How it was paid")]
    code: Annotated[str, _text("The account code it is debited to")]
    vat_code: Annotated[str, _text("The account code the VAT is debited to")]
    paid_from: Annotated[str, _text("The account code it is credited to")]
    net: Annotated[int, pounds_column("Without the VAT that the authority gets back")]
    vat: Annotated[int, pounds_column("VAT that the authority gets back")]
    gross: Annotated[int, pounds_column("What was paid; below zero: came back, or was reversed")]


class ReimbursementRow(NamedTuple):
    """What is paid to whom."""

    person: Annotated[str, _text("Who gets it")]
    email: Annotated[str, _text("Their address")]
    reference: Annotated[str, _text("The purchase's reference")]
    bought_on: Annotated[date | None, _day("The day it was bought")]
    bought_what: Annotated[str, _text("What was bought")]
    payment_method: Annotated[str, _text("Whether it was own money or cash that was drawn")]
    amount: Annotated[int, pounds_column("To be paid; below zero: to be claimed back")]


class RedactionRow(NamedTuple):
    """A payment whose supplier must not be named in public."""

    bought_on: Annotated[date | None, _day("The day it was bought")]
    supplier: Annotated[str, _text("The name that must not appear")]
    reference: Annotated[str, _text("The purchase's reference")]
    payment_method: Annotated[str, _text("How it was paid")]
    amount: Annotated[int, pounds_column("What was paid")]
    why: Annotated[str, _text("Why it is not named")]


class YearEndRow(NamedTuple):
    """A purchase that stands in another year of finance's own file."""

    why: Annotated[str, _text("Why it is here")]
    family: Annotated[str, _text("The family's reference")]
    reference: Annotated[str, _text("The purchase's reference")]
    bought_what: Annotated[str, _text("What was bought")]
    supplier: Annotated[str, _text("The shop or supplier")]
    bought_on: Annotated[date, _day("The day it was bought")]
    paid_on: Annotated[date | None, _day("The day finance's file has it paid, or own money was handed over")]
    gross: Annotated[int, pounds_column("What was paid less what came back by the year's end")]
    net: Annotated[int, pounds_column("The same without the VAT that the authority gets back")]


Row = AccountRow | JournalRow | ReimbursementRow | RedactionRow | YearEndRow


def write_file(path: Path, kind: WeeklyKind, sheets: Sequence[Sequence[Row]], facts: Sequence[tuple[str, str]]) -> None:
    """Write a file as a workbook: a page that says what it is, and its sheets (of a journal: by code, then line by line)."""
    names = ("Journal", "Lines") if kind == WeeklyKind.JOURNAL else (kind.value.capitalize(),)
    tables = [
        Sheet(name=name, columns=columns_of(type(rows[0])), rows=rows, count=len(rows))
        for name, rows in zip(names, sheets, strict=True)
    ]
    sums = [
        (
            f"What the columns of {table.name} add up to, in pounds",
            [
                (each.name, sum_cell(table, each.name, _sum(table, each.name)))
                for each in table.columns
                if each.kind == Kind.MONEY
            ],
        )
        for table in tables
    ]
    write_workbook(path, [about_page(kind.words, facts, sums, tables), *tables])


def _sum(table: Sheet, name: str) -> int:
    return sum(getattr(row, name) for row in table.rows)


def table_text(rows: Sequence[Row], of: type[Row]) -> str:
    """Rows as comma-separated text: days as 2026-04-30, pounds with two decimals, and nothing a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = columns_of(of)
    writer.writerow([each.name for each in columns])
    for row in rows:
        writer.writerow([_plain(each.kind, value) for each, value in zip(columns, row, strict=True)])
    return out.getvalue()


def _plain(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind == Kind.MONEY:
        return pounds_plain(value)
    return value.isoformat() if kind == Kind.DATE else csv_text(str(value))
