"""Prove Distribution and Comparison from a finished workbook: their figures reckoned again from the rows of Family_costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from budgettracker.costing.kinds import Part
from budgettracker.costing.results.kinds import Basis, Counted
from budgettracker.exports.study.cut_sheets import LIVE, SHEETS
from budgettracker.exports.study.results_sheets import ALL, BASES, COLUMNS
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up, pounds
from budgettracker.workbooks import Book
from budgettracker.workbooks.readback import Place, Seen, pence_of

_MONEY = COLUMNS[Counted.WITH_ALL]


@dataclass(frozen=True, slots=True)
class _Family:
    arm: str
    authority: str
    pence: dict[Part, int]
    bases: dict[str, int]

    def cost(self, counted: str) -> int:
        return sum(self.pence[column] for column in COLUMNS[Counted(counted)])

    def base(self, basis: str) -> int:
        column = BASES.get(Basis(basis))
        return self.bases[column] if column else 1


def results_faults(book: Book) -> Iterator[str]:
    """What does not follow from the rows of Family_costs, in words."""
    families = [_family(number, row) for number, row in book.rows("Family_costs")]
    for number, row in book.rows("Distribution"):
        yield from _distribution(families, number, row)
    for number, row in book.rows("Comparison"):
        yield from _comparison(families, number, row)


def cuts_faults(book: Book) -> Iterator[str]:
    """Where a column of a cut's sheet does not add up to that of Family_costs, in words."""
    columns = [*LIVE, "total"]
    whole = book.sums("Family_costs", columns)
    for sheet, _, _ in SHEETS.values():
        sums = book.sums(sheet, columns)
        for column in columns:
            if sums[column] != whole[column]:
                yield f"{sheet}.{column} comes to {pounds(sums[column])} and Family_costs to {pounds(whole[column])}"


def _family(number: int, row: dict[str, Seen]) -> _Family:
    pence = {column: pence_of(row[column], Place("Family_costs", column, number)) for column in _MONEY}
    return _Family(
        row["arm"].text, row["authority"].text, pence, {column: int(row[column].text) for column in BASES.values()}
    )


def _distribution(families: list[_Family], number: int, row: dict[str, Seen]) -> Iterator[str]:
    chosen = sorted(
        family.cost(row["counted"].text)
        for family in families
        if family.arm == row["arm"].text and row["authority"].text in (ALL, family.authority)
    )
    if int(row["families"].text) != len(chosen) or not chosen:
        yield f"Distribution row {number} counts {row['families'].text} families and should count {len(chosen)}"
        return
    middle = half_up(chosen[(len(chosen) - 1) // 2] + chosen[len(chosen) // 2], 2)
    expected = {"mean": half_up(sum(chosen), len(chosen)), "median": middle}
    expected |= {"smallest": chosen[0], "largest": chosen[-1]}
    for column, pence in expected.items():
        yield from _differs(Place("Distribution", column, number), row[column], pence)
    if int(row["zeros"].text) != chosen.count(0):
        yield f"Distribution row {number} counts {row['zeros'].text} families at nothing"
    ends = [pence_of(row[end], Place("Distribution", end, number)) for end in ("interval_low", "interval_high")]
    if (ends[0] < ends[1]) != (row["method"].text != "none"):
        yield f"Distribution row {number} has an interval without a method, or a method without one"


def _comparison(families: list[_Family], number: int, row: dict[str, Seen]) -> Iterator[str]:
    """Both averages and both differences as fractions, another way than the one that wrote them."""
    counted, basis = row["counted"].text, row["basis"].text
    scale = Fraction(36_525, 1_200) if basis == Basis.FAMILY_MONTH else Fraction(1)

    def average(arm: Arm, authority: str | None = None) -> tuple[Fraction, int] | None:
        of_arm = [each for each in families if each.arm == arm and authority in (None, each.authority)]
        based = [each for each in of_arm if each.base(basis) > 0]
        base = sum(each.base(basis) for each in based)
        return (scale * sum(each.cost(counted) for each in based) / base, base) if base else None

    whole = {arm: average(arm) for arm in Arm}
    for arm in Arm:
        yield from _differs(Place("Comparison", f"{arm}_mean", number), row[f"{arm}_mean"], _pence(whole[arm]))
    budget, comparison = whole[Arm.BUDGET], whole[Arm.COMPARISON]
    pooled = (budget[0] - comparison[0], 1) if budget and comparison else None
    yield from _differs(Place("Comparison", "difference_pooled", number), row["difference_pooled"], _pence(pooled))
    total = weights = Fraction(0)
    for name in {family.authority for family in families}:
        ours, theirs = average(Arm.BUDGET, name), average(Arm.COMPARISON, name)
        if ours and theirs:
            weight = Fraction(ours[1] * theirs[1], ours[1] + theirs[1])
            total, weights = total + weight * (ours[0] - theirs[0]), weights + weight
    within = (total / weights, 1) if weights else None
    yield from _differs(Place("Comparison", "difference_within", number), row["difference_within"], _pence(within))


def _pence(average: tuple[Fraction, int] | None) -> int:
    return half_up(average[0].numerator, average[0].denominator) if average else 0


def _differs(where: Place, cell: Seen, expected: int) -> Iterator[str]:
    pence = pence_of(cell, where)
    if pence != expected:
        yield f"{where} says {pounds(pence)} and the rows come to {pounds(expected)}"
