"""Which column of a finance file holds what, by the headings that finance systems and councils write."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from budgettracker.ledger.payments.kinds import Basis, Part

_NET = r"\bnett?\b|\bexcl?(?:\b|udes\b|uding\b|usive\b)|\bless vat\b|\bbefore vat\b|\bex vat\b"
_GROSS = r"\bgross\b|\binc(?:l|\b|ludes\b|luding\b|lusive\b)"
_MONEY = r"\b(?:amount|amt|value|total|sum|spend|spent|cost|paid|price|gbp|expenditure|charge)\b|£"
_PATTERNS: tuple[tuple[Part, tuple[str, ...]], ...] = (
    (
        Part.DATE,
        (
            r"^(?:date of payment|paid on|pay(?:ment)? made|date of pay|bacs date|cheque date|payment run date|settlement date)$"
            r"|\bpa(?:id|yment) date\b|\bdate paid\b",
            r"\bclear(?:ing|ed|ance)?(?: document)? date\b|\bdate cleared\b",
            r"\btrans(?:action)? date\b|\bdate of (?:transaction|purchase)\b|\bpurchase date\b",
            r"^(?:date|updated|entry date|payment|document date|doc date|tran date)$",
            r"\b(?:gl|ledger|posting|posted|accounting|journal|statement) date\b|\bdate posted\b",
            r"\binvoice date\b|\bdate of invoice\b|\bapproval date\b",
            r"\beffective date\b|\bperiod(?: end)?(?: date)?\b|^month$|\b(?:payment|calendar|paid) month\b|\byear month\b",
            r"\bdate\b",
        ),
    ),
    (
        Part.IRRECOVERABLE,
        (r"\b(?:irrecoverable|non recoverable|unrecoverable|irrec) ?vat\b|\bvat (?:irrecoverable|not)",),
    ),
    (Part.DEBIT, (r"^(?:debit|debits|money out|paid out|out|dr|debit amount|debit gbp)$",)),
    (Part.CREDIT, (r"^(?:credit|credits|money in|paid in|in|cr|credit amount|credit gbp)$",)),
    (
        Part.SUPPLIER,
        (
            r"^(?:supplier|vendor|beneficiary|merchant|payee|creditor|trader|retailer)(?: name)?$|"
            r"\b(?:supplier|vendor|beneficiary|merchant|payee|creditor)s? (?:trading )?name\b"
            r"|\bname of (?:supplier|vendor|payee)\b",
            r"^(?:paid to|payment to|recipient(?: name)?|company(?: name)?|counterparty|merchant supplier)$",
            r"\b(?:supplier|vendor|payee|beneficiary|merchant)\b",
        ),
    ),
    (
        Part.REFERENCE,
        (
            r"\btrans(?:action)? ?(?:no|num|number|ref|reference|id)\b",
            r"\b(?:internal|payment|document|doc|voucher|journal|cheque|bacs|our|unique|ledger|batch) ?"
            r"(?:no|num|number|ref|reference|id)\b",
            r"^(?:ref|reference|ref no|reference number|id|number|document|voucher)$",
            r"\binvoice ?(?:no|num|number|ref|reference|id)\b",
        ),
    ),
    (Part.SEQUENCE, (r"\b(?:line|sequence|seq|distribution|item|split) ?(?:no|num|number)?$",)),
    (
        Part.COST_CENTRE,
        (
            r"\bcost ?(?:cent(?:re|er)|code|c)|^costc|\b(?:gl|ledger|nominal|subjective|account|expense|expenditure|detail|"
            r"service|activity|project|budget|analysis|objective) ?code\b|\bcode\b|\bcent(?:re|er)\b|\bsubjective\b",
        ),
    ),
    (
        Part.PURPOSE,
        (
            r"\bexpen(?:se|diture) (?:type|area|category|description)\b|\bpurpose\b|\bdescription\b|\bnarrative\b|\bdetails?\b|"
            r"\bservice\b|\bdirectorate\b|\bdepartment\b|\bcategory\b|\bsummary\b|\bexpense\b|\baccount\b|\bdivision\b|"
            r"\bgroup\b|\btype\b|\barea\b|\bmemo\b|\bcomments?\b",
        ),
    ),
    (Part.CARD, (r"\bcard\b|\b(?:payment|pay) (?:method|type)\b|\bmethod of payment\b",)),
)
_NEVER = re.compile(
    r"\bdue date\b|\breceived date\b|\bdate received\b|\border(?:ed)? date\b|\breport date\b|\bdate of birth\b|"
    r"\bvat (?:reg|registration|no|number|code|rate)|\bsupplier (?:id|no|number|code|ref|reference|type|postcode|address)\b|"
    r"\b(?:vendor|creditor|merchant) (?:id|no|number|code|type)\b|\b(?:body|organi[sz]ation|authority|council)\b|^body|"
    r"\bpostcode\b|\bcompany (?:no|number)\b|\bcharity\b|\bcap rev\b|\byear\b$|^currency$|\border (?:no|number)\b"
)
_CARD_FILE = re.compile(r"\bmerchant\b|\bcard\b")
_SINGLE = tuple(part for part in Part if part not in (Part.COST_CENTRE, Part.PURPOSE, Part.CARD))
"""Parts that stand in one column each; purposes and codes may stand in many, and all of them are looked at."""


def spelt(heading: str) -> str:
    """A heading in small letters with single blanks, its signs left out but £.

    >>> spelt(" Irrecoverable_VAT "), spelt("AMOUNT (£)")
    ('irrecoverable vat', 'amount £')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"[a-z0-9£]+", apart.casefold()))


