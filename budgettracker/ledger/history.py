"""What finance and auditors are told of a purchase's history: by its family's reference, without the family's name."""

import uuid
from datetime import date
from typing import Any

from flask import g, url_for

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Field, Kind, Names, Record, Words, day, money, named, one_of, text
from budgettracker.ledger.payments.queries.files import payment_file_for, payment_match_for
from budgettracker.ledger.payments.views.payments import CONFIRMED
from budgettracker.ledger.queries.finance_months import finance_closing_for
from budgettracker.ledger.queries.purchase import purchase_for
from budgettracker.ledger.weekly.kinds import CodeUse, WeeklyKind
from budgettracker.ledger.weekly.queries.files import weekly_file_for
from budgettracker.spend.history import SPEND, UNNAMED
from budgettracker.spend.kinds import PaymentMethod


def _purchase(spend_id: uuid.UUID, on: date) -> Record:
    spend = purchase_for(g.person.authority_id, spend_id)
    page = url_for("ledger.purchase", spend_id=spend.id)
    return Record(spend.details.bought_what or UNNAMED, spend.family.reference, page)


def _closing(closing_id: uuid.UUID, on: date) -> Record:
    closing = finance_closing_for(g.person.authority_id, closing_id)
    title = f"Months of the books until {closing.until_on:%B %Y}"
    return Record(title, g.person.authority_name, url_for("ledger.show_finance_months"))


def _weekly_file(file_id: uuid.UUID, on: date) -> Record:
    file = weekly_file_for(g.person.authority_id, file_id)
    title = f"{WeeklyKind(file.kind).words} {file.number}"
    return Record(title, g.person.authority_name, url_for("ledger.weekly_files"))


def _file(file_id: uuid.UUID, on: date) -> Record:
    file = payment_file_for(g.person, file_id)
    return Record(file.name, g.person.authority_name, url_for("ledger.payments", file_id=file.id))


def _match(match_id: uuid.UUID, on: date) -> Record:
    match = payment_match_for(g.person, match_id)
    page = url_for("ledger.payments", file_id=match.file_id, list=CONFIRMED)
    return Record("A confirmed payment", g.person.authority_name, page)


def _how_many(value: Any, _: Names) -> str:
    return f"{len(value):,}"


HISTORY = FeatureHistory(
    kinds=(
        Kind(SPEND, frozenset({Permission.SEE_LEDGER}), _purchase),
        Kind("finance_closing", frozenset({Permission.SEE_LEDGER}), _closing),
        Kind("weekly_file", frozenset({Permission.SEE_LEDGER}), _weekly_file),
        Kind("payment_file", frozenset({Permission.SEE_LEDGER}), _file),
        Kind("payment_match", frozenset({Permission.SEE_LEDGER}), _match),
    ),
    words=(
        Words(
            {Deed.PAYMENT_FILE_READ: "read this file of payments"},
            {"lines": Field("Lines", text, whole=True), "pence": Field("Sum", money), "basis": Field("Amounts", text)},
        ),
        Words(
            {
                Deed.PAYMENT_CONFIRMED: "confirmed the payment",
                Deed.PAYMENT_UNDONE: "undid that the payment was this purchase",
            },
            {"lines": Field("Lines of the file", _how_many, whole=True), "pence": Field("Sum", money)},
            hidden=frozenset({"spends", "refunds"}),
        ),
        Words(
            {Deed.FINANCE_MONTH_CLOSED: "closed the months of the books"},
            {"until_on": Field("Until", day), "lines": Field("Lines", text, whole=True), "pence": Field("Sum", money)},
        ),
        Words(
            {Deed.POT_SET: "set a pot"},
            {
                "scheme": Field("For", named),
                "pence": Field("Amount", money),
                "starts_on": Field("From", day),
                "ends_on": Field("Until", day),
            },
        ),
        Words(
            {Deed.ACCOUNT_CODE_SET: "set an account code"},
            {
                "code": Field("Code", text),
                "code_for": Field("For", one_of({use: use.words for use in CodeUse})),
                "category_id": Field("Category", named),
                "team": Field("Team", named),
                "payment_method": Field("Way of paying", one_of({each: each.words for each in PaymentMethod})),
                "starts_on": Field("From", day),
            },
        ),
        Words(
            {Deed.WEEKLY_FILE_MADE: "made this file", Deed.WEEKLY_FILE_DOWNLOADED: "took this file"},
            {"number": Field("Number", text), "lines": Field("Lines", text), "pence": Field("Sum", money)},
            hidden=frozenset({"file_kind"}),
        ),
        Words({Deed.LEDGER_EXPORTED: "downloaded the ledger"}),
        Words(
            {Deed.BOOKS_CHECKED: "checked the books"},
            hidden=frozenset({"positions", "purchases", "records", "found", "faults"}),
        ),
    ),
    readings=frozenset({Deed.WEEKLY_FILE_DOWNLOADED}),
)
