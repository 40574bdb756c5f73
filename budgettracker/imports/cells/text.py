"""Cells of text: references, names, free text, e-mail addresses, lists and closed lists."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from budgettracker.access import Role
from budgettracker.csv_text import SIGNS
from budgettracker.imports.files.problems import CellRefused
from budgettracker.imports.files.sheet_cell import SheetCell, SheetKind
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.worktime.kinds import Vehicle

Kind = TypeVar("Kind", bound=StrEnum)
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|#+)")

AS_WRITTEN = "as_written"
"""What a question asks whose answer is: yes, this cell is right as it is written."""
RETYPE = "Format the column as text and type it again."
LONGEST_TEXT = 2_000
LONGEST_NAME = 200


def kind_of(cell: str) -> SheetKind:
    """What the spreadsheet says the cell is; a CSV cell is text."""
    return cell.kind if isinstance(cell, SheetCell) else "text"


def clean(cell: str) -> str:
    """The cell without the blanks around it, refused when nobody could read what it holds.

    A spreadsheet's apostrophe before = + - @ says "this is text" and is no part of it.
    Raises CellRefused for errors of a formula, NUL, control characters, lone surrogates and more than 2,000 characters.
    """
    text = cell.strip()
    if kind_of(cell) == "error":
        raise CellRefused("is an error in the spreadsheet. Put the formula right or type the value.")
    if kind_of(cell) == "formula":
        raise CellRefused(
            "is a formula without its result. Save the file from your spreadsheet program, or type the value."
        )
    if text[:1] == "'" and text.startswith(SIGNS, 1):
        text = text[1:]
    if not text.isascii():
        # é can be one character or e with an accent after it: one way, or the same name would be two.
        text = unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        raise CellRefused(f"has {len(text):,} characters. At most {LONGEST_TEXT:,} can be kept.")
    if not text.isprintable():
        _refuse_unreadable(text)
    return text


def _refuse_unreadable(text: str) -> None:
    for character in text:
        category = unicodedata.category(character)
        if character == "\0":
            raise CellRefused("holds a NUL character, which no text has. Type the cell again.")
        if category == "Cs":
            raise CellRefused("holds half a character (a lone surrogate). Type the cell again.")
        if (category == "Cc" and character not in "\t\r\n") or character in "\ufffe\uffff":
            raise CellRefused(f"holds a control character (U+{ord(character):04X}). Type the cell again.")


_SIGNS_OF_NOTHING = frozenset({"n/a", "#n/a", "n.a.", "-", "--", "–", "—", "?", "nan", "(blank)", "<na>", "not known"})
_WORDS_OF_NOTHING = frozenset(
    {"na", "n.a", "nat", "none", "null", "nil", "tbc", "tba", "unknown", "undefined", "blank"}
)
NOTHING = _SIGNS_OF_NOTHING | _WORDS_OF_NOTHING | {"---", ".", "..", "not applicable", "not recorded"}
"""What people and programs write for an empty cell."""


def says_nothing(cell: str, *, is_name: bool = False) -> bool:
    """Does a cell only say that it is empty? A person may be called Na, None or Null; #N/A of a formula is an error."""
    bare = " ".join(cell.split()).strip("'")
    return bare.casefold() in (_SIGNS_OF_NOTHING if is_name else NOTHING) and kind_of(cell) != "error"


def free_text(cell: str) -> str:
    """Text of any kind, line breaks included, up to 2,000 characters."""
    return clean(cell)


def one_line(cell: str) -> str:
    """A name or label: one line, blanks inside made single, at most 200 characters.

    A spreadsheet turns 3-4 into a date and 1:30 into a time: no name is made of those.
    """
    if kind_of(cell) in ("date", "time"):
        raise CellRefused(f"was turned into a {kind_of(cell)} by the spreadsheet. {RETYPE}")
    text = clean(cell)
    if text[:1] == "#" and _ERROR.fullmatch(text):
        raise CellRefused("is an error of a spreadsheet. Put the formula right or type the value.")
    if "\n" in text:
        raise CellRefused("goes over several lines. Write it on one line.")
    text = " ".join(text.split())
    if len(text) > LONGEST_NAME:
        raise CellRefused(f"has {len(text)} characters. Use at most {LONGEST_NAME}.")
    return text


