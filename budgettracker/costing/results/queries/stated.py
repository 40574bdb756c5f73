"""What was stated besides a run's families: other costs and events of each authority and arm, beside what they came to."""

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from budgettracker.costing.results.queries.events import event_lines
from budgettracker.costing.results.queries.kept import arm_sums
from budgettracker.costing.results.queries.prices import other_cost_lines
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up


class Stated(NamedTuple):
    """Some families, and in pence: purchases and time, time alone, other costs of the run's days, and events.

    Families with a budget bear the other costs of their authority. Events are a second route to time, never added.
    """

    authority: str
    arm: Arm
    families: int
    total_pence: int
    time_pence: int
    other_pence: int
    events_pence: int

    @property
    def together_pence(self) -> int:
        """Purchases, time and other costs."""
        return self.total_pence + self.other_pence

    @property
    def events_percent(self) -> int | None:
        """Events as a share of the time that was logged, in whole percent; None without either."""
        return half_up(100 * self.events_pence, self.time_pence) if self.events_pence and self.time_pence > 0 else None

    def of_family(self, pence: int) -> int:
        """An amount of these families for each of them."""
        return half_up(pence, self.families)


def stated_besides(session: Session, run_id: uuid.UUID, names: dict[uuid.UUID, str]) -> list[Stated]:
    """Each arm of each authority that has families, by authority and arm; empty where nothing was stated."""
    events: dict[tuple[uuid.UUID, str], int] = {}
    other: dict[tuple[uuid.UUID, str], int] = {}
    for event in event_lines(session, run_id):
        key = (event.of.authority_id, event.of.arm)
        events[key] = events.get(key, 0) + event.of.cost_pence
    for line in other_cost_lines(session, run_id):
        key = (line.of.authority_id, Arm.BUDGET)
        other[key] = other.get(key, 0) + line.of.counted_pence
    rows = [
        Stated(
            authority=names[each.authority_id],
            arm=each.arm,
            families=each.families,
            total_pence=each.pence["total_pence"],
            time_pence=each.pence["total_pence"] - each.pence["purchases_pence"],
            other_pence=other.get((each.authority_id, each.arm), 0),
            events_pence=events.get((each.authority_id, each.arm), 0),
        )
        for each in arm_sums(session, run_id)
    ]
    return sorted(rows, key=lambda row: (row.authority, row.arm)) if events or other else []


def of_arms(rows: Iterable[Stated], words: str) -> list[Stated]:
    """The same of all authorities together, by arm, under some words."""
    together: dict[Arm, Stated] = {}
    for row in rows:
        before = together.get(row.arm, Stated(words, row.arm, 0, 0, 0, 0, 0))
        sums = (mine + more for mine, more in zip(before[2:], row[2:], strict=True))
        together[row.arm] = Stated(words, row.arm, *sums)
    return [together[arm] for arm in Arm if arm in together]
