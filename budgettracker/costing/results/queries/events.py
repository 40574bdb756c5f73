"""Reading a run's events, and what they come to beside the time that was logged for the same families."""

import uuid
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Process
from budgettracker.costing.results.queries.kept import arm_sums
from budgettracker.costing.run.models import RunEvent
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up
from budgettracker.people.models import Authority


class EventLine(NamedTuple):
    """A count of events with its authority's name."""

    authority: str
    of: RunEvent

    @property
    def process_words(self) -> str:
        """What happened, in words."""
        return Process(self.of.process).words


class BothRoutes(NamedTuple):
    """One arm of an authority: what its events come to, and what its families' time came to as logged; pence."""

    authority: str
    arm: Arm
    events_pence: int
    logged_pence: int

    @property
    def percent(self) -> int | None:
        """The events' cost as a share of the logged cost, in whole percent; None where no time was logged."""
        return half_up(100 * self.events_pence, self.logged_pence) if self.logged_pence > 0 else None


def event_lines(session: Session, run_id: uuid.UUID) -> list[EventLine]:
    """The counts of a run, by authority, arm, process and first day."""
    query = (
        select(RunEvent, Authority.name)
        .join(Authority, Authority.id == RunEvent.authority_id)
        .where(RunEvent.run_id == run_id)
        .order_by(Authority.name, RunEvent.arm, RunEvent.process, RunEvent.starts_on, RunEvent.id)
    )
    return [EventLine(name, row) for row, name in session.execute(query)]


def both_routes(session: Session, run_id: uuid.UUID, lines: list[EventLine]) -> list[BothRoutes]:
    """Each arm of each authority that has events: its events beside the running time of its families, purchases apart."""
    logged = {
        (each.authority_id, each.arm): each.pence["total_pence"] - each.pence["purchases_pence"]
        for each in arm_sums(session, run_id)
    }
    sums: dict[tuple[str, Arm, uuid.UUID], int] = {}
    for line in lines:
        key = (line.authority, Arm(line.of.arm), line.of.authority_id)
        sums[key] = sums.get(key, 0) + line.of.cost_pence
    return [
        BothRoutes(authority, arm, pence, logged.get((authority_id, arm), 0))
        for (authority, arm, authority_id), pence in sums.items()
    ]
