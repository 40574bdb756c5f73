"""The finance system's file of last month's payments, half of it confirmed by finance."""

import calendar
from datetime import date, datetime, timedelta

from budgettracker.access import Role
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.ledger.payments.actions import confirm_payments, read_payments
from budgettracker.ledger.payments.kinds import Answer, Basis
from budgettracker.ledger.payments.queries.comparison import comparison_of
from budgettracker.ledger.payments.queries.purchases import purchases_between
from budgettracker.ledger.payments.rules.answers import PaymentAnswers
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line
from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.ledger.payments.rules.values import When

PURPOSE = "1MD67, S17 Children in Need"
_NOT_RECORDED = ((612_00, "ELM CARE SERVICES LIMITED"), (88_40, "KELBY TAXIS"))
_ELSEWHERE = 2_819_00


def leave_finance_file(authority: DemoAuthority, now: datetime) -> None:
    """Payments of the month before this one: most purchases, some hidden, some that nobody recorded, one of elsewhere."""
    first = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    near = purchases_between(authority.row.id, first, last)
    paid = [each for each in near if first <= each.on <= last and not each.from_own_pocket and each.supplier]
    lines = _lines(paid, last)
    file = FinanceFile(
        f"payments-{first:%Y-%m}.csv", "", lines, basis=Basis.GROSS, threshold_pence=0, first=first, last=last
    )
    finance = authority.first(Role.FINANCE)
    kept = read_payments(finance, file, "0" * 64, PaymentAnswers(), at=now - timedelta(hours=3))
    certain = [each for each in comparison_of(kept).suggestions.values() if each.answer is Answer.CERTAIN]
    choices = list(dict.fromkeys(choice for each in certain for choice in each.choices))
    confirm_payments(finance, kept, choices[: len(choices) // 2], at=now - timedelta(hours=2))


def _lines(paid: list[Purchase], last: date) -> list[Line]:
    """A line for most purchases: every seventh is not paid yet, every ninth names nobody."""
    lines: list[Line] = []
    for number, each in enumerate(paid):
        if number % 7 == 6:
            continue
        day = min(each.on + timedelta(days=4 + number % 9), last)
        supplier = "REDACTED" if number % 9 == 8 else each.supplier.upper()[:30]
        lines.append(_line(len(lines), day, each.pence, supplier))
    for pence, supplier in _NOT_RECORDED:
        lines.append(_line(len(lines), last, pence, supplier))
    outside = Line(
        len(lines) + 2, Answer.OUTSIDE, "another cost centre or purpose", "8584763", "", When(last, last), _ELSEWHERE
    )
    return [*lines, outside]


def _line(number: int, day: date, pence: int, supplier: str) -> Line:
    return Line(number + 2, None, "", f"{7_996_188 + number}", "", When(day, day), pence, supplier, PURPOSE)
