"""Hide at once what stands with the wrong family; a manager who did not hide it brings it back or removes it."""

import json
import uuid
from datetime import date, datetime

from sqlalchemy import delete, func, select

from budgettracker.access import DECIDERS, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.actions import open_incident
from budgettracker.families.kinds import HiddenKind, HidingState, IncidentKind
from budgettracker.families.models import Family, Hiding, HidingDetails
from budgettracker.families.queries import hidden_now, require_hiding_decider
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.second_hands import Outcome, judged, waiting
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.kinds import ProposalState
from budgettracker.spend.models import ProposedCorrection, Receipt, Spend, SpendBefore, SpendProposal
from budgettracker.spend.queries import IN_WORDS, first_recorded_at
from budgettracker.voice.kinds import PurchaseQuestion

OTHER_FAMILY = "It was for another family."
"""Why the words of a purchase are hidden that was corrected to be another family's."""
HIDDEN_ALREADY = "This is hidden already. A manager decides about it."


def hide_receipt(by: Person, spend: Spend, receipt: Receipt, reason: str, *, at: datetime) -> Hiding:
    """Take a wrong receipt out of everybody's sight at once, and write down who could see it.

    Raises Refusal when it is hidden or removed already.
    """
    db.session.refresh(receipt, with_for_update=True)
    if receipt.hidden is not None:
        raise Refusal(None, HIDDEN_ALREADY)
    receipt.hidden = HidingState.HIDDEN
    hiding = _hide(by, spend.family, HiddenKind.RECEIPT, receipt.id, reason, {}, at)
    open_incident(
        by,
        spend.family,
        IncidentKind.WRONG_RECEIPT,
        receipt.id,
        since=receipt.added_at,
        looked_at=[receipt.id],
        at=at,
    )
    return hiding


def hide_words(by: Person, spend: Spend, reason: str, *, at: datetime, incident: bool = True) -> Hiding:
    """Take the words of a purchase, and what they were before, out of everybody's sight at once.

    Amounts, days and category stay. Raises Refusal when there are none, and when they are hidden already.
    """
    lock_spend(spend)
    db.session.refresh(spend.details)
    if hidden_now([spend.id]):
        raise Refusal(None, HIDDEN_ALREADY)
    before = select(SpendBefore).where(
        SpendBefore.spend_id == spend.id, SpendBefore.what.in_((*IN_WORDS, *map(str, PurchaseQuestion)))
    )
    kept = {name: getattr(spend.details, name) for name in IN_WORDS}
    kept |= {str(row.id): row.was for row in db.session.scalars(before)}
    if not any(kept.values()):
        raise Refusal(None, "There are no words to hide.")
    _put(spend, dict.fromkeys(kept, ""))
    hiding = _hide(by, spend.family, HiddenKind.PURCHASE_WORDS, spend.id, reason, kept, at)
    if incident:
        since = spend.recorded_bought_at or spend.requested_at
        open_incident(by, spend.family, IncidentKind.WRONG_WORDS, spend.id, since=since, at=at)
    return hiding


def hide_wrong_family(by: Person, spend: Spend, new: Spend, *, at: datetime) -> None:
    """What stood with the wrong family: its words are hidden there, and who could see it is written down.

    `new` is the purchase that took its place, to which its receipts have moved.
    """
    since = first_recorded_at(spend) or spend.requested_at
    receipts = list(db.session.scalars(select(Receipt.id).where(Receipt.spend_id == new.id)))
    family, known = spend.family, _known_since(spend)
    open_incident(
        by, family, IncidentKind.WRONG_FAMILY, spend.id, since=since, looked_at=receipts, aware_at=known, at=at
    )
    if any(getattr(spend.details, name) for name in IN_WORDS):
        hide_words(by, spend, OTHER_FAMILY, incident=False, at=at)


def _known_since(spend: Spend) -> datetime | None:
    """When a colleague said that it was another family's and asked a manager to agree; None where it is put right at once.

    From then on it was known of, and the hours in which it is to be reported run.
    """
    agreed = (
        select(func.min(SpendProposal.proposed_at))
        .join(SpendProposal.correction)
        .where(
            SpendProposal.spend_id == spend.id,
            SpendProposal.state == ProposalState.AGREED,
            ProposedCorrection.family_id != spend.family_id,
        )
    )
    return db.session.scalar(agreed)


