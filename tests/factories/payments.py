"""Finance files of tests: the layouts with the purchases that stand beside them, read and compared."""

import csv
import json
from datetime import date
from pathlib import Path

from budgettracker.ledger.payments.rules.answers import read_payment_answers
from budgettracker.ledger.payments.rules.lines import FinanceFile
from budgettracker.ledger.payments.rules.open_file import open_rows
from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.ledger.payments.rules.read_file import read_finance_file
from budgettracker.money import parse_pounds
from budgettracker.spend.kinds import SpendKind, VatStatus
from tests.factories.folders import DATA

LAYOUTS, DEVON = DATA / "ledger_layouts", DATA / "council_ledger"
SERVICE = "Children and Young People (obsolete)-Childrens Care Services"
MAPPINGS: dict[str, dict[str, object]] = {
    "L1_devon_2011_shape": {"payments.amount.basis": "gross", "payments.amount.threshold": "500"},
    "L2_devon_2026_shape": {"payments.amount.basis": "net", "payments.amount.threshold": "500"},
    "L4_newcastle_batch_shape": {"payments.amount.threshold": "none", "payments.cost_centre.scheme": ["1MD67"]},
    "L6_purchase_card_shape": {"payments.amount.threshold": "none", "payments.cost_centre.scheme": [SERVICE]},
    "L8a_lambeth_preamble_shape": {},
}
"""What finance answers for each layout, beside what the file says itself."""


def recorded() -> list[Purchase]:
    """The purchases and the refund of the layouts, as they were recorded."""
    with (LAYOUTS / "recorded_spend.csv").open(encoding="utf-8") as file:
        return [_purchase(row) for row in csv.DictReader(file)]


def _purchase(row: dict[str, str]) -> Purchase:
    pence = parse_pounds(row["amount"])
    return Purchase(
        id=row["spend_ref"],
        reference=row["spend_ref"],
        on=date.fromisoformat(row["bought_on"]),
        pence=-pence if row["refund_of"] else pence,
        vat_pence=parse_pounds(row["vat"]) if row["vat"] else None,
        vat_status=VatStatus(row["vat_status"]),
        supplier=row["supplier"],
        method=row["payment_method"],
        kind=SpendKind(row["kind"] or "devolved"),
        refund_of=row["refund_of"] or None,
    )


def read_file(path: Path, mapping: dict[str, object] | None = None) -> FinanceFile:
    """A finance file, read with the answers of a mapping."""
    answers = read_payment_answers(json.dumps(mapping or {}))
    rows, questions = open_rows(path, answers)
    if questions:
        return FinanceFile(path.name, "", questions=questions)
    return read_finance_file(path.name, rows, answers, {})


def read_layout(name: str) -> FinanceFile:
    """One of the layouts with what finance answers for it."""
    return read_file(LAYOUTS / f"{name}.csv", MAPPINGS[name])


def read_text(
    folder: Path, text: str, mapping: dict[str, object] | None = None, encoding: str = "utf-8"
) -> FinanceFile:
    """A finance file of a few lines."""
    path = folder / "payments.csv"
    path.write_bytes("\n".join(line.strip() for line in text.strip().splitlines()).encode(encoding))
    return read_file(path, mapping)


PEOPLE = """email,name,roles,team,post,weekly_hours
ann@west.example,Ann Bell,practitioner,Edge,,37
meg@west.example,Meg Dunn,manager,Edge,,37
sid@west.example,Sid Hale,senior_manager,Edge,,37
fay@west.example,Fay Lamb,finance,Edge,,37
"""
SCHEMES = """scheme,cap,starts_on,ends_on,bands,regular_needs,categories
Fund,10000,2026-01-01,,practitioner:500:1000:30;manager:2000::;senior_manager:::,manager,Goods
"""


def write_council(folder: Path) -> Path:
    """The tables of an authority that recorded the purchases of the layouts, to import."""
    folder.mkdir(exist_ok=True)
    with (LAYOUTS / "recorded_spend.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    families = sorted({row["family_ref"] for row in rows})
    tables = {
        "people": PEOPLE,
        "schemes": SCHEMES,
        "families": "family_ref,name,team,lead_email,opened_on,scheme,arm,allocated_on\n"
        + "".join(f"{each},Ash,Edge,ann@west.example,2026-01-05,Fund,budget,2026-01-05\n" for each in families),
        "budgets": "family_ref,scheme,limit,requested_by,approved_by,approved_on,reason\n"
        + "".join(f"{each},Fund,5000,ann@west.example,meg@west.example,2026-01-06,Start\n" for each in families),
        "spend": "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,payment_method,supplier,vat,vat_status,"
        + "kind,refund_of\n"
        + "".join(
            f"{row['spend_ref']},{row['family_ref']},{row['bought_on']},{row['amount']},Goods,Help,ann@west.example,"
            f"{row['payment_method']},{row['supplier']},{row['vat']},{row['vat_status']},{row['kind']},{row['refund_of']}\n"
            for row in rows
        ),
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
