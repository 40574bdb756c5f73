"""Bring in families of the time before the program was used, many at a time: each checked alone, all written together."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from budgettracker.audit.actions import ManyLines
from budgettracker.audit.kinds import Deed, Plain
from budgettracker.bulk import Rows, as_kept, ids_in_order
from budgettracker.database import db, overtaken
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions import check_family
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family, FamilyDetails, FamilyLead, FamilyPeriod
from budgettracker.folding import folded_name, folded_reference
from budgettracker.people.models import Authority, Person, Team
from budgettracker.periods import SINCE_EVER, day_begins
from budgettracker.schemes.models import Scheme

FAMILY = (
    *("id", "authority_id", "reference", "reference_folded", "team_id", "lead_worker_id", "opened_on", "closed_on"),
    *("end_reason", "scheme_id", "arm", "allocated_on", "crossed_on", "index_child", "cohort_reason", "legal_basis"),
    *("restricted", "sealed_on", "created_at"),
)
DETAILS = "family_id", "name", "name_folded", "notes", "restricted_because", "own_reference"
LEAD = "id", "authority_id", "family_id", "team_id", "lead_worker_id", "starts_on", "starts_at", "recorded_at"
PERIOD = "id", "authority_id", "family_id", "opened_on", "closed_on", "end_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFamily:
    """A family as an authority's records have it, opened and perhaps closed again; without a last day it is open."""

    reference: str
    name: str
    opened_on: date
    closed_on: date | None = None
    end_reason: str = ""
    lead_worker: Person | None = None
    scheme: Scheme | None = None
    arm: Arm | None = None
    allocated_on: date | None = None
    index_child: str | None = None
    cohort_reason: str | None = None
    legal_basis: str | None = None


class _Words(NamedTuple):
    """How what a file says of a family is kept."""

    reference: str
    name: str
    end_reason: str | None
    index_child: str | None
    cohort_reason: str | None
    legal_basis: str


class PastFamilies:
    """Families of one authority on their way into the tables, by the rules of add_family for what is imported.

    With each go its name, its first period, who leads it since ever, and the lines of the audit that add_family and
    close_family would leave. Nothing of them is in the tables before `write`.
    """

    def __init__(self, by: Person | None, authority: Authority, *, on: date, at: datetime) -> None:
        self._by, self._authority, self._on, self._at = by, authority, on, at
        standing = select(Family.reference_folded).where(Family.authority_id == authority.id)
        self._standing = set(db.session.scalars(standing))
        self._new: dict[str, str] = {}
        self._families, self._details = Rows(Family, FAMILY), Rows(FamilyDetails, DETAILS)
        self._leads, self._periods = Rows(FamilyLead, LEAD), Rows(FamilyPeriod, PERIOD)
        self._lines = ManyLines("family", by=by, authority_id=authority.id, at=at)
        self._ids = ids_in_order()

    def require(self, past: PastFamily) -> _Words:
        """How a family is kept. Raises Refusal on the fields of add_family, `closed_on` and `end_reason`."""
        kept, authority = rules.reference_of(past.reference), self._authority
        called = rules.name_of(past.name) if past.name.strip() else ""
        self._require_free(kept)
        rules.require_opening(past.opened_on, None, self._on)
        rules.require_allocation(past.arm, past.allocated_on, True)
        check_family.require_ours(authority.id, past.scheme)
        check_family.require_past_lead(past.lead_worker, authority.id)
        child, reason = past.index_child, None
        if past.closed_on is not None:
            rules.require_closing(past.opened_on, past.closed_on)
            reason = rules.end_reason_of(past.end_reason)
        return _Words(
            kept,
            called,
            reason,
            rules.reference_of(child, "index_child", "child's reference") if child else None,
            rules.one_line(past.cohort_reason or "") or None,
            rules.one_line(past.legal_basis or "") or rules.usual_basis(authority.nation, past.opened_on).words,
        )

    def add(self, past: PastFamily, words: _Words, team: Team) -> uuid.UUID:
        """Keep one family that was checked, in a team of the authority; its id."""
        id_, ours, at = next(self._ids), self._authority.id.hex, as_kept(self._at)
        lead = past.lead_worker.id.hex if past.lead_worker else None
        opened, closed = past.opened_on.isoformat(), past.closed_on.isoformat() if past.closed_on else None
        self._new[folded_reference(words.reference)] = words.reference
        self._families.add(
            (
                *(id_, ours, words.reference, folded_reference(words.reference), team.id.hex, lead, opened, closed),
                *(words.end_reason, past.scheme.id.hex if past.scheme else None, str(past.arm) if past.arm else None),
                *(past.allocated_on.isoformat() if past.allocated_on else None, None, words.index_child),
                *(words.cohort_reason, words.legal_basis, 0, None, at),
            )
        )
        self._details.add((id_, words.name, folded_name(words.name), None, None, None))
        since = SINCE_EVER.isoformat(), as_kept(day_begins(SINCE_EVER))
        self._leads.add((next(self._ids), ours, id_, team.id.hex, lead, *since, at))
        self._periods.add((next(self._ids), ours, id_, opened, closed, words.end_reason))
        self._lines.add(Deed.FAMILY_ADDED, id_, _facts(past, words, team), new=True)
        if past.closed_on is not None and words.end_reason is not None:
            ended: dict[str, Plain] = {
                "closed_on": [None, past.closed_on.isoformat()],
                "end_reason": [None, rules.reason_code(words.end_reason)],
            }
            self._lines.add(Deed.FAMILY_CLOSED, id_, ended, new=False)
        return uuid.UUID(id_)

    def write(self) -> None:
        """Write what is kept."""
        with overtaken():
            for rows in (self._families, self._details, self._leads, self._periods):
                rows.write()
        self._lines.write()

    def _require_free(self, reference: str) -> None:
        folded = folded_reference(reference)
        if folded in self._standing:
            check_family.require_free(self._authority.id, reference, None, self._by, self._on)
        if folded in self._new:
            raise Refusal("reference", rules.taken(reference, False, self._new[folded]))


def _facts(past: PastFamily, words: _Words, team: Team) -> dict[str, Plain]:
    """What the audit keeps of a family that was added."""
    return {
        "reference": [None, words.reference],
        "team": [None, str(team.id)],
        "lead_worker": [None, str(past.lead_worker.id) if past.lead_worker else None],
        "opened_on": [None, past.opened_on.isoformat()],
        "scheme": [None, str(past.scheme.id) if past.scheme else None],
        "arm": [None, str(past.arm) if past.arm else None],
        "allocated_on": [None, past.allocated_on.isoformat() if past.allocated_on else None],
    }