def hide_notes(by: Person, family: Family, reason: str, *, at: datetime) -> Hiding:
    """Take the notes about a family out of everybody's sight at once. Raises Refusal where there are none."""
    db.session.refresh(family.details, with_for_update=True)
    notes = family.details.notes
    if not notes:
        raise Refusal(None, "There are no notes to hide.")
    family.details.notes = None
    hiding = _hide(by, family, HiddenKind.FAMILY_NOTES, family.id, reason, {"notes": notes}, at)
    open_incident(by, family, IncidentKind.WRONG_WORDS, family.id, since=family.created_at, at=at)
    return hiding


def decide_hiding(by: Person, hiding: Hiding, *, remove: bool, on: date, at: datetime) -> Hiding:
    """Bring back what was hidden, or remove it for good: words are forgotten, a receipt is handed out to nobody any more.

    Raises Refusal for whoever hid it, for anybody but a manager of the family's team, and when it is decided already.
    """
    db.session.refresh(hiding, with_for_update={"of": Hiding})
    if hiding.state != HidingState.HIDDEN:
        raise Refusal(None, f"This has been {HidingState(hiding.state).words.lower()} already.")
    require_hiding_decider(hiding, by, on)
    state = HidingState.REMOVED if remove else HidingState.BROUGHT_BACK
    hiding.state, hiding.decided_by_id, hiding.decided_at = state, by.id, at
    if hiding.kind == HiddenKind.RECEIPT:
        db.session.get_one(Receipt, hiding.subject_id).hidden = HidingState.REMOVED if remove else None
    elif hiding.kind == HiddenKind.PURCHASE_WORDS:
        _decide_words(db.session.get_one(Spend, hiding.subject_id), hiding, remove=remove)
    elif not remove:
        hiding.family.details.notes = json.loads(hiding.details.kept)["notes"]
    hiding.details.kept = ""
    role = role_used(by.roles_on(on), DECIDERS)
    changes = {"state": [HidingState.HIDDEN, state], **judged(Outcome.TAKEN_AWAY, role)}
    record(by, Deed.HIDING_DECIDED, hiding, changes, at=at)
    return hiding


def _decide_words(spend: Spend, hiding: Hiding, *, remove: bool) -> None:
    """What was written since stays; else the words come back, or nothing is left of them and of what they were before."""
    kept: dict[str, str] = json.loads(hiding.details.kept)
    if not remove:
        _put(spend, {name: was for name, was in kept.items() if not getattr(spend.details, name, "")})
        return
    rows = [uuid.UUID(name) for name in kept if name not in IN_WORDS]
    db.session.execute(delete(SpendBefore).where(SpendBefore.id.in_(rows)))


def _put(spend: Spend, words: dict[str, str]) -> None:
    """Write words into a purchase's details, and by their rows into what it said before."""
    for name, text in words.items():
        if name in IN_WORDS:
            setattr(spend.details, name, text)
        else:
            row = db.session.get(SpendBefore, uuid.UUID(name))
            if row is not None:
                row.was = text


def _hide(
    by: Person, family: Family, kind: HiddenKind, subject_id: uuid.UUID, reason: str, kept: dict[str, str], at: datetime
) -> Hiding:
    hiding = Hiding(
        id=uuid7(),
        authority_id=family.authority_id,
        family_id=family.id,
        kind=kind,
        state=HidingState.HIDDEN,
        subject_id=subject_id,
        hidden_by_id=by.id,
        hidden_at=at,
    )
    hiding.family = family
    hiding.details = HidingDetails(
        authority_id=family.authority_id, reason=reason, kept=json.dumps(kept) if kept else ""
    )
    db.session.add(hiding)
    db.session.flush()
    changes = {"kind": kind, "family": family.id, "subject": subject_id}
    record(by, Deed.HIDING_MADE, hiding, {**changes, **waiting(Outcome.TAKEN_AWAY, DECIDERS[0])}, at=at)
    return hiding