@dataclass(frozen=True, slots=True)
class Named:
    """What a heading may mean, and how well it says so: 0 is best."""

    part: Part
    rank: int


def meaning(heading: str) -> Named | None:
    """What a heading of a finance file most likely means; None for one that nothing is read from."""
    text = spelt(heading)
    if not text or len(text) > 60:
        return None
    of_money = _money(text)
    if of_money is not None:
        return of_money
    if _NEVER.search(text):
        return None
    for part, patterns in _PATTERNS:
        for rank, pattern in enumerate(patterns):
            if re.search(pattern, text) and not (part is Part.SUPPLIER and rank == 2 and _is_kind(text)):
                return Named(part, rank)
    return None


def _is_kind(text: str) -> bool:
    return re.search(r"\b(?:category|type|group|class|code|status|vat)\b", text) is not None


def _money(text: str) -> Named | None:
    """An amount by its heading: `Net Amount`, `Total (excludes VAT)`, `Invoice Line Value`."""
    if re.search(_PATTERNS[1][1][0], text):
        return Named(Part.IRRECOVERABLE, 0)
    if re.search(
        r"\bdate\b|\bmonth\b|\bpaid (?:to|on|by)\b|\b(?:type|code|area|category|cent(?:re|er)|description)\b", text
    ):
        return None
    if re.search(r"^(?:paid (?:out|in)|debit|credit)", text):
        return None
    bare = re.search(_MONEY, text) is not None or re.fullmatch(r"(?:nett?|gross)(?: gbp| £)?", text) is not None
    if not bare or re.search(
        r"^(?:total )?vat(?: (?:amount|value|total|paid|£))*$|^tax\b|\bvat amount\b|\bthreshold\b", text
    ):
        return None
    rank = 0 if re.search(r"\bamount\b|\bamt\b|\bvalue\b", text) else 1
    rank += 2 if re.search(r"\b(?:invoice total|order|budget|cumulative|year to date|ytd)\b", text) else 0
    if re.search(_NET, text):
        return Named(Part.NET, rank)
    if re.search(_GROSS, text):
        return Named(Part.GROSS, rank)
    return Named(Part.AMOUNT, rank)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the parts of a payment stand in a file; `unclear` are parts that several headings may mean, with those."""

    at: dict[Part, int]
    words_at: tuple[int, ...]
    codes_at: tuple[int, ...]
    card_at: int | None
    is_card_file: bool
    unclear: dict[Part, tuple[str, ...]] = field(default_factory=dict)

    @property
    def basis(self) -> Basis | None:
        """Net or gross where a heading says so; amounts that stand in both ways are compared with VAT."""
        if Part.GROSS in self.at:
            return Basis.GROSS
        return Basis.NET if Part.NET in self.at or Part.IRRECOVERABLE in self.at else None

    @property
    def filter_at(self) -> tuple[int, ...]:
        """The columns whose words and codes say whose money it was."""
        return tuple(sorted((*self.words_at, *self.codes_at)))


def score(cells: Sequence[str]) -> int:
    """How much a row looks like the headings of a finance file: a point for each part of a payment it names."""
    named = [each for each in map(meaning, cells) if each is not None]
    parts = {each.part for each in named}
    paid = {Part.AMOUNT, Part.NET, Part.GROSS, Part.DEBIT} & parts
    return (3 * bool(paid) + 3 * (Part.DATE in parts) + 2 * (Part.SUPPLIER in parts) + len(named)) if named else 0


def columns_of(headings: Sequence[str], confirmed: dict[Part, str]) -> Columns:
    """Where each part stands: where somebody confirmed it, else under the heading that says it best.

    A part that two headings say equally well is unclear.
    """
    named = {index: each for index, cell in enumerate(headings) if (each := meaning(cell)) is not None}
    at: dict[Part, int] = {}
    unclear: dict[Part, tuple[str, ...]] = {}
    for part in _SINGLE:
        if part in confirmed:
            places = [index for index, cell in enumerate(headings) if spelt(cell) == spelt(confirmed[part])]
        else:
            ranked = sorted((each.rank, index) for index, each in named.items() if each.part is part)
            places = [index for rank, index in ranked if rank == ranked[0][0]]
        if len(places) > 1 and part in (Part.DATE, Part.AMOUNT, Part.NET, Part.GROSS) and part not in confirmed:
            unclear[part] = tuple(dict.fromkeys(headings[index].strip() for index in places))
        if places:
            at[part] = places[0]
    of_part = {part: tuple(index for index, each in named.items() if each.part is part) for part in Part}
    if any(part in confirmed for part in (Part.AMOUNT, Part.NET, Part.GROSS)):
        for part in (Part.AMOUNT, Part.NET, Part.GROSS):
            if part not in confirmed:
                at.pop(part, None)
                unclear.pop(part, None)
    card = of_part[Part.CARD]
    return Columns(
        at,
        of_part[Part.PURPOSE],
        of_part[Part.COST_CENTRE],
        card[0] if card else None,
        any(_CARD_FILE.search(spelt(cell)) for cell in headings) and not card,
        unclear,
    )
