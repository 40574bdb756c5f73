"""A run's families put together by arm, as allocated: described, summed by part, and as means of one family."""

from collections.abc import Iterable
from dataclasses import dataclass

from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.run.rules.describe import Described, described
from budgettracker.costing.run.rules.opened import PARTS_SHOWN, Part
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up

ARM_WORDS: dict[Arm, str] = {Arm.BUDGET: "With a budget", Arm.COMPARISON: "For comparison"}


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
        return [(part, self.means[part]) for part in PARTS_SHOWN]


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
    }


def warnings_of(parts: Iterable[tuple[str, str, frozenset[Arm]]]) -> list[str]:
    """What makes means over several authorities unlike each other; `parts` are each authority's name, mode and arms."""
    every = list(parts)
    found = []
    if len({mode for _, mode, _ in every}) > 1:
        found.append(
            "Indirect time is reckoned in two ways, by how each authority logs. A mean over all of them mixes the two."
        )
    with_one = [name for name, _, arms in every if len(arms) == 1]
    if len(every) > 1 and len({arm for _, _, arms in every for arm in arms}) > 1 and with_one:
        found.append(
            f"{' and '.join(with_one)} {'has' if len(with_one) == 1 else 'have'} families of one arm only. What differs "
            "between the arms is then partly what differs between authorities: compare them within an authority."
        )
    return found


def by_arm(families: Iterable[FamilyCosts]) -> list[ArmCosts]:
    """The arms that have families, budget first."""
    of: dict[Arm, list[FamilyCosts]] = {}
    for family in families:
        of.setdefault(family.arm, []).append(family)
    return [_arm(arm, of[arm]) for arm in Arm if arm in of]


def _arm(arm: Arm, families: list[FamilyCosts]) -> ArmCosts:
    sums: dict[Part, int] = {}
    for family in families:
        for part, pence in part_pence(family).items():
            sums[part] = sums.get(part, 0) + pence
    told = described([family.total_pence for family in families])
    assert told is not None
    return ArmCosts(arm, told, sums, {part: half_up(pence, len(families)) for part, pence in sums.items()})
