"""What the pages of a costing run show: families' costs described by arm, cut by part, and set beside their total.

Amounts are whole pence. A `url` is the address that opens the lines behind an amount; it is empty where the study's
profile shows no rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from budgettracker.costing.kinds import BESIDE_TOTAL, OF_TOTAL, PARTS_OF_TOTAL, Part
from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.run.rules.describe import Described, Segment, segments
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up


def parts_shown(intervention: str | None) -> tuple[Part, ...]:
    """The rows or columns of a family's cost: its parts, their total, what stands beside it, and what is a part of it."""
    of_total = OF_TOTAL if intervention else (Part.OUTSIDE,)
    return (*PARTS_OF_TOTAL, Part.TOTAL, *BESIDE_TOTAL, *of_total)


@dataclass(frozen=True, slots=True)
class ArmCosts:
    """One arm's families: their costs described, each part's sum, and its mean for a family (rounded each for itself)."""

    arm: Arm
    described: Described
    sums: dict[Part, int]
    means: dict[Part, int]

    @property
    def mean_pence(self) -> int:
        """Mean cost of a family: purchases and time."""
        return self.described.mean_pence

    @property
    def mean_parts(self) -> list[tuple[Part, int]]:
        """The parts of the mean, in order."""
        return [(part, self.means[part]) for part in PARTS_OF_TOTAL]


@dataclass(frozen=True, slots=True)
class ArmRow:
    """An arm's row on the page of a run: its words, the families behind it, their costs, and the mean as a bar."""

    words: str
    url: str
    costs: ArmCosts
    bar: list[Segment]


@dataclass(frozen=True, slots=True)
class ArmSum:
    """What one part comes to in one arm: all families together, and the mean of one."""

    arm: Arm
    pence: int
    mean_pence: int
    url: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of the cost, arm by arm."""

    part: Part
    sums: list[ArmSum]

    @property
    def is_result(self) -> bool:
        """Is it the sum of the rows above?"""
        return self.part is Part.TOTAL

    @property
    def beside(self) -> bool:
        """Does it stand beside the total, or is it a part of it seen another way?"""
        return self.part in (*BESIDE_TOTAL, *OF_TOTAL)


@dataclass(frozen=True, slots=True)
class ArmMeans:
    """Two means of an arm that are different numbers: over all its families, and over its authorities' means."""

    arm: Arm
    pooled_pence: int
    of_authorities_pence: int
    authorities: int


@dataclass(frozen=True, slots=True)
class RunCosts:
    """What families cost, as the page of a run shows it; `by_authority` is empty where there is only one authority."""

    arms: list[ArmRow]
    by_authority: list[ArmRow]
    means: list[ArmMeans]
    warnings: list[str]
    parts: list[PartRow]


@dataclass(frozen=True, slots=True)
class NamedAmount:
    """An amount of one authority, or of all, in the reconciliation."""

    name: str
    pence: int
    url: str


@dataclass(frozen=True, slots=True)
class ReconciliationRow:
    """One row of the reconciliation: its words, and an amount for each authority and for all."""

    words: str
    amounts: list[NamedAmount]
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """What was left out or fell to no family for one reason: minutes (0 for shares of pools), pence, what opens it."""

    words: str
    minutes: int
    pence: int
    url: str


@dataclass(frozen=True, slots=True)
class ThinMonth:
    """A worker's month whose log is too thin for mode A, under the study's name for the worker; minutes."""

    worker: str
    month: date
    contracted_minutes: int | None
    absence_minutes: int
    logged_minutes: int

    @property
    def percent(self) -> str:
        """How much of contracted hours less absence is logged, in whole percent; words where they are not known."""
        if self.contracted_minutes is None:
            return "Hours not known"
        expected = self.contracted_minutes - self.absence_minutes
        return f"{100 * self.logged_minutes // expected}%" if expected > 0 else "Nothing expected"


@dataclass(frozen=True, slots=True)
class PartAmount:
    """A part of a family's cost, in pence."""

    part: Part
    pence: int


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family's row: its costs, each amount in order, and its bar on the scale of the costliest family."""

    costs: FamilyCosts
    amounts: list[PartAmount]
    bar: list[Segment]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, and its words."""

    url: str
    words: str


def part_pence(costs: FamilyCosts) -> dict[Part, int]:
    """A family's cost by part, in pence."""
    return {
        Part.PURCHASES: costs.purchases_pence,
        Part.CONTACT: costs.contact_pence,
        Part.PREPARATION: costs.preparation_pence,
        Part.TRAVEL: costs.travel_pence,
        Part.MILEAGE: costs.mileage_pence,
        Part.EXPENSES: costs.expenses_pence,
        Part.INDIRECT: costs.indirect_share_pence,
        Part.TOTAL: costs.total_pence,
        Part.OTHER_HELP: costs.other_help_pence,
        Part.DECIDING: costs.deciding_pence,
        Part.SET_UP: costs.set_up_pence,
        Part.EVALUATION: costs.evaluation_pence,
        Part.OUTSIDE: costs.outside_pence,
        Part.OWN_TIME: costs.own_time_pence,
    }


def family_row(costs: FamilyCosts, largest_pence: int, parts: Iterable[Part]) -> FamilyRow:
    """A family as its row shows it, amount by amount; `largest_pence` is what the costliest family of the run cost."""
    pence = part_pence(costs)
    return FamilyRow(
        costs=costs,
        amounts=[PartAmount(part, pence[part]) for part in parts],
        bar=segments([(part, pence[part]) for part in PARTS_OF_TOTAL], largest_pence),
    )


def warnings_of(parts: Iterable[tuple[str, str, frozenset[Arm]]]) -> list[str]:
    """Why means over several authorities compare unlike things; `parts` are each authority's name, mode and arms."""
    authorities = list(parts)
    warnings = []
    if len({mode for _, mode, _ in authorities}) > 1:
        warnings.append(
            "Indirect time is reckoned in two ways, by how each authority logs. A mean over all of them mixes the two."
        )
    of_one_arm = [name for name, _, arms in authorities if len(arms) == 1]
    if len(authorities) > 1 and len({arm for _, _, arms in authorities for arm in arms}) > 1 and of_one_arm:
        warnings.append(
            f"{' and '.join(of_one_arm)} {'has' if len(of_one_arm) == 1 else 'have'} families of one arm only. What "
            "differs between the arms is then partly what differs between authorities: compare them within an authority."
        )
    return warnings


_COLUMN_OF = {Part.INDIRECT: "indirect_share_pence", Part.OUTSIDE: "outside_pence", Part.OWN_TIME: "own_time_pence"}


def column_of(part: Part) -> str:
    """The column of a family's kept cost that a part stands in."""
    return _COLUMN_OF.get(part, f"{part}_pence")


def arm_costs(arm: Arm, described: Described, sums: Iterable[Mapping[str, int]]) -> ArmCosts:
    """An arm's costs: described, and the sums of its columns (by name, of one or of several authorities) by part."""
    together: dict[Part, int] = {}
    for columns in sums:
        for part in (*PARTS_OF_TOTAL, Part.TOTAL, *BESIDE_TOTAL, *OF_TOTAL):
            pence = columns[column_of(part)]
            together[part] = together.get(part, 0) + pence
    means = {part: half_up(pence, described.number) for part, pence in together.items()}
    return ArmCosts(arm, described, together, means)
