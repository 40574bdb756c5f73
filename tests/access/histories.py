"""Who may see the history of which kind of record."""

from tests.access.table import ADAM, EVE, FIONA, LOOKERS, OF_ALICE

MONTHS = frozenset({"mary", "sam", "audrey", "paul"})
WHO = {
    "family": ("family", LOOKERS),
    "child": ("child", LOOKERS),
    "limits": ("family", LOOKERS),
    "limit": ("limit", LOOKERS),
    "incident": ("incident", LOOKERS),
    "spend": ("approved", LOOKERS | FIONA),
    "entry": ("entry", OF_ALICE),
    "months": ("team", MONTHS),
    "person": ("person", ADAM),
    "team": ("team", ADAM),
    "scheme": ("scheme", ADAM),
    "other_help": ("authority", ADAM),
    "post": ("post", ADAM | FIONA | frozenset({"audrey", "paul"})),
    "paid": ("paid", FIONA),
    "study": ("study", EVE),
    "run": ("run", EVE),
    "workbook": ("workbook", EVE),
    "import": ("import", FIONA),
    "voucher_batch": ("voucher_batch", LOOKERS | FIONA),
    "voucher_count": ("voucher_count", LOOKERS | FIONA),
    "finance_closing": ("finance_closing", FIONA | frozenset({"audrey", "paul"})),
    "weekly_file": ("weekly_file", FIONA | frozenset({"audrey", "paul"})),
    "payment_file": ("payment_file", FIONA | frozenset({"audrey", "paul"})),
    "payment_match": ("payment_match", FIONA | frozenset({"audrey", "paul"})),
}
"""Kind: whose id of everything.py, and who may see it."""
