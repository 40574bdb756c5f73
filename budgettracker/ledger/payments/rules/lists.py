"""A finance file and the books beside each other: what each line came to, how each purchase stands, and the sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from budgettracker.ledger.payments.kinds import Answer, Basis, Standing
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line
from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.ledger.payments.rules.suggest import Suggestion
from budgettracker.money import pounds_plain
from budgettracker.spend.kinds import PaymentMethod, SpendKind

APART = (Standing.OWN_MONEY, Standing.CASH, Standing.OTHER_HELP, Standing.RECORDED_AFTER)
"""Purchases that no line of the file is expected for, listed by themselves."""
WITHOUT_PAYMENT = (Standing.MISSING, Standing.MAY_STILL_COME)


@dataclass(frozen=True, slots=True)
class Sum:
    """How many lines or purchases, and what they come to in pence."""

    count: int = 0
    pence: int = 0

    def plus(self, pence: int) -> "Sum":
        """The sum with one more."""
        return Sum(self.count + 1, self.pence + pence)


@dataclass(slots=True)
class Lists:
    """Every line by its answer and every purchase by its standing; the parts add up to the whole of each."""

    lines: dict[Answer, Sum] = field(default_factory=dict)
    file: Sum = Sum()
    purchases: dict[Standing, list[Purchase]] = field(default_factory=dict)
    confirmed: Sum = Sum()

    @property
    def all_purchases(self) -> Sum:
        """All purchases of the file's days that have no confirmed payment, however they stand."""
        held = [each for purchases in self.purchases.values() for each in purchases]
        return Sum(len(held), sum(each.pence for each in held))

    def sum_of(self, standing: Standing) -> Sum:
        """How many purchases stand so, and what they cost with VAT."""
        held = self.purchases.get(standing, [])
        return Sum(len(held), sum(each.pence for each in held))


def lists_of(
    file: FinanceFile,
    purchases: Iterable[Purchase],
    suggestions: Mapping[int, Suggestion],
    confirmed_rows: frozenset[int] = frozenset(),
) -> Lists:
    """The lists of a file: its lines by their answers, and the purchases without a confirmed payment by how they stand."""
    lists = Lists()
    for line in file.lines:
        lists.file = lists.file.plus(line.pence)
        if line.row in confirmed_rows:
            lists.confirmed = lists.confirmed.plus(line.pence)
            continue
        answer = answer_of(line.answer, suggestions.get(line.row))
        lists.lines[answer] = lists.lines.get(answer, Sum()).plus(line.pence)
    certain = _named(suggestions, Answer.CERTAIN)
    offered = _named(suggestions, Answer.OFFER)
    for each in sorted(purchases, key=lambda each: (each.on, each.reference, each.id)):
        standing = standing_of(each, file, certain, offered)
        if standing is not None:
            lists.purchases.setdefault(standing, []).append(each)
    return lists


def answer_of(read: Answer | None, suggestion: Suggestion | None) -> Answer:
    """What a line came to: as it was read where it is no payment of the scheme, else what is suggested."""
    return read or (suggestion.answer if suggestion is not None else Answer.NONE)


def _named(suggestions: Mapping[int, Suggestion], answer: Answer) -> frozenset[str]:
    return frozenset(
        purchase.id
        for suggestion in suggestions.values()
        if suggestion.answer is answer
        for choice in suggestion.choices
        for purchase in choice.purchases
    )


def standing_of(
    purchase: Purchase, file: FinanceFile, certain: frozenset[str], offered: frozenset[str]
) -> Standing | None:
    """How a purchase stands beside a file; None for days that the file does not cover.

    A file's own threshold is judged on its own basis: £534 with £89 VAT is £445 net, and below £500.
    """
    if purchase.id in certain:
        return Standing.CERTAIN
    if file.first is None or file.last is None or file.basis is None:
        return None
    _, closes = purchase.window(by_card=False)
    if closes < file.first or purchase.on > file.last:
        return Standing.OFFERED if purchase.id in offered else None
    apart = _apart(purchase, file)
    if apart is not None and not (apart is Standing.RECORDED_AFTER and purchase.id in offered):
        return apart
    if purchase.id in offered:
        return Standing.OFFERED
    if file.is_card_file and purchase.method != PaymentMethod.PURCHASE_CARD:
        return Standing.ANOTHER_WAY
    if abs(purchase.least_pence(file.basis)) < (file.threshold_pence or 0):
        return Standing.BELOW
    return Standing.MISSING if closes <= file.last else Standing.MAY_STILL_COME


def _apart(purchase: Purchase, file: FinanceFile) -> Standing | None:
    if purchase.method == PaymentMethod.OWN_MONEY:
        return Standing.OWN_MONEY
    if purchase.method == PaymentMethod.CASH:
        return Standing.CASH
    if purchase.kind is SpendKind.OTHER_HELP:
        return Standing.OTHER_HELP
    late = purchase.recorded_on is not None and file.last is not None and purchase.recorded_on > file.last
    return Standing.RECORDED_AFTER if late else None


def nearest_to(line: Line, lists: Lists, *, file_basis: Basis | None, words: str = "") -> list[Purchase]:
    """Purchases without a confirmed payment that a person may say a line is: those nearest in amount first.

    Money that came back goes with money that came back. `words` are looked for in what a purchase is called.
    """
    basis = file_basis or Basis.GROSS
    held = [each for purchases in lists.purchases.values() for each in purchases]
    alike = [
        each for each in held if (each.pence < 0) == (line.pence < 0) and words.casefold() in each.called.casefold()
    ]
    return sorted(alike, key=lambda each: (abs((each.sure_pence(basis) or each.pence) - line.pence), each.on, each.id))


def lines_with(lines: Iterable[Line], words: str) -> list[Line]:
    """Lines in which every word that was typed stands: in row, reference, day, amount, supplier or purpose.

    Of lines outside the scheme neither supplier nor purpose is kept, so that only the rest is looked through.
    """
    wanted = [_plain_amount(word) for word in words.casefold().split()]
    return [line for line in lines if all(word in _text_of(line) for word in wanted)]


def _text_of(line: Line) -> str:
    when = (line.when.words, str(line.when)) if line.when is not None else ()
    parts = (f"row {line.row}", line.reference, *when, pounds_plain(line.pence), line.supplier, line.purpose)
    return "\n".join(parts).casefold()


def _plain_amount(word: str) -> str:
    """An amount as it is typed without pound sign and commas; any other word as it is."""
    bare = word.replace("£", "").replace(",", "")
    return bare if bare.lstrip("-").replace(".", "", 1).isdecimal() else word


def without_payment(lists: Lists) -> Sequence[tuple[Standing, Purchase]]:
    """Purchases without a payment, and those apart, in the order of their lists."""
    return [(standing, each) for standing in (*WITHOUT_PAYMENT, *APART) for each in lists.purchases.get(standing, [])]
