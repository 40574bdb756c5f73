"""What an OpenDocument or old Excel workbook says of a sheet's cells beside their values."""

from dataclasses import dataclass, field

from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_rows import MOST_CELLS, Hidden

Place = tuple[int, int]
"""A cell's row and column, both counted from 1."""


@dataclass(slots=True)
class Marks:
    """The cells of a sheet that hold an error, with its word, those shown as a percentage or in other money than pounds,
    and what nobody sees or is struck through.

    `from_1904` says that the workbook counts its days from 1904.
    """

    errors: dict[Place, str] = field(default_factory=dict)
    percentages: set[Place] = field(default_factory=set)
    monies: dict[Place, str] = field(default_factory=dict)
    hidden: Hidden = field(default_factory=Hidden)
    from_1904: bool = False

    def require_few(self) -> None:
        """Raises FileRefused where a file marks more cells than a table has."""
        if max(len(self.errors), len(self.percentages), len(self.monies), len(self.hidden.rows)) > MOST_CELLS:
            raise FileRefused(f"it has more than {MOST_CELLS:,} cells. Split it or save it as CSV.")
