"""Names of suppliers as finance systems, card companies and workers write them: when do two mean the same shop?"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

CUT_FROM = 18
"""Finance systems cut names at 20 to 30 letters; blanks at the cut are lost, so a little shorter may be cut too."""
_SHORTEST_PART = 4
_REMEMBERED = 50_000
"""Names repeat from line to line and from purchase to purchase: each is read once."""
_SAYS_NOTHING = re.compile(
    r"\bredact\w*|\bmisc(?:ellaneous)? payments?\b|\bpaypoint\b|\bbarclay ?card\b|\bpersonal data\b|\bwithheld\b"
    r"|\bnot (?:disclosed|available)\b|\bpayments? to individuals?\b|\bone time vendor\b|\bname removed\b"
    r"|^(?:sundry|sundr\w+ (?:supplier|creditor|payment)s?|individuals?|private individuals?|confidential|various|bacs)$"
)
_PROCESSORS = frozenset(
    ["paypal", "sq", "sumup", "sumupuk", "zettle", "iz", "stripe", "pp", "sp", "crv", "wp", "worldpay"]
)
_LEGAL = (
    "public limited company",
    "community interest company",
    "limited liability partnership",
    "limited",
    "ltd",
    "plc",
    "cic",
    "llp",
    "lp",
    "inc",
)
_LEGAL_CUT = frozenset(["l", "li", "lim", "limi", "limit", "limite", "lt", "c", "ci", "p", "pl"])
_SHOP_WORDS = frozenset(
    [
        "superstore",
        "superstores",
        "store",
        "stores",
        "supermarket",
        "supermarkets",
        "shop",
        "shops",
        "express",
        "extra",
        "metro",
        "local",
        "online",
        "web",
        "uk",
        "gb",
        "direct",
        "com",
        "co",
    ]
)


@lru_cache(_REMEMBERED)
def plain(name: str) -> str:
    """A name in small letters and single blanks, without accents and punctuation; & is and.

    >>> plain("Bright-Home & Sons' Café")
    'bright home and sons cafe'
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("&", " and ")
    text = re.sub(r"(?<=\w)['’`](?=\w)|(?<=\b\w)\.(?=\w\b)", "", text)
    return " ".join(re.findall(r"[a-z0-9]+", text))


@lru_cache(_REMEMBERED)
def says_nothing(name: str) -> bool:
    """Does a name only say that a supplier is hidden, or that many were paid at once?

    >>> says_nothing("REDACTED - PERSONAL DATA"), says_nothing("PAYPOINT NETWORK LTD"), says_nothing("Asda")
    (True, True, False)
    """
    small = plain(name)
    return not small or _SAYS_NOTHING.search(small) is not None or set(name.strip()) <= set("*xX#-. ")


@dataclass(frozen=True, slots=True)
class Name:
    """A supplier's name made comparable: its core without legal form and kind of shop, and the number of a branch."""

    core: str
    whole: str
    branch: str
    cut: bool

    @property
    def first(self) -> str:
        """The first word, by which names are looked up."""
        return self.core.split(" ", 1)[0]


def names_in(name: str) -> tuple[Name, ...]:
    """The names that a text gives for one supplier: both sides of T/A, the shop of a card's `FURN*WEB`.

    >>> [each.core for each in names_in("J SMITH T/A BRIGHT BEDS LTD")]
    ['j smith', 'bright beds']
    """
    before, star, after = name.partition("*")
    text, cut = name, False
    if star:
        processor = plain(before).replace(" ", "") in _PROCESSORS
        text, cut = (after, False) if processor else (before, True)
    parts = re.split(r"\bt\s*/\s*a\b|\btrading as\b", text, flags=re.IGNORECASE)
    return tuple(each for each in (_name(part, cut=cut) for part in parts) if each.core)


def _name(text: str, *, cut: bool) -> Name:
    whole = plain(text).removeprefix("the ")
    core = whole
    for form in _LEGAL:
        core = core.removesuffix(f" {form}")
    words = core.split()
    if len(text.strip()) >= CUT_FROM and len(words) > 2 and words[-1] in _LEGAL_CUT:
        words.pop()
    branch = ""
    while len(words) > 1 and (words[-1].isdecimal() or words[-1] in _SHOP_WORDS):
        last = words.pop()
        branch = last if last.isdecimal() else branch
    return Name(" ".join(words), whole, branch, cut)


def _same(line: Name, purchase: Name) -> bool:
    """Do a payment's and a purchase's name mean the same shop? Two branches by number are two."""
    if line.core == purchase.core:
        return not (line.branch and purchase.branch and line.branch != purchase.branch)
    if len(line.whole) >= CUT_FROM and purchase.whole.startswith(line.whole):
        return True
    parts, others = line.core.split(), purchase.core.split()
    return line.cut and len(parts) == len(others) > 1 and all(map(_part_of, parts, others))


def _part_of(part: str, word: str) -> bool:
    return part == word or (len(part) >= _SHORTEST_PART and word.startswith(part))


@dataclass(slots=True)
class Names:
    """The suppliers of the purchases, looked up by how a payment names one; aliases were confirmed by finance.

    `aliases` leads from a payment's name, as `plain` writes it, to purchases' names of the same supplier.
    """

    purchases: Iterable[str]
    aliases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _by_first: dict[str, list[tuple[str, Name]]] = field(default_factory=dict)
    _by_payment: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the purchases' names by their first word."""
        by_key = {plain(name): name for name in self.purchases if not says_nothing(name)}
        for key in sorted(by_key):
            for each in names_in(by_key[key]):
                self._by_first.setdefault(each.first, []).append((key, each))

    def of(self, payment: str) -> frozenset[str]:
        """The purchases' suppliers, as `plain` writes them, that a payment's name agrees with."""
        keys = self._by_payment.get(payment)
        if keys is None:
            keys = self._by_payment[payment] = frozenset(self._agreeing(payment))
        return keys

    def _agreeing(self, payment: str) -> Iterable[str]:
        if says_nothing(payment):
            return
        yield from self.aliases.get(plain(payment), ())
        for line in names_in(payment):
            for key, each in self._by_first.get(line.first, ()):
                if _same(line, each):
                    yield key
