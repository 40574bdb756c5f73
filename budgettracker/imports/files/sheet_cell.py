"""A cell of a workbook as text that knows what the workbook stored."""

from typing import Literal

SheetKind = Literal["text", "number", "date", "time", "boolean", "error", "formula"]


class SheetCell(str):
    """A workbook's cell as text, with what the workbook says it is: a number, a date, an error, a formula.

    A CSV file has plain text only, so every reader of cells works on text and asks for the kind where it matters.
    `seen` is what a person sees in the cell of a number, where that is certain: 7 with the format 0000 is 0007.
    `from_1904` says that the workbook counts its days from 1904, `currency` in which money but pounds a number is shown.
    """

    __slots__ = ("currency", "from_1904", "kind", "seen")
    kind: SheetKind
    seen: str | None
    from_1904: bool
    currency: str

    def __new__(
        cls, text: str, kind: SheetKind, *, seen: str | None = None, from_1904: bool = False, currency: str = ""
    ) -> "SheetCell":
        """The text a person would see and the kind the workbook stored."""
        cell = super().__new__(cls, text)
        cell.kind = kind
        cell.seen = seen
        cell.from_1904 = from_1904
        cell.currency = currency
        return cell
