"""What the page of a cut shows: under each heading what families cost by arm, what stands beside it, and its quantities."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from budgettracker.costing.kinds import Part
from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.rules.cuts import NOTHING, Amounts, CutRow
from budgettracker.costing.run.rules.describe import Segment, segments
from budgettracker.families.kinds import Arm
from budgettracker.families.rules.children import place_of_band

BESIDE = (CutColumn.OTHER_HELP, CutColumn.DECIDING, CutColumn.SET_UP, CutColumn.EVALUATION)
"""What stands beside the total, in the order of the columns."""
Opens = Callable[..., str]
"""Gives the address of the lines behind an amount, by what narrows it (arm, part, heading); empty where none may be seen."""


@dataclass(frozen=True, slots=True)
class CutAmount:
    """An amount in a cell, and what opens the lines it is the sum of."""

    pence: int
    url: str


@dataclass(frozen=True, slots=True)
class CutLine:
    """One heading of a cut: total by arm and in all, what stands beside it, quantities, and its total as a bar."""

    words: str
    totals: list[CutAmount]
    beside: list[CutAmount]
    quantities: Amounts
    bar: list[Segment]


@dataclass(slots=True)
class _Heading:
    by_arm: dict[str, int] = field(default_factory=dict)
    by_column: dict[CutColumn, int] = field(default_factory=dict)
    quantities: Amounts = NOTHING

    def add(self, row: CutRow) -> None:
        pence = row.amounts.pence
        self.by_column[row.counts_as] = self.by_column.get(row.counts_as, 0) + pence
        if row.counts_as in (CutColumn.PURCHASES, CutColumn.TIME):
            self.by_arm[row.arm] = self.by_arm.get(row.arm, 0) + pence
        self.quantities = self.quantities.plus(row.amounts)

    @property
    def total_pence(self) -> int:
        """Purchases and time of both arms."""
        return sum(self.by_arm.values())


@dataclass(frozen=True, slots=True)
class CutTable:
    """A cut as its page shows it: the arms that have families, a line for each heading, and the sum of all of them."""

    arms: list[Arm]
    lines: list[CutLine]
    whole: CutLine


def cut_table(cut: Cut, rows: Iterable[CutRow], words: Callable[[str], str], opens: Opens) -> CutTable:
    """A cut's page; `words` says what a heading is called: months, ages and names in their order, what has none at the end."""
    headings: dict[str, _Heading] = {}
    whole, arms = _Heading(), set()
    for row in rows:
        key = row.authority if cut is Cut.AUTHORITY else row.heading
        headings.setdefault(key, _Heading()).add(row)
        whole.add(row)
        arms.add(row.arm)
    shown = [arm for arm in Arm if arm in arms]
    largest = max((each.total_pence for each in headings.values()), default=0)

    def order(key: str) -> tuple[bool, int, str]:
        age = place_of_band(key) if cut is Cut.AGE_BAND else 0
        return not key, age, key if cut is Cut.MONTH else words(key).casefold()

    def line(name: str, of: _Heading, link: Opens) -> CutLine:
        return CutLine(
            name,
            [
                *(CutAmount(of.by_arm.get(arm, 0), link(part=Part.TOTAL, arm=arm)) for arm in shown),
                CutAmount(of.total_pence, link(part=Part.TOTAL)),
            ],
            [CutAmount(of.by_column.get(column, 0), link(part=Part(column))) for column in BESIDE],
            of.quantities,
            segments(
                [
                    (Part.PURCHASES, of.by_column.get(CutColumn.PURCHASES, 0)),
                    (Part.CONTACT, of.by_column.get(CutColumn.TIME, 0)),
                ],
                largest,
            ),
        )

    def under(key: str) -> Opens:
        return lambda **figure: opens(heading=key, **figure)

    return CutTable(
        shown,
        [line(words(key), headings[key], under(key)) for key in sorted(headings, key=order)],
        line("All", whole, opens),
    )
