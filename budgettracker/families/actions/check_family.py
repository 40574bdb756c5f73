"""What the database has to say about a family before it is added or corrected: its reference, scheme and lead worker."""

import uuid
from datetime import date

from sqlalchemy import exists, select

from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.models import Family
from budgettracker.families.queries import same_reference, visible
from budgettracker.people.models import Person, Team
from budgettracker.schemes.models import Scheme

NOT_OF_THE_TEAM = "The lead worker must be somebody of the family's team."


def require_free(authority_id: uuid.UUID, reference: str, family: Family | None, by: Person | None, on: date) -> None:
    """Refuse a reference that another family of the authority has, or that folds onto one (see folded_reference).

    Only those who see that family learn which it is.
    """
    others = [Family.authority_id == authority_id, same_reference(reference)]
    if family is not None:
        others.append(Family.id != family.id)
    other = db.session.scalars(select(Family.reference).where(*others).order_by(Family.id).limit(1)).one_or_none()
    if other is not None:
        seen = by is not None and bool(db.session.scalar(select(exists().where(*others, visible(by, on)))))
        raise Refusal("reference", rules.taken(reference, seen, other))


def require_ours(authority_id: uuid.UUID, scheme: Scheme | None) -> None:
    """Refuse a scheme of another authority."""
    if scheme is not None and scheme.authority_id != authority_id:
        raise Refusal("scheme_id", "Choose a scheme of the family's authority.")


def require_lead(lead: Person | None, team: Team, on: date) -> None:
    """Refuse a lead worker who is not of the team on that day."""
    require_past_lead(lead, team.authority_id)
    if lead is not None and not (lead.active_on(on) and team.id in lead.own_team_ids_on(on)):
        raise Refusal("lead_worker_id", NOT_OF_THE_TEAM)


def require_past_lead(lead: Person | None, authority_id: uuid.UUID) -> None:
    """Refuse a lead worker of another authority; history may name one who has left the team since."""
    if lead is not None and lead.authority_id != authority_id:
        raise Refusal("lead_worker_id", NOT_OF_THE_TEAM)
