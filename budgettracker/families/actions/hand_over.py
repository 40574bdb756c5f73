"""Hand families over to another lead worker, or to another team, from a day on."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.access import DECIDERS
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families import queries, rules
from budgettracker.families.actions import check_family
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.actions.write_lead import write_lead
from budgettracker.families.models import Family
from budgettracker.people.actions.queue_message import queue_message
from budgettracker.people.kinds import MessageKind
from budgettracker.people.models import Person, Team


def hand_over(
    by: Person,
    families: Sequence[Family],
    team: Team,
    lead_worker: Person | None,
    starts_on: date,
    *,
    was_led_by: uuid.UUID | None,
    on: date,
    at: datetime,
) -> None:
    """From `starts_on` these families are in this team and led by this person; until then all stays as it was.

    What waits for a decision and what is missing belongs to the family, so it moves along. A manager of the family's
    team does it. `was_led_by` is the lead worker whom the page showed. Raises Refusal on `starts_on` or
    `lead_worker_id`, where a family has another lead by now and where nothing would change; NotTheirs for families of
    other teams.
    """
    check_family.require_lead(lead_worker, team, on)
    if starts_on < on:
        check_family.require_lead(lead_worker, team, starts_on)
    lead_id = lead_worker.id if lead_worker else None
    for family in sorted(families, key=lambda each: each.id):
        locked = lock_family(family)
        _require_manager(by, locked, team, on)
        _require_named(locked, lead_id)
        if locked.lead_worker_id != was_led_by:
            raise Refusal(None, f"{locked.reference} was handed over since you opened the page. Open it again.")
        rules.require_handover(locked.reference, locked.leads[-1].starts_on, starts_on, on)
        changes: dict[str, object] = {
            field: [before, after]
            for field, before, after in (
                ("team_id", locked.team_id, team.id),
                ("lead_worker_id", locked.lead_worker_id, lead_id),
            )
            if before != after
        }
        if not changes:
            words = f"{locked.reference} has this lead worker in this team already. Choose somebody else, or leave it unticked."
            raise Refusal("lead_worker_id", words)
        write_lead(locked, team.id, lead_id, starts_on, at)
        record(
            by,
            Deed.FAMILY_HANDED_OVER,
            locked,
            changes | {"handed_over_on": [None, starts_on]},
            authority_id=locked.authority_id,
            at=at,
        )
        if lead_id is not None and lead_id != by.id:
            queue_message(locked.authority_id, lead_id, MessageKind.HANDED_OVER, at=at)


def _require_manager(by: Person, family: Family, team: Team, on: date) -> None:
    ours = family.authority_id == by.authority_id == team.authority_id and family.team_id in by.team_ids_on(on)
    if not ours or not by.roles_on(on) & set(DECIDERS):
        raise NotTheirs


def _require_named(family: Family, lead_id: uuid.UUID | None) -> None:
    """A restricted family is led by somebody named for it: naming takes two people, so it comes first."""
    named = {reader.person_id for reader in queries.named_for(family.id)} if family.restricted else set()
    if family.restricted and lead_id is not None and lead_id not in named:
        words = f"{family.reference} is restricted. Name this person for it first, on the family's page."
        raise Refusal("lead_worker_id", words)
