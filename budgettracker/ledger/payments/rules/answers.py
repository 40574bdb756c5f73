"""What somebody has confirmed about an authority's finance files, in the form of the import's mapping.

`{"payments.amount.basis": "net", "payments.amount.threshold": "500", "payments.cost_centre.scheme": ["1MD67"]}`
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from budgettracker import money
from budgettracker.imports.cells.dates import ORDER, ORDERS, Dates, Order
from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.problems import Question, shown
from budgettracker.imports.tables.answers import COLUMN, BadAnswers
from budgettracker.ledger.payments.kinds import Basis, Part

TABLE = "payments"
BASIS, THRESHOLD, SCHEME, SHEET = "basis", "threshold", "scheme", "sheet"
"""What questions ask: net or gross, from which amount the file has lines, whose lines are the scheme's, which sheet."""
NO_THRESHOLD, ALL = "none", "all"
BASIS_KEY = f"{TABLE}.{Part.AMOUNT}.{BASIS}"
THRESHOLD_KEY = f"{TABLE}.{Part.AMOUNT}.{THRESHOLD}"
SCHEME_KEY = f"{TABLE}.{Part.COST_CENTRE}.{SCHEME}"
SHEET_KEY = f"{TABLE}.file.{SHEET}"
CARD_KEY = f"{TABLE}.{Part.CARD}.file"
ORDER_KEY = f"{TABLE}.{Part.DATE}.{ORDER}"
ODD_AMOUNTS_KEY = f"{TABLE}.{Part.AMOUNT}.{AS_WRITTEN}"
_FREE = frozenset({SCHEME_KEY, SHEET_KEY, ODD_AMOUNTS_KEY})


def column_key(part: Part) -> str:
    """The key of the question under which heading a part of a payment stands."""
    return f"{TABLE}.{part}.{COLUMN}"


_COLUMN_KEYS = frozenset(map(column_key, Part))
_CHOICES = {BASIS_KEY: tuple(map(str, Basis)), ORDER_KEY: ORDERS, CARD_KEY: ("yes", "no")}


@dataclass(frozen=True, slots=True)
class PaymentAnswers:
    """What is confirmed of a finance file, by the keys of the mapping."""

    by_key: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def over(self, earlier: Mapping[str, tuple[str, ...]]) -> "PaymentAnswers":
        """These answers, over those that were confirmed before of files with the same headings."""
        return PaymentAnswers({**earlier, **self.by_key})

    @property
    def kept(self) -> dict[str, tuple[str, ...]]:
        """What is true of every file with the same headings: all but single amounts and the sheet of one workbook."""
        return {key: values for key, values in self.by_key.items() if key not in (ODD_AMOUNTS_KEY, SHEET_KEY)}

    @property
    def columns(self) -> dict[Part, str]:
        """The headings that are confirmed for parts of a payment."""
        return {part: heading for part in Part if (heading := self.single(column_key(part)))}

    @property
    def dates(self) -> Dates:
        """How the days of the file are read."""
        return Dates(cast(Order, self.single(ORDER_KEY) or "day_first"))

    @property
    def basis(self) -> Basis | None:
        """Net or gross, where that is confirmed."""
        confirmed = self.single(BASIS_KEY)
        return Basis(confirmed) if confirmed else None

    @property
    def threshold_pence(self) -> int | None:
        """From which amount the file has lines, where that is confirmed; 0 where it has all."""
        confirmed = self.single(THRESHOLD_KEY)
        if confirmed is None:
            return None
        return 0 if confirmed == NO_THRESHOLD else money.parse_pounds(confirmed)

    @property
    def scheme(self) -> tuple[str, ...]:
        """The cost centres and purposes that are confirmed as the scheme's."""
        return self.by_key.get(SCHEME_KEY, ())

    def single(self, key: str) -> str | None:
        """The one answer to a question, or None."""
        values = self.by_key.get(key)
        return values[0] if values else None


def read_payment_answers(text: str) -> PaymentAnswers:
    """A mapping from its JSON; raises BadAnswers for what is no JSON, and for keys or answers that mean nothing here."""
    try:
        mapping = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise BadAnswers(f"The mapping is not JSON: {str(wrong) or 'it is nested too deep'}.") from None
    if not isinstance(mapping, dict):
        raise BadAnswers('The mapping is not of the form {"payments.amount.basis": "net"}.')
    by_key = {}
    for key, value in mapping.items():
        values = tuple(str(each).strip() for each in value) if isinstance(value, list) else (str(value).strip(),)
        _require_meaning(key, values)
        by_key[key] = values
    return PaymentAnswers(by_key)


def _require_meaning(key: str, values: tuple[str, ...]) -> None:
    given = shown(", ".join(values))
    if key not in _FREE | _COLUMN_KEYS | {THRESHOLD_KEY} | set(_CHOICES):
        raise BadAnswers(f"The mapping has “{shown(key)}”, which no question asks.")
    if not all(values) or not values or (len(values) > 1 and key not in _FREE):
        raise BadAnswers(f"The mapping says “{given}” for “{key}”. Say one thing.")
    if key in _CHOICES and values[0] not in _CHOICES[key]:
        raise BadAnswers(f"The mapping says “{given}” for “{key}”. Say one of {', '.join(_CHOICES[key])}.")
    if key == THRESHOLD_KEY and values[0] != NO_THRESHOLD:
        try:
            money.parse_pounds(values[0])
        except money.NotMoney:
            raise BadAnswers(
                f"The mapping says “{given}” for “{key}”. Say an amount in pounds, like 500, or none."
            ) from None


def asks(key: str, *answers: str) -> Question:
    """A question about a finance file, with the answers there are."""
    return Question(key, answers)
