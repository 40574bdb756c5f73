"""The columns of the files about money: limits, plans of regular payments, purchases and refunds."""

from budgettracker.imports.cells import dates as cell_dates
from budgettracker.imports.cells import numbers as cell_numbers
from budgettracker.imports.cells import references as cell_references
from budgettracker.imports.cells import text as cells
from budgettracker.imports.kinds import Referent
from budgettracker.imports.tables.column import Column
from budgettracker.spend.kinds import Rhythm, SpendKind, VatStatus

_name, _text, _email = cells.one_line, cells.free_text, cells.email
_day, _pounds = cell_dates.day, cell_numbers.pounds

BUDGETS = (
    Column("family_ref", cell_references.family_reference, required=True, refers_to=Referent.FAMILY),
    Column("scheme", _name, required=True, refers_to=Referent.SCHEME),
    Column("limit", _pounds, required=True, field="limit_pence"),
    Column("requested_by", _email, refers_to=Referent.PERSON),
    Column("approved_by", _email, required=True, refers_to=Referent.PERSON),
    Column("approved_on", _day, required=True),
    Column("reason", _text),
)
PLANS = (
    Column("plan_ref", cell_references.reference, required=True),
    Column("family_ref", cell_references.family_reference, required=True, refers_to=Referent.FAMILY),
    Column("payment", cell_numbers.price, required=True, field="payment_pence"),
    Column("rhythm", cells.choice(Rhythm, named="rhythm"), required=True),
    Column("first_on", _day, required=True),
    Column("last_on", _day, required=True),
    Column("category", _name, required=True),
    Column("purpose", _text, required=True),
    Column("requested_by", _email, required=True, refers_to=Referent.PERSON),
    Column("approved_by", _email, required=True, refers_to=Referent.PERSON),
    Column("approved_on", _day, required=True),
    Column("review_on", _day),
    Column("afterwards", _text),
    Column("ended_on", _day),
    Column("kind", cells.choice(SpendKind)),
)
SPEND = (
    Column("spend_ref", cell_references.reference, required=True),
    Column("family_ref", cell_references.family_reference, required=True, refers_to=Referent.FAMILY),
    Column("bought_on", _day, required=True),
    Column("amount", cell_numbers.price, required=True, field="amount_pence"),
    Column("category", _name, required=True),
    Column("purpose", _text, required=True),
    Column("recorded_by", _email, required=True, refers_to=Referent.PERSON),
    Column("payment_method", cells.payment_method),
    Column("supplier", _name),
    Column("vat", _pounds, field="vat_pence"),
    Column("vat_status", cells.choice(VatStatus), empty=VatStatus.UNKNOWN),
    Column("kind", cells.choice(SpendKind)),
    Column("requested_at", cell_dates.moment),
    Column("decided_by", _email, refers_to=Referent.PERSON),
    Column("decided_at", cell_dates.moment),
    Column("decision_reason", _text),
    Column("refund_of", cell_references.reference, refers_to=Referent.SPEND),
    Column("regular", cells.yes_no, empty=False),
    Column("group", cell_references.reference),
    Column("plan", cell_references.reference, refers_to=Referent.PLAN),
    Column("vouchers", cell_references.serials, empty=()),
)
