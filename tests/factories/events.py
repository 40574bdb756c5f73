"""Events that a study has counted, at invented unit costs."""

import uuid
from typing import Any

from budgettracker.costing.kinds import Process
from budgettracker.costing.rates.rules.event_count import EventCount
from budgettracker.families.kinds import Arm
from budgettracker.studies.actions import count_events
from budgettracker.studies.models import Study, StudyEvent
from tests.factories.studies import AT, ON


def count_of(study: Study, authority_id: uuid.UUID, **change: Any) -> EventCount:
    """Three closed cases of the study's days, for families with a budget, at £150.01 each of 2025/26."""
    known: dict[str, Any] = {
        "authority_id": authority_id,
        "arm": Arm.BUDGET,
        "process": Process.CLOSING,
        "starts_on": study.starts_on,
        "ends_on": study.ends_on,
        "number": 3,
        "unit_pence": 150_01,
        "price_year": "2025/26",
        "counted_by": "The case system",
        "priced_by": "A published manual",
    }
    return EventCount(**known | change)


def counted(study: Study, authority_id: uuid.UUID, **change: Any) -> StudyEvent:
    """The same, stated for the study."""
    return count_events(None, study, count_of(study, authority_id, **change), on=ON, at=AT)
