"""A cell of a workbook as text that knows what the workbook stored."""

from typing import Literal

SheetKind = Literal["text", "number", "date", "error", "formula"]


class SheetCell(str):
    """A workbook's cell as text, with what the workbook says it is: a number, a date, an error, a formula.

    A CSV file has plain text only, so every reader of cells works on text and asks for the kind where it matters.
    """

    __slots__ = ("kind",)
    kind: SheetKind

    def __new__(cls, text: str, kind: SheetKind) -> "SheetCell":
        """The text a person would see and the kind the workbook stored."""
        cell = super().__new__(cls, text)
        cell.kind = kind
        return cell
