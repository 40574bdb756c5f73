"""What stands above the headings of a report: its threshold, whether it is net or gross, and the days it covers."""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from budgettracker import money
from budgettracker.imports.cells.dates import Dates, month_number
from budgettracker.imports.cells.months import month
from budgettracker.imports.files.problems import CellRefused
from budgettracker.ledger.payments.kinds import Basis

_AMOUNT = r"£?\s*(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{2})?|[0-9]+(?:\.[0-9]{1,2})?)\b(?!\s*[/-]\s*[0-9])"
_THRESHOLD = re.compile(
    rf"\b(?:threshold|over|above|exceed(?:s|ing)?|greater than|more than|at least|minimum)\b[^0-9£]{{0,40}}{_AMOUNT}",
    re.IGNORECASE,
)
_NET = re.compile(r"\bnett?\b|\bexcl?(?:\.|uding|usive(?: of)?)? ?vat\b|\bex\.? vat\b|\bwithout vat\b", re.IGNORECASE)
_GROSS = re.compile(r"\bgross\b|\binc(?:l?\.?|luding|lusive(?: of)?) vat\b", re.IGNORECASE)
_DAY = r"[0-9]{1,2}[ /.-][A-Za-z0-9]{1,9}[ /.-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FROM = re.compile(rf"\b(?:from|start(?:s|ing)?|between)\b\W*(?P<day>{_DAY})", re.IGNORECASE)
_TO = re.compile(rf"\b(?:to|until|and|end(?:s|ing)?|through)\b\W*(?P<day>{_DAY})", re.IGNORECASE)
_RANGE = re.compile(rf"(?P<first>{_DAY})\s*(?:to|until|-|–)\s*(?P<last>{_DAY})", re.IGNORECASE)
_MONTH = re.compile(r"\b(?P<month>[A-Za-z]{3,9})[ -]+(?P<year>20[0-9]{2})\b")


@dataclass(frozen=True, slots=True)
class Preamble:
    """What a report says of itself; None for what it does not say."""

    threshold_pence: int | None = None
    basis: Basis | None = None
    first: date | None = None
    last: date | None = None


def preamble_of(rows: Iterable[Sequence[str]]) -> Preamble:
    """What the rows above the headings say: `Invoice Threshold Nett Amt: 500`, `Invoice Approval Date From: 01-MAR-2026`."""
    texts = [" ".join(_tidy(cell) for cell in cells if cell.strip()) for cells in rows]
    whole = "\n".join(texts)
    threshold = _THRESHOLD.search(whole)
    net, gross = _NET.search(whole), _GROSS.search(whole)
    first, last = _period(texts)
    return Preamble(
        money.parse_pounds(threshold["pounds"]) if threshold else None,
        None if bool(net) == bool(gross) else Basis.NET if net else Basis.GROSS,
        first,
        last,
    )


def _tidy(cell: str) -> str:
    return " ".join(re.sub(r"[^\x20-\x7e£–]", " ", cell).split())


def _period(texts: Sequence[str]) -> tuple[date | None, date | None]:
    """The first and last day a report says it covers; the day it was printed is none of them."""
    lines = [
        text
        for text in texts
        if not re.search(r"\b(?:report|run|print(?:ed)?|produced|created) (?:date|on)\b", text, re.I)
    ]
    for text in lines:
        if (both := _RANGE.search(text)) and (first := _day(both["first"])) and (last := _day(both["last"])):
            return (first, last) if first <= last else (None, None)
    first = next(_days(_FROM, lines), None)
    last = next(_days(_TO, lines), None)
    if first and last and first <= last:
        return first, last
    months = [when for text in lines for match in _MONTH.finditer(text) if (when := _month(match))]
    if len(set(months)) == 1:
        return months[0], months[0].replace(day=calendar.monthrange(months[0].year, months[0].month)[1])
    return None, None


def _days(pattern: re.Pattern[str], texts: Sequence[str]) -> Iterator[date]:
    for text in texts:
        if (match := pattern.search(text)) and (day := _day(match["day"])):
            yield day


def _day(text: str) -> date | None:
    try:
        return Dates().day(text)
    except CellRefused:
        return None


def _month(match: re.Match[str]) -> date | None:
    if month_number(match["month"]) is None:
        return None
    return month(f"{match['month']} {match['year']}")
