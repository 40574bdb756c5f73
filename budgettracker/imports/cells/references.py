"""Cells of references: what a person sees in them, refused where a spreadsheet has changed it."""

import re
import unicodedata
from dataclasses import dataclass

from budgettracker.imports.cells.text import AS_WRITTEN, RETYPE, clean, kind_of, listed, one_line, refuse_repeats
from budgettracker.imports.files.number_formats import MOST_FIGURES
from budgettracker.imports.files.problems import CellRefused
from budgettracker.imports.files.sheet_cell import SheetCell

LONGEST_REFERENCE = 50
OTHER = "other"


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
            raise CellRefused(f"{why}. {RETYPE}")
        return " ".join(cell.seen.split())
    if cell.kind == "boolean":
        raise CellRefused(f"was turned into yes or no by the spreadsheet. {RETYPE}")
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
        raise CellRefused(f"is what a spreadsheet makes of a long number: the reference is lost. {RETYPE}")
    why = None
    if _DAY_LIKE.fullmatch(text):
        why = "looks like a reference that a spreadsheet turned into a date."
    elif text.isascii() and text.isdecimal() and len(text) > MOST_FIGURES and not text[MOST_FIGURES:].strip("0"):
        why = f"looks like a number of which a spreadsheet kept {MOST_FIGURES} figures and lost the rest."
    elif re.fullmatch(r"[0-9]+\.0+", text) and text.isascii():
        why = "looks like a number to which a program added .0."
    elif re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+", text) and text.isascii():
        why = "looks like a number that a spreadsheet wrote in thousands."
    elif text in ("TRUE", "FALSE"):
        why = "looks like yes or no, which a spreadsheet made of a reference."
    if why:
        raise CellRefused(f"{why} {RETYPE}", asks=AS_WRITTEN, answers=(text,), value=text)


def family_reference(cell: str) -> str:
    """A family's reference; the word `other` means other families and cannot be one."""
    text = reference(cell)
    if text.casefold() == OTHER:
        raise CellRefused("means “other families” in worktime. Give the family another reference.")
    return text


def serials(cell: str) -> tuple[str, ...]:
    """The serial numbers of vouchers, separated by `;`, each as a person sees it."""
    if isinstance(cell, SheetCell):
        return (reference(cell),)
    numbers = tuple(reference(each) for each in listed(cell))
    refuse_repeats(numbers)
    return numbers


@dataclass(frozen=True, slots=True)
class FamilyRefs:
    """Whom an entry names, in the order written; `other` among them means other families."""

    refs: tuple[str, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """The references of families, without the word `other`; rows with the same ones share them."""
        return self.refs if OTHER not in self.refs else tuple(ref for ref in self.refs if ref != OTHER)


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