def up_to(longest: int) -> Callable[[str], str]:
    """A reader of one-line text that is kept in fewer than 200 characters, such as a code."""

    def read(cell: str) -> str:
        text = one_line(cell)
        if len(text) > longest:
            raise CellRefused(f"has {len(text)} characters. Use at most {longest}.")
        return text

    return read


_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"'.]+(?:\.[^@\s,;<>()\"'.]+)+")


def email(cell: str) -> str:
    """An e-mail address in small letters: people are recognised by it."""
    text = one_line(cell).lower().replace("\u2019", "'")
    if len(text) > 254 or not text.isprintable() or not _EMAIL.fullmatch(text):
        raise CellRefused("is not an e-mail address. Use the person's address, like sam.okoro@westmoor.example.")
    return text


def listed(cell: str) -> tuple[str, ...]:
    """The items of a cell that separates them with `;`, empty ones left out."""
    return tuple(filter(None, (" ".join(item.split()) for item in clean(cell).split(";"))))


def categories(cell: str) -> tuple[str, ...]:
    """The names of spend categories, each once."""
    names = listed(cell)
    refuse_repeats(names)
    for item in names:
        one_line(item)
    return names


def refuse_repeats(items: Sequence[str]) -> None:
    """Raise CellRefused when a list names something twice."""
    for index, item in enumerate(items):
        if item in items[:index]:
            raise CellRefused(f"names “{item}” twice. Name it once.")


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def either(allowed: Sequence[str]) -> str:
    """The allowed values as a sentence has them: `budget or comparison`."""
    return allowed[0] if len(allowed) == 1 else ", ".join(allowed[:-1]) + " or " + allowed[-1]


def choice(
    kinds: Iterable[Kind], *, named: str = "value", also: Mapping[str, Kind] | None = None
) -> Callable[[str], Kind]:
    """A reader for a closed list: capitals, blanks and hyphens do not matter, everything else is refused.

    `also` are further words that mean one of the list.
    """
    allowed = tuple(kinds)
    by_text = {_plain(kind): kind for kind in allowed} | dict(also or {})

    def read(cell: str) -> Kind:
        kind = by_text.get(_plain(clean(cell)))
        if kind is None:
            raise CellRefused(f"is not a {named} known here. Use {either(allowed)}.")
        return kind

    return read


VEHICLES = {
    **dict.fromkeys(("own_car", "van"), Vehicle.CAR),
    **dict.fromkeys(("motorbike", "moped", "scooter"), Vehicle.MOTORCYCLE),
    **dict.fromkeys(("bike", "cycle"), Vehicle.BICYCLE),
}
"""What people write for a vehicle besides its own word, as `choice` compares them."""


def roles(cell: str) -> tuple[Role, ...]:
    """A person's roles, in the order written, each once."""
    named = tuple(_role(item) for item in listed(cell))
    if not named:
        raise CellRefused(f"names no role. Use {either(tuple(Role))}.")
    refuse_repeats(named)
    return named


_role = choice(Role, named="role")

_PAID_LIKE = {
    PaymentMethod.PURCHASE_CARD: "card p_card pcard purchasing_card procurement_card debit_card credit_card corporate_card "
    "prepaid_card payment_card",
    PaymentMethod.BANK_TRANSFER: "transfer bacs faster_payment",
    PaymentMethod.VOUCHER: "vouchers gift_card gift_cards gift_voucher",
    PaymentMethod.CASH: "petty_cash",
    PaymentMethod.OWN_MONEY: "personal reimbursement reimbursed claimed",
}
_PAID = {str(method): method for method in PaymentMethod} | {
    word: method for method, words in _PAID_LIKE.items() for word in words.split()
}


def payment_method(cell: str) -> str:
    """How it was paid: a PaymentMethod where the word is known, else the authority's own word."""
    text = one_line(cell)
    return _PAID.get(_plain(text), text)


_YES_NO = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}


def yes_no(cell: str) -> bool:
    """Yes or no, as people and spreadsheets write it."""
    answer = _YES_NO.get(clean(cell).lower())
    if answer is None:
        raise CellRefused("is neither yes nor no. Use yes or no.")
    return answer
