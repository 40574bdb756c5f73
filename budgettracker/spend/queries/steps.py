"""Every step of a purchase, as somebody may know it."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from budgettracker.audit import queries as audit
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import AS_COVER_FOR
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.queries.by_itself import as_seen


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a purchase's history: what was done, by whom and in whose place (empty: by the operator), when."""

    deed: str
    by: str
    at: datetime
    changes: dict[str, Any]


def history_of(reader: Person, spend_id: uuid.UUID, on: date) -> list[Happened]:
    """Everything done to a purchase in its order, as the audit has it.

    In whose place somebody decided is told as in the purchase's history: not where it would tell of a family whose share of
    the receipt this reader does not see.
    """
    lines = [(line, json.loads(line.body)["changes"]) for line in audit.history_of(spend_id)]
    covers = [each.get(AS_COVER_FOR) for each in as_seen(reader, [(spend_id, changes) for _, changes in lines], on)]
    names = names_of([*(line.by_id for line, _ in lines), *(uuid.UUID(absent) for absent in covers if absent)])
    history = []
    for (line, changes), absent in zip(lines, covers, strict=True):
        by = names[line.by_id] if line.by_id else ""
        if absent:
            by += f" (as cover for {names[uuid.UUID(absent)]})"
        history.append(Happened(line.deed, by, line.at, changes))
    return history
