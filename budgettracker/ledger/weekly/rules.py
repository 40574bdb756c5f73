"""Which code a line of money has, and what a journal says of it; on plain values."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from budgettracker.errors import Refusal
from budgettracker.ledger.weekly.kinds import CodeUse, YearEnd
from budgettracker.periods import Period

_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z ./:_-]{0,38}[0-9A-Za-z])?")


def require_code(code: str) -> None:
    """Refuse what no spreadsheet would take as a plain code: other signs, or more than 40 characters."""
    if not _CODE.fullmatch(code):
        raise Refusal("code", "Use letters and figures, with . / : - _ or blanks between them, up to 40 in all.")


@dataclass(frozen=True, slots=True)
class Code:
    """An account code from a day on; what it is not for one of is empty."""

    use: str
    category_id: uuid.UUID | None
    team_id: uuid.UUID | None
    method: str
    code: str
    starts_on: date


class Codes:
    """An authority's codes, in the order they were set."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self._codes = codes

    def cost(self, category_id: uuid.UUID | None, team_id: uuid.UUID, on: date) -> str:
        """The code for a category and team on a day: of both, of the category, of the team, of all; empty where none is set."""
        fitting = [
            (code.category_id is not None, code.team_id is not None, code.starts_on, place, code.code)
            for place, code in enumerate(self._codes)
            if code.use == CodeUse.COST
            and code.starts_on <= on
            and code.category_id in (None, category_id)
            and code.team_id in (None, team_id)
        ]
        return max(fitting)[-1] if fitting else ""

    def vat(self, on: date) -> str:
        """The code for VAT that the authority gets back; empty where none is set."""
        fitting = [(code.starts_on, place, code.code) for place, code in self._of(CodeUse.VAT, on)]
        return max(fitting)[-1] if fitting else ""

    def paid_by(self, method: str, on: date) -> str:
        """The code that a way of paying is paid from: its own, or that for any; empty where none is set."""
        fitting = [
            (bool(code.method), code.starts_on, place, code.code)
            for place, code in self._of(CodeUse.PAID_BY, on)
            if code.method in ("", method)
        ]
        return max(fitting)[-1] if fitting else ""

    def _of(self, use: CodeUse, on: date) -> Iterable[tuple[int, Code]]:
        return ((place, code) for place, code in enumerate(self._codes) if code.use == use and code.starts_on <= on)


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A line of money that left or came back (below zero), gross, with the VAT in it that the authority gets back, in pence."""

    posting_id: uuid.UUID
    spend_id: uuid.UUID
    event_on: date
    posted_on: date
    category_id: uuid.UUID | None
    team_id: uuid.UUID
    method: str
    pence: int
    vat_pence: int


@dataclass(frozen=True, slots=True)
class JournalLine:
    """What a journal says of a line of money: debit `code` without the VAT and `vat_code` with it, credit `against` whole."""

    posting_id: uuid.UUID
    spend_id: uuid.UUID
    month_on: date
    category_id: uuid.UUID | None
    method: str
    code: str
    vat_code: str
    against: str
    pence: int
    vat_pence: int

    def sums(self) -> Iterable[tuple[str, int]]:
        """Each code with its pence: debits above zero, credits below, together nothing."""
        yield self.code, self.pence - self.vat_pence
        if self.vat_pence:
            yield self.vat_code, self.vat_pence
        yield self.against, -self.pence

    def taken_out(self, month_on: date) -> "JournalLine":
        """The line that takes this one out again, in a month that is open."""
        return replace(self, month_on=month_on, pence=-self.pence, vat_pence=-self.vat_pence)


def journal(
    lines: Iterable[MoneyLine], standing: Mapping[uuid.UUID, JournalLine], codes: Codes, open_month: date
) -> list[JournalLine]:
    """What a new journal holds: lines of money that stand in none, and those that were put right since, taken out and in.

    `standing` is the latest line of each in earlier journals. A code that is not set is empty.
    """
    result = []
    for line in lines:
        before = standing.get(line.posting_id)
        if before is None:
            result.append(_coded(line, codes, line.posted_on))
        elif (before.category_id, before.method, before.vat_pence) != (line.category_id, line.method, line.vat_pence):
            result += [before.taken_out(open_month), _coded(line, codes, open_month)]
    return result


def _coded(line: MoneyLine, codes: Codes, month_on: date) -> JournalLine:
    return JournalLine(
        posting_id=line.posting_id,
        spend_id=line.spend_id,
        month_on=month_on,
        category_id=line.category_id,
        method=line.method,
        code=codes.cost(line.category_id, line.team_id, line.event_on),
        vat_code=codes.vat(line.event_on) if line.vat_pence else "",
        against=codes.paid_by(line.method, line.event_on),
        pence=line.pence,
        vat_pence=line.vat_pence,
    )


def lacking(lines: Iterable[JournalLine]) -> list[JournalLine]:
    """Lines that lack a code."""
    return [line for line in lines if not line.code or not line.against or (line.vat_pence and not line.vat_code)]


@dataclass(frozen=True, slots=True)
class Account:
    """One code of one month in a journal: debit or credit in pence, the other 0, and of how many lines."""

    month_on: date
    code: str
    debit_pence: int
    credit_pence: int
    lines: int


def accounts(lines: Iterable[JournalLine]) -> list[Account]:
    """A journal by month and code; debits and credits of each month come to the same."""
    sums: dict[tuple[date, str], list[int]] = {}
    for line in lines:
        for code, pence in line.sums():
            kept = sums.setdefault((line.month_on, code), [0, 0])
            kept[0] += pence
            kept[1] += 1
    return [
        Account(month_on, code, max(0, pence), max(0, -pence), count)
        for (month_on, code), (pence, count) in sorted(sums.items())
    ]


def year_end(bought_on: date, paid_on: date | None, year: Period) -> YearEnd | None:
    """Why a purchase belongs to the accruals of a year; None where it was bought and paid on the same side of its end.

    >>> year = Period(date(2026, 4, 1), date(2027, 4, 1))
    >>> [str(year_end(date(2027, 3, 30), paid_on, year)) for paid_on in (None, date(2027, 3, 31), date(2027, 4, 1))]
    ['unpaid', 'None', 'paid_later']
    >>> str(year_end(date(2027, 4, 1), date(2027, 3, 31), year))
    'paid_earlier'
    """
    if bought_on in year:
        if paid_on is None:
            return YearEnd.UNPAID
        return YearEnd.PAID_LATER if paid_on >= year.end else None
    return YearEnd.PAID_EARLIER if bought_on >= year.end and paid_on is not None and paid_on < year.end else None
