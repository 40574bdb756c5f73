"""Cells of text: references, names, free text, e-mail addresses, lists and closed lists."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from budgettracker.access import Role
from budgettracker.csv_text import SIGNS
from budgettracker.imports.files.number_formats import MOST_FIGURES
from budgettracker.imports.files.problems import CellRefused
from budgettracker.imports.files.sheet_cell import SheetCell, SheetKind
from budgettracker.spend.kinds import PaymentMethod

Kind = TypeVar("Kind", bound=StrEnum)
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|#+)")

AS_WRITTEN = "as_written"
"""What a question asks whose answer is: yes, this cell is right as it is written."""
LONGEST_TEXT = 2_000
LONGEST_REFERENCE = 50
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
    """Does a cell only say that it is empty? A person may be called Na, None or Null."""
    bare = " ".join(cell.split()).strip("'")
    return bare.casefold() in (_SIGNS_OF_NOTHING if is_name else NOTHING)


def free_text(cell: str) -> str:
    """Text of any kind, line breaks included, up to 2,000 characters."""
    return clean(cell)


def one_line(cell: str) -> str:
    """A name or label: one line, blanks inside made single, at most 200 characters.

    A spreadsheet turns 3-4 into a date and 1:30 into a time: no name is made of those.
    """
    if kind_of(cell) in ("date", "time"):
        raise CellRefused(f"was turned into a {kind_of(cell)} by the spreadsheet. {_RETYPE}")
    text = clean(cell)
    if text[:1] == "#" and _ERROR.fullmatch(text):
        raise CellRefused("is an error of a spreadsheet. Put the formula right or type the value.")
    if "\n" in text or "\r" in text:
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


def reference(cell: str) -> str:
    """A reference that other rows point to: kept exactly as a person sees it, at most 50 characters.

    A spreadsheet turns 3-12 into a date and 00123 into 123: where what the authority wrote can no longer be known, the
    cell is refused; where it only looks so, it is asked.
    """
    text = _as_seen(cell) if isinstance(cell, SheetCell) else one_line(cell)
    if len(text) > LONGEST_REFERENCE:
        raise CellRefused(f"has {len(text)} characters. A reference has at most {LONGEST_REFERENCE}.")
    if any(unicodedata.category(character) == "Cf" for character in text):
        raise CellRefused("holds an invisible character. Type the reference again.")
    if ";" in text:
        raise CellRefused("has a semicolon, which separates references. Use another character.")
    if kind_of(cell) == "text":
        _refuse_remade(text)
    return text


_RETYPE = "Format the column as text and type it again."


def _as_seen(cell: SheetCell) -> str:
    """What a person sees in the cell of a workbook, where that is a reference."""
    if cell.kind == "number":
        clean(cell)
        if cell.seen is None:
            lost = len(cell.strip("-").partition(".")[0]) > MOST_FIGURES
            why = (
                f"is a number of more than {MOST_FIGURES} figures, of which the spreadsheet has lost some"
                if lost
                else "is a number that the spreadsheet may show otherwise"
            )
            raise CellRefused(f"{why}. {_RETYPE}")
        return " ".join(cell.seen.split())
    if cell.kind == "boolean":
        raise CellRefused(f"was turned into yes or no by the spreadsheet. {_RETYPE}")
    return one_line(cell)


_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E[+-][0-9]{1,3}|[0-9][.,][0-9]+E[0-9]{1,3}", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
_DAY_LIKE = re.compile(
    rf"[0-9]{{1,2}}-(?:{_MONTHS})(?:-[0-9]{{2,4}})?|(?:{_MONTHS})-[0-9]{{2}}"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?",
    re.IGNORECASE,
)


def _refuse_remade(text: str) -> None:
    """Refuse the text that a spreadsheet leaves in a CSV file in place of a reference."""
    if _SCIENTIFIC.fullmatch(text):
        raise CellRefused(f"is what a spreadsheet makes of a long number: the reference is lost. {_RETYPE}")
    why = None
    if _DAY_LIKE.fullmatch(text):
        why = "looks like a reference that a spreadsheet turned into a date."
    elif text.isascii() and text.isdecimal() and len(text) > MOST_FIGURES and not text[MOST_FIGURES:].strip("0"):
        why = f"looks like a number of which a spreadsheet kept {MOST_FIGURES} figures and lost the rest."
    elif re.fullmatch(r"[0-9]+\.0+", text) and text.isascii():
        why = "looks like a number to which a program added .0."
    if why:
        raise CellRefused(f"{why} {_RETYPE}", asks=AS_WRITTEN, answers=(text,), value=text)


def family_reference(cell: str) -> str:
    """A family's reference; the word `other` means other families and cannot be one."""
    text = reference(cell)
    if text.casefold() == OTHER:
        raise CellRefused("means “other families” in worktime. Give the family another reference.")
    return text


_EMAIL = re.compile(r"[^@\s,;<>()\"']+@[^@\s,;<>()\"'.]+(?:\.[^@\s,;<>()\"'.]+)+")


def email(cell: str) -> str:
    """An e-mail address in small letters: people are recognised by it."""
    text = one_line(cell).lower()
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


def choice(kinds: Iterable[Kind], *, named: str = "value") -> Callable[[str], Kind]:
    """A reader for a closed list: capitals, blanks and hyphens do not matter, everything else is refused."""
    allowed = tuple(kinds)
    by_text = {_plain(kind): kind for kind in allowed}

    def read(cell: str) -> Kind:
        kind = by_text.get(_plain(clean(cell)))
        if kind is None:
            raise CellRefused(f"is not a {named} known here. Use {either(allowed)}.")
        return kind

    return read


def roles(cell: str) -> tuple[Role, ...]:
    """A person's roles, in the order written, each once."""
    named = tuple(_role(item) for item in listed(cell))
    if not named:
        raise CellRefused(f"names no role. Use {either(tuple(Role))}.")
    refuse_repeats(named)
    return named


OTHER = "other"

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


@dataclass(frozen=True, slots=True)
class FamilyRefs:
    """Whom an entry names, in the order written; `other` among them means other families."""

    refs: tuple[str, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """The references of families, without the word `other`."""
        return tuple(ref for ref in self.refs if ref != OTHER)


def family_refs(cell: str) -> FamilyRefs:
    """The families of a work entry: references separated by `;`, and the word `other` for other families."""
    if isinstance(cell, SheetCell):
        return FamilyRefs((reference(cell),))
    items = tuple(OTHER if item.casefold() == OTHER else item for item in listed(cell))
    try:
        named = tuple(item if item == OTHER else reference(item) for item in items)
    except CellRefused as doubt:
        if doubt.asks is None:
            raise
        raise CellRefused(str(doubt), asks=doubt.asks, answers=(clean(cell),), value=FamilyRefs(items)) from None
    refuse_repeats(named)
    return FamilyRefs(named)
