"""Headings that authorities write for the columns of the contract: never taken as such, but offered for confirmation."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.column import Column
from budgettracker.imports.tables.contract import CONTRACTS, heading

_UNITS = re.compile(r"[\s_]*[(\[](?P<unit>[^()\[\]]*)[)\]]\s*\*?\s*$")
_POUNDS = frozenset({"£", "gbp", "pounds", "in £", "£ incl vat", "incl vat", "gross"})
_DAYS = frozenset({"dd/mm/yyyy", "d/m/y", "date"})
_SYNONYMS = {
    "amount": "gross total cost price value paid amount_paid gross_amount total_cost total_paid spent",
    "bought_on": "date date_of_purchase purchase_date transaction_date payment_date date_bought date_paid",
    "spend_ref": "ref reference id purchase_ref transaction_id spend_id purchase_id transaction_ref",
    "entry_ref": "ref reference id entry_id timesheet_id",
    "family_ref": "family case_ref family_id case_number case_id family_reference client_id case family_name",
    "family_refs": "family families case_ref client family_id family_ref case_id",
    "child_ref": "child child_id id",
    "category": "type spend_type category_of_spend spend_category",
    "purpose": "description details item what_for what what_was_bought",
    "recorded_by": "worker social_worker email purchased_by user worker_email recorded_by_email",
    "email": "e_mail email_address user_email work_email worker_email user worker",
    "worked_on": "date date_worked start_date day work_date",
    "activity": "task activity_type type project",
    "contact_minutes": "minutes duration direct_minutes contact contact_time time_spent direct_time",
    "preparation_minutes": "preparation prep prep_minutes recording admin_minutes indirect_minutes",
    "travel_minutes": "travel travel_time travelling",
    "session_ref": "session session_id group",
    "name": "full_name staff_name worker_name",
    "roles": "role",
    "team": "team_name service",
    "post": "job_title grade position",
    "weekly_hours": "hours hours_per_week contracted_hours contract_hours",
    "lead_email": "lead_worker lead social_worker social_worker_email worker_email",
    "opened_on": "start_date date_opened opened start",
    "closed_on": "end_date date_closed closed end",
    "limit": "budget budget_limit limit_amount agreed_budget",
    "approved_by": "approver approved manager",
    "approved_on": "date_approved approval_date date",
    "scheme": "scheme_name fund",
    "salary": "gross_salary annual_salary basic_salary",
    "oncosts": "on_costs ni_and_pension",
    "hours_per_year": "annual_hours hours_a_year working_hours",
    "supplier": "shop vendor payee paid_to retailer",
    "payment_method": "how_paid paid_by method",
    "note": "notes comment comments",
    "refund_of": "refund_for refunded_purchase",
    "regular": "regular_payment recurring",
    "group": "shared_receipt receipt_group",
    "plan": "plan_ref regular_plan",
    "vouchers": "voucher voucher_numbers serial_numbers serials voucher_serials",
}


def _by_word() -> dict[str, list[str]]:
    """The columns that each word may mean."""
    meant: dict[str, list[str]] = defaultdict(list)
    for column, words in _SYNONYMS.items():
        for word in (column, *words.split()):
            meant[word].append(column)
    return dict(meant)


_MEANT = _by_word()


@lru_cache(maxsize=2_000)
def named_column(table: TableName, cell: str) -> str | None:
    """The column a heading names: as the contract writes it, or with the contract's own unit behind it, `amount (£)`."""
    known = CONTRACTS[table].by_name
    name = heading(cell)
    if name in known:
        return name
    unit = _UNITS.search(cell)
    bare = heading(cell[: unit.start()]) if unit else name
    if unit and bare in known and _is_own_unit(known[bare], unit["unit"].strip().casefold()):
        return bare
    return None


def _is_own_unit(column: Column, unit: str) -> bool:
    if column.timed:
        return unit in ("minutes", "mins", "min")
    return unit in (_DAYS if column.dated else _POUNDS if column.is_money else ("optional",))


@lru_cache(maxsize=2_000)
def may_be(cell: str) -> Sequence[str]:
    """The columns, of any table, that a heading may mean without its unit."""
    return _MEANT.get(heading(_UNITS.sub("", cell)), ())


_SAID_OF_MONEY = (
    ("is in pence by its heading.", ("pence", "pounds"), r"\bpence\b|_pence\b|\(p\)|\bp$|_p$"),
    ("is in thousands by its heading. Write pounds and pence.", ("pounds",), r"\b000s?\b|\bthousands?\b|£k\b|\(k\)"),
    (
        "is in other money than pounds by its heading. Write what it came to in pounds.",
        ("pounds",),
        r"[€$¥]|\b(?:eur|euros?|usd|dollars?|chf|aud|cad|nzd|jpy|pln|sek|nok|dkk)\b",
    ),
    (
        "is without VAT by its heading. What is meant is what was paid, with VAT.",
        ("pounds",),
        r"\bnet\b|_net\b|\b(?:ex|excl|excluding|exclusive of|without|before|less)\b[ ._]*(?:vat|tax)\b",
    ),
)
"""What a heading may say of a column of money, the units it may be confirmed as, and how it says so."""


def money_in(cell: str) -> tuple[str, tuple[str, ...]] | None:
    """What a heading says of its amounts that pounds with VAT are not, and what may be answered; None for nothing.

    >>> money_in("amount (p)"), money_in("Amount paid (£)"), money_in("planet")
    (('is in pence by its heading.', ('pence', 'pounds')), None, None)
    """
    small = cell.strip().casefold()
    return next(((words, units) for words, units, how in _SAID_OF_MONEY if re.search(how, small)), None)


def has_month_first(cell: str) -> bool:
    """Does the heading of a column of days say that their months come first?

    >>> has_month_first("date (mm/dd/yyyy)"), has_month_first("yyyy-mm-dd"), has_month_first("dd.mm.yyyy")
    (True, False, False)
    """
    return re.search(r"(?<!y[-/. ])\bmm?[-/. ]dd?\b", cell.casefold()) is not None


def unit_in(cell: str) -> str | None:
    """The unit of time that a heading says, other than minutes."""
    small = cell.casefold()
    if re.search(r"\b(?:hours?|hrs?)\b|\(h\)|_hours\b", small):
        return "hours"
    return "seconds" if re.search(r"\b(?:seconds?|secs?)\b|\(s\)|_seconds\b", small) else None
