"""What a run freezes of the events its study has counted: the second route beside the logged cost."""

from collections.abc import Sequence

from budgettracker.costing.rates.rules.event_count import EventCount, unit_pence_in
from budgettracker.costing.rates.rules.uprating import Uprating
from budgettracker.costing.run.models import CostingRun, RunEvent
from budgettracker.database import db


def freeze_events(run: CostingRun, events: Sequence[EventCount], uprating: Uprating | None) -> None:
    """Write each count with its cost in the run's prices. Raises Refusal where the index for pay lacks a unit cost's year."""
    for event in events:
        unit = unit_pence_in(event, uprating)
        db.session.add(
            RunEvent(
                run_id=run.id,
                authority_id=event.authority_id,
                arm=event.arm,
                process=event.process,
                starts_on=event.starts_on,
                ends_on=event.ends_on,
                number=event.number,
                unit_pence=event.unit_pence,
                price_year=event.price_year,
                uprated_pence=unit,
                cost_pence=event.number * unit,
                counted_by=event.counted_by,
                priced_by=event.priced_by,
            )
        )
    db.session.flush()
